/// What was read and not yet taken, in batches, with a bound. A pure value: no waiting, no locks.
struct BatchBuffer<Element> {
    /// What a taker gets.
    enum Taking {
        case batch([Element])
        /// Nothing there now; more may come.
        case nothing
        /// The operation ended and everything was taken.
        case ended(Result<LDAPResponse, any Error>)
    }

    private let batchLimit: Int
    private let bufferLimit: Int
    private var batches: [[Element]] = []
    private var count = 0
    private var ending: Result<LDAPResponse, any Error>?

    /// Batches of at most `batchLimit` elements; full from `bufferLimit` elements on.
    init(batchLimit: Int, bufferLimit: Int) {
        self.batchLimit = max(1, batchLimit)
        self.bufferLimit = max(1, bufferLimit)
    }

    /// Whether reading should stop until something is taken. It is a request: what comes all the same is kept.
    var isFull: Bool { count >= bufferLimit }

    /// Adds elements behind the others, joining the last batch where they fit.
    mutating func append(_ elements: [Element]) {
        guard ending == nil, !elements.isEmpty else { return }
        count += elements.count
        if let last = batches.indices.last, batches[last].count + elements.count <= batchLimit {
            batches[last] += elements
        } else {
            batches.append(elements)
        }
    }

    /// Notes how the operation ended; only the first ending counts.
    mutating func end(_ result: Result<LDAPResponse, any Error>) {
        if ending == nil { ending = result }
    }

    /// Takes the oldest batch.
    mutating func take() -> Taking {
        if !batches.isEmpty {
            let batch = batches.removeFirst()
            count -= batch.count
            return .batch(batch)
        }
        return ending.map(Taking.ended) ?? .nothing
    }

    /// Throws away what nobody will take.
    mutating func discard() {
        batches = []
        count = 0
    }
}
