import DirectoryModel
import Foundation
import LDAPDirectory
import LocalStack
import MailStores
import StateDatabase
import SyncEngine

/// Eight administrators' tools write as fast as the directory takes it while the worker follows: how long after the last
/// write everything is projected and nothing is left to be done.
struct WriteBurst {
    private static let writers = 8
    private static let writesEach = 1250

    private let slapd: SlapdServer
    private let state: StateDatabase
    private let worker: Worker
    private let source: LDAPDirectorySource

    static func measure(_ directory: FullDirectory, state file: URL) async throws -> [Measurement] {
        let state = try StateDatabase(path: file.path)
        let access = WorkerAccess(directory.slapd)
        let worker = try access.worker(state: state, store: RecordingMailStore())
        let burst = WriteBurst(slapd: directory.slapd, state: state, worker: worker, source: try access.source())
        tell("doing the first load's work before the burst")
        let first = try await timed { try await worker.runOnce(patience: .seconds(600)) }
        tell("that took \(first.inSeconds.rounded(to: 1)) s")
        let result = try await burst.measure(runs: directory.request.runs)
        try state.close()
        return result
    }

    private func measure(runs: Int) async throws -> [Measurement] {
        let people = try names(count: Self.writers * Self.writesEach)
        let following = Task { try await worker.run() }
        try await waitUntil("the worker follows", within: .seconds(60)) { worker.status.isInSync }
        var writing: [Duration] = []
        var draining: [Duration] = []
        for run in 1...runs {
            writing.append(try await timed { try await write(people, run: run) })
            draining.append(try await timed { try await drain() })
            tell(
                "burst \(run): written in \(writing[run - 1].inSeconds.rounded(to: 2)) s, drained "
                    + "\(draining[run - 1].inSeconds.rounded(to: 3)) s later"
            )
        }
        following.cancel()
        _ = await following.result
        let rate = Int(Double(people.count) / writing.median.inSeconds)
        return [
            Measurement(
                what: "burst of \(people.count) modifies by \(Self.writers) writers, drained after the last",
                value: draining.median.inSeconds,
                unit: .seconds,
                bar: 2,
                aim: 0.3,
                detail: "written at \(rate) a second"
            )
        ]
    }

    private func names(count: Int) throws -> [String] {
        try state.read { reader in
            let dns = Dictionary(uniqueKeysWithValues: try reader.nodes().map { ($0.id, $0.dn) })
            var names: [String] = []
            try reader.forEachAccount { row in
                guard names.count < count, row.account.status == .active, row.name == nil, let dn = dns[row.node] else {
                    return
                }
                names.append("mail=\(row.account.address),\(dn)")
            }
            return names
        }
    }

    private func write(_ people: [String], run: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                let own = people[(writer * Self.writesEach)..<((writer + 1) * Self.writesEach)]
                let changes = own.map {
                    "dn: \($0)\nchangetype: modify\nreplace: pamongQuota\npamongQuota: \(2_000_000_000 + run)\n\n"
                }.joined()
                group.addTask { try await slapd.modify(changes) }
            }
            try await group.waitForAll()
        }
    }

    private func drain() async throws {
        let target = try await source.position()
        try await waitUntil("the burst is taken in", within: .seconds(60), every: .milliseconds(2)) {
            guard try !target.isAhead(of: state.read { try $0.cookie() }) else { return false }
            return try state.read { try $0.workCounts().waiting } == 0
        }
    }
}
