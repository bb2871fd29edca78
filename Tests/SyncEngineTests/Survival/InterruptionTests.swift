import DirectoryModel
import Foundation
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// Sessions and workers that end at any point: nothing is lost, nothing is done twice.
@Suite(.timeLimit(.minutes(10)))
struct InterruptionTests {
    private typealias Sample = SampleDirectory

    /// How many changes an uninterrupted session brings.
    private func length(_ rig: WorkerRig, _ state: StateDatabase) async throws -> Int {
        for count in 1... {
            let copy = try StateDatabase(path: Self.copy(state, in: rig.stack))
            do {
                try await rig.worker(state: copy, source: InterruptedSource(source: rig.source, after: count)).project()
                return count
            } catch is Interruption { continue }
        }
        return 0
    }

    private static func copy(_ state: StateDatabase, in stack: LocalStack) throws -> String {
        let path = stack.folder.url.appending(path: "copy-\(UUID()).sqlite").path
        try state.copy(to: path)
        return path
    }

    @Test func `a first load interrupted after any change is made anew`() async throws {
        try await withLocalStack(Sample.options(bandung: 3, bogor: 1, kppn: 1)) { stack in
            let rig = try WorkerRig(stack)
            let length = try await length(rig, rig.state)
            #expect(length > 20)
            for count in 0..<length {
                let broken = try rig.worker(source: InterruptedSource(source: rig.source, after: count))
                await #expect(throws: Interruption.self) { try await broken.project() }
                #expect(try rig.state.read { try $0.cookie() }.isEmpty)
                #expect(try rig.state.read { try $0.workCounts() }.waiting == 0)
            }
            try await rig.pass()
            try await rig.expectConverged()
        }
    }

    @Test func `a later refresh interrupted after any change goes on and adds up`() async throws {
        try await withLocalStack(Sample.options(bandung: 6, bogor: 2, kppn: 1)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            try await stack.slapd.modify(
                Sample.delete(Sample.dn(1)) + Sample.status("blocked", of: 2)
                    + Sample.rename(Sample.dn(3), to: "mail=tiga@bandungkab.go.id")
                    + Sample.rename(Sample.tenantDN(Sample.bogor), to: "o=Bogor Baru")
                    + SampleEntries.account(Sample.user(1), tenant: Sample.bandung, service: Sample.multidomain)
            )
            let length = try await length(rig, rig.state)
            for count in 0...length {
                let state = try StateDatabase(path: Self.copy(rig.state, in: stack))
                var resumed = try WorkerRig(stack, state: state, mailboxes: try await rig.store.mailboxes())
                resumed.policy = rig.policy
                let broken = try resumed.worker(source: InterruptedSource(source: rig.source, after: count))
                do { try await broken.runOnce(patience: .seconds(60)) } catch is Interruption {}
                try await resumed.pass()
                try await resumed.expectConverged()
            }
        }
    }

    @Test func `a connection cut anywhere in a refresh loses nothing`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let proxy = try CuttingProxy(to: stack.slapd.port)
            defer { proxy.close() }
            let rig = try WorkerRig(stack)
            let proxied = try WorkerRig.source(stack, port: proxy.port)
            for bytes in stride(from: 0, through: 12_000, by: 600) {
                proxy.fail(.cut, afterBytes: bytes)
                let broken = try rig.worker(source: proxied)
                await #expect(throws: (any Error).self, "cut after \(bytes) bytes") { try await broken.project() }
                #expect(try rig.state.read { try $0.cookie() }.isEmpty)
            }
            try await rig.pass()
            try await stack.slapd.modify(Sample.delete(Sample.dn(1)) + Sample.status("blocked", of: 2))
            for bytes in stride(from: 0, through: 600, by: 50) {
                proxy.fail(.cut, afterBytes: bytes)
                do { try await rig.worker(source: proxied).project() } catch {
                    #expect(!(error is IngestError), "cut after \(bytes) bytes")
                }
            }
            try await rig.pass()
            try await rig.expectConverged()
        }
    }

    @Test func `a refresh that stands still is given up and begun again`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let proxy = try CuttingProxy(to: stack.slapd.port)
            defer { proxy.close() }
            var rig = try WorkerRig(stack)
            rig.policy.watchInterval = .milliseconds(400)
            proxy.fail(.stall, afterBytes: 5000, connections: 1)
            let worker = try rig.worker(source: WorkerRig.source(stack, port: proxy.port))
            try await rig.following(worker) { worker in
                #expect(worker.status.current.sessions > 1)
                try await rig.waitUntilDone(worker)
            }
            try await rig.expectConverged()
        }
    }

    @Test func `a session that falls silent while the directory goes on is ended`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let proxy = try CuttingProxy(to: stack.slapd.port)
            defer { proxy.close() }
            var rig = try WorkerRig(stack)
            rig.policy.watchInterval = .milliseconds(400)
            let worker = try rig.worker(source: WorkerRig.source(stack, port: proxy.port))
            try await rig.following(worker) { worker in
                try await rig.waitUntilDone(worker)
                let sessions = worker.status.current.sessions
                proxy.stallOpenConnections()
                try await stack.slapd.modify(Sample.status("blocked", of: 1))
                try await rig.waitUntilDone(worker)
                #expect(worker.status.current.sessions > sessions)
                #expect(try rig.mailbox(Sample.user(1))?.state == .blocked)
            }
        }
    }

    @Test func `eight writers during refreshes leave nothing out`() async throws {
        try await withLocalStack(Sample.options(bandung: 300)) { stack in
            let rig = try WorkerRig(stack)
            let others = try (0..<4).map { _ in try WorkerRig(stack) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for round in 0..<6 { try await stack.slapd.modify(Self.changes(of: writer, round: round)) }
                    }
                }
                for other in others {
                    try await rig.pass()
                    try await other.pass()
                }
                try await group.waitForAll()
            }
            for rig in others + [rig] {
                try await rig.pass()
                try await rig.expectConverged()
            }
        }
    }

    private static func changes(of writer: Int, round: Int) -> String {
        let (number, new) = (writer * 30 + round * 5 + 1, "w\(writer)r\(round)@bandungkab.go.id")
        return Sample.status("blocked", of: number) + Sample.delete(Sample.dn(number + 1))
            + SampleEntries.account(new, tenant: Sample.bandung, service: Sample.multidomain)
            + Sample.replace("mailLocalAddress", "a-\(new)", of: Sample.dn(number + 2))
            + Sample.rename(Sample.dn(number + 3), to: "mail=n-\(new)")
    }
}
