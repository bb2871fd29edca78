import DirectoryModel
import Foundation
import LocalStack
import MailStores
import StateDatabase
import SyncEngine

/// The mailboxes of a first load, made by the worker with all its book-keeping, against the same commands put to Dovecot
/// as fast as it takes them.
struct MailboxCreation {
    private let host: MailHost

    static func measure(_ host: MailHost) async throws -> [Measurement] {
        let creation = MailboxCreation(host: host)
        var ours: [Double] = []
        var raw: [Double] = []
        // The first of both is not counted: Dovecot starts its processes.
        for run in 0...host.request.runs {
            let (rate, count) = try await creation.worker()
            var best = 0.0
            for shape in RawDoveadm.shapes { best = max(best, try await creation.raw(count, shape)) }
            tell("mailboxes \(run): worker \(Int(rate))/s, best raw batch \(Int(best))/s")
            guard run > 0 else { continue }
            ours.append(rate)
            raw.append(best)
        }
        let (median, best) = (ours.sorted()[ours.count / 2], raw.sorted()[raw.count / 2])
        return [
            Measurement(
                what: "mailbox creation, against doveadm's best raw batch rate",
                value: median / best,
                unit: .ratio,
                isCost: false,
                bar: 0.8,
                aim: 0.95,
                detail: "\(Int(median)) and \(Int(best)) a second"
            )
        ]
    }

    private func worker() async throws -> (rate: Double, count: Int) {
        try host.removeMailboxes()
        let state = try host.newState()
        defer { try? state.close() }
        let worker = try WorkerAccess(host.stack.slapd).worker(state: state, store: RecordingMailStore())
        try await worker.project()
        return try await host.withStore { store in
            let runner = try WorkerAccess(host.stack.slapd).worker(state: state, store: store).runner
            let waiting = try state.read { try $0.workCounts().waiting }
            let time = try await timed { try await runner.drain(patience: .milliseconds(1)) }
            let made = try state.read { try $0.mailboxCounts()[.open] ?? 0 }
            guard made > waiting / 2 else { throw BenchmarkFailure("only \(made) of \(waiting) mailboxes were made") }
            return (Double(made) / time.inSeconds, made)
        }
    }

    private func raw(_ count: Int, _ shape: RawDoveadm.Shape) async throws -> Double {
        try host.removeMailboxes()
        let doveadm = try RawDoveadm(try host.stack.dovecot)
        let time = try await timed { try await doveadm.create(count, shape) }
        let made = try FileManager.default.contentsOfDirectory(atPath: try host.stack.dovecot.mailRoot.path).count
        guard made == count else { throw BenchmarkFailure("doveadm made \(made) of \(count) mailboxes") }
        return Double(count) / time.inSeconds
    }
}
