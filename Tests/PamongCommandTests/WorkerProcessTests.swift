import DirectoryModel
import Foundation
import LocalStack
import StateDatabase
import Testing

@Suite(.timeLimit(.minutes(3)), .serialized)
struct WorkerProcessTests {
    private static let agency = "Kabupaten Bandung"
    private static let service = "multidomain.mail.go.id"
    private static let entries =
        SampleEntries.tenant(agency, service: service, domains: ["bandungkab.go.id"])
        + (1...5).map { SampleEntries.account("user\($0)@bandungkab.go.id", tenant: agency, service: service) }.joined()

    private func mailboxes(_ rig: OperatorRig) throws -> Int {
        let root = try rig.stack.dovecot.mailRoot
        return try FileManager.default.contentsOfDirectory(atPath: root.path).count { EntryUUID($0) != nil }
    }

    @Test func `one pass makes every mailbox and says so`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            let pass = try await rig.pamong("sync")
            #expect(pass.status == 0, "\(pass.complaint)")
            #expect(pass.output == "In sync; all done.\n")
            #expect(try mailboxes(rig) == 5)
        }
    }

    @Test func `a dry run prints the plan and changes nothing`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            let plan = try await rig.pamong("sync", "--dry-run")
            #expect(plan.status == 0, "\(plan.complaint)")
            #expect(plan.output.contains("create"))
            #expect(plan.output.contains("user3@bandungkab.go.id"))
            #expect(!FileManager.default.fileExists(atPath: rig.statePath))
            #expect(try mailboxes(rig) == 0)
        }
    }

    @Test func `a worker follows until SIGTERM, and a second one takes over when it is killed`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            try await rig.withWorker { first in
                try await waitUntil("five mailboxes") { try mailboxes(rig) == 5 }
                try await rig.withWorker { second in
                    let pass = try await rig.pamong("sync")
                    #expect(pass.status == 5)
                    #expect(pass.complaint.contains("owns"))
                    kill(first.processIdentifier, SIGKILL)
                    try await add(6, rig)
                    try await waitUntil("the second worker took over") { try mailboxes(rig) == 6 }
                    second.terminate()
                    second.waitUntilExit()
                    #expect(second.terminationReason == .exit)
                    #expect(second.terminationStatus == 0)
                }
            }
        }
    }

    @Test func `a worker in shadow mode touches no mailbox and keeps a state of its own`() async throws {
        try await OperatorRig.run(entries: Self.entries, servers: .directory) { rig in
            try await rig.withWorker("--shadow") { process in
                try await waitUntil("the shadow's state is complete") {
                    guard FileManager.default.fileExists(atPath: rig.statePath + ".shadow") else { return false }
                    let state = try StateDatabase(path: rig.statePath + ".shadow")
                    let counts = try state.read { try $0.mailboxCounts() }
                    try state.close()
                    return counts == [.open: 5]
                }
            }
            #expect(!FileManager.default.fileExists(atPath: rig.statePath))
        }
    }

    private func add(_ number: Int, _ rig: OperatorRig) async throws {
        let entry = SampleEntries.account("user\(number)@bandungkab.go.id", tenant: Self.agency, service: Self.service)
        try await rig.stack.slapd.modify(
            entry.replacing("objectClass: inetOrgPerson", with: "changetype: add\nobjectClass: inetOrgPerson")
        )
    }
}
