internal import DirectoryModel
internal import StateDatabase
internal import Synchronization

/// How long blocks took, over all that the state file knows: from the directory's commit to the sessions' end, and to the
/// proof that nobody is in. Each look adds only what came since the one before.
final class ProofHistograms: Sendable {
    struct Values: Sendable, Hashable {
        var cut = Histogram(bounds: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600])
        var proved = Histogram(bounds: [0.5, 1, 1.1, 1.25, 1.5, 2, 2.5, 5, 10, 60, 600, 3600])
        fileprivate var newest: BlockProof?

        mutating func add(_ proofs: some Collection<BlockProof>) {
            for proof in proofs {
                cut.observe(max(proof.cut.since(proof.committed).seconds, 0))
                proved.observe(max(proof.proved.since(proof.committed).seconds, 0))
            }
            newest = proofs.first ?? newest
        }
    }

    private let values = Mutex(Values())

    var current: Values { values.withLock { $0 } }

    /// Adds the proofs that are new. Where the one seen last is gone, the state file was made anew, and counting starts
    /// again, as Prometheus expects of a counter after a restart.
    func update(reading reader: StateReader) throws {
        try values.withLock { values in
            guard let newest = values.newest else { return values.add(try reader.proofs(limit: .max)) }
            var limit = 256
            while true {
                let proofs = try reader.proofs(limit: limit)
                if let seen = proofs.firstIndex(of: newest) { return values.add(proofs[..<seen]) }
                guard proofs.count == limit else { break }
                limit *= 8
            }
            values = Values()
            values.add(try reader.proofs(limit: .max))
        }
    }
}
