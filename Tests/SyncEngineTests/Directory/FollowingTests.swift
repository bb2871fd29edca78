import DirectoryModel
import LocalStack
import StateDatabase
import SyncEngine
import TestEntries
import Testing

@Suite(.timeLimit(.minutes(10)))
struct FollowingTests {
    private static let agency = "Kabupaten Bandung"
    private static let service = "multidomain.mail.go.id"

    private static var directory: LocalStackOptions {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        options.slapd.entries =
            SampleEntries.tenant(agency, service: service, domains: ["bandungkab.go.id"])
            + (1...5).map {
                SampleEntries.account("user\($0)@bandungkab.go.id", tenant: agency, service: service)
            }.joined()
        return options
    }

    @Test func `a first load projects every account and makes every mailbox`() async throws {
        try await withLocalStack(Self.directory) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let counts = try rig.state.read { try $0.census().values.reduce(Counts(), +) }
            #expect(counts.accounts == 5)
            #expect(counts.tenants == 1)
            #expect(try rig.state.read { try $0.mailboxCounts() } == [.open: 5])
            #expect(try rig.state.read { try $0.workCounts().waiting } == 0)
        }
    }

    @Test func `a block written in the directory is carried out and proved`() async throws {
        try await withLocalStack(Self.directory) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            try await stack.slapd.modify(
                """
                dn: \(SampleEntries.dn("user1@bandungkab.go.id", tenant: Self.agency, service: Self.service))
                changetype: modify
                replace: pamongAccountStatus
                pamongAccountStatus: blocked
                """
            )
            try await rig.pass()
            let row = try #require(try rig.row("user1@bandungkab.go.id"))
            #expect(row.account.status == .blocked)
            let proof = try #require(try rig.state.read { try $0.lastProof(account: row.id) })
            #expect(proof.committed <= proof.cut)
            #expect(proof.cut < proof.proved)
        }
    }
}
