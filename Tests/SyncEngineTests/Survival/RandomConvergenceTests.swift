import DirectoryModel
import Foundation
import LocalStack
import StateDatabase
import SyncEngine
import Testing

/// Thousands of random operations on a real slapd while workers follow, end and begin again, and slapd is killed.
@Suite(.timeLimit(.minutes(10)))
struct RandomConvergenceTests {
    /// `PAMONG_TEST_SEED` repeats a run; otherwise every run is another one.
    private static let seed =
        ProcessInfo.processInfo.environment["PAMONG_TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...1_000_000)

    @Test func `three thousand random operations end where a fresh load begins`() async throws {
        print("random administration with PAMONG_TEST_SEED=\(Self.seed)")
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        try await withLocalStack(options) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            var admins = RandomAdministration(seed: Self.seed)
            for round in 0..<10 {
                try await rig.following { worker in
                    for _ in 0..<10 {
                        try await stack.slapd.modify((0..<20).map { _ in admins.next() }.joined())
                    }
                    if round.isMultiple(of: 3) { try await rig.waitUntilDone(worker) }
                }
                try await stack.slapd.modify((0..<100).map { _ in admins.next() }.joined())
                if round.isMultiple(of: 2) { await stack.slapd.kill() } else { await stack.slapd.stop() }
                try await stack.slapd.start()
            }
            try await rig.following { try await rig.waitUntilDone($0) }
            try await rig.expectConverged()
            let accounts = try rig.state.read { try $0.census() }.values.reduce(0) { $0 + $1.accounts }
            #expect(accounts > 50, "seed \(Self.seed) left too little to compare")
        }
    }
}
