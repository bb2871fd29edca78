/// The operations of one client that slapd has not answered yet. Few at a time, so a list.
struct OutstandingOperations {
    private var ids: [Int32] = []

    var count: Int { ids.count }
    var isEmpty: Bool { ids.isEmpty }

    /// An operation went to slapd.
    mutating func begin(_ id: Int32) { ids.append(id) }

    /// slapd sent something: the operation is over if this was its last answer.
    mutating func settle(_ head: MessageHead) {
        if OperationTag.isFinal(head.tag) { end(head.id) }
    }

    /// The operation is over, or nobody waits for it any more.
    mutating func end(_ id: Int32) {
        guard let index = ids.firstIndex(of: id) else { return }
        ids.swapAt(index, ids.count - 1)
        ids.removeLast()
    }

    /// Nobody waits for any of them any more.
    mutating func endAll() { ids.removeAll(keepingCapacity: true) }
}
