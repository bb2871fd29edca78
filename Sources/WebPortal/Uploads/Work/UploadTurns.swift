/// Who may work, and who waits: in order of arrival, as far as the memory goes. Pure.
///
/// A plan takes memory in proportion to its file, so files' sizes are what is counted.
struct UploadTurns: Sendable {
    /// What is to be done with an upload.
    enum Task: Sendable, Hashable {
        /// Make the plan, for somebody to look at.
        case plan
        /// Carry out the plan that was accepted, if it still is the same.
        case write
        /// Go on with what was accepted.
        case resume
    }

    struct Turn: Sendable, Hashable {
        let id: String
        let task: Task
        let size: Int
    }

    /// The most bytes of files that are worked on at a time; a larger one is worked on alone.
    let room: Int
    private(set) var waiting: [Turn] = []
    private(set) var underWay: [String: Int] = [:]

    init(room: Int) { self.room = room }

    mutating func add(_ turn: Turn) { waiting.append(turn) }

    /// The next one whose turn it is; `nil` when none is, or there is no room yet.
    mutating func next() -> Turn? {
        guard let first = waiting.first else { return nil }
        let taken = underWay.values.reduce(0, +)
        guard underWay.isEmpty || taken + first.size <= room else { return nil }
        waiting.removeFirst()
        underWay[first.id] = first.size
        return first
    }

    /// Takes one that still waits out of the queue; `false` when it does not wait.
    mutating func withdraw(_ id: String) -> Bool {
        let count = waiting.count
        waiting.removeAll { $0.id == id }
        return waiting.count < count
    }

    mutating func end(_ id: String) { underWay[id] = nil }
}
