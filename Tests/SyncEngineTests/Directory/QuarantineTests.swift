import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// Entries that break a rule: kept apart, served as they last were, and healed by what mends them.
@Suite(.timeLimit(.minutes(10)))
struct QuarantineTests {
    private typealias Sample = SampleDirectory

    private func following(
        extra: String = "",
        _ body: (WorkerRig, Worker) async throws -> Void
    ) async throws {
        try await withLocalStack(Sample.options(extra: extra)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                try await body(rig, worker)
                try await rig.waitUntilDone(worker)
                try await rig.expectConverged()
            }
        }
    }

    private func account(_ address: String, aliases: [String] = [], attributes: String = "") -> String {
        SampleEntries.account(
            address,
            tenant: Sample.bandung,
            service: Sample.multidomain,
            aliases: aliases,
            attributes: attributes
        )
    }

    @Test func `an address of a foreign domain is kept apart until the domain comes`() async throws {
        try await following { rig, worker in
            try await rig.stack.slapd.modify(account("asing@lain.go.id"))
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: "asing@lain.go.id") == [.foreignDomain])
            #expect(try rig.row("asing@lain.go.id") == nil)
            try await rig.stack.slapd.modify(
                SampleEntries.domain(
                    "lain.go.id",
                    tenant: Sample.bandung,
                    service: Sample.multidomain,
                    isConfirmed: false
                )
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: "asing@lain.go.id") == [.foreignDomain], "nobody has confirmed it")
            let dn = "associatedDomain=lain.go.id,ou=domains,\(Sample.tenantDN(Sample.bandung))"
            try await rig.stack.slapd.modify(Sample.replace("pamongMxStatus", "pending", of: dn))
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: "asing@lain.go.id").isEmpty)
            #expect(try rig.mailbox("asing@lain.go.id")?.state == .open)
        }
    }

    @Test func `accounts keep their last good state and their mailbox when their domain goes`() async throws {
        try await following { rig, worker in
            let dn = "associatedDomain=bandungkab.go.id,ou=domains,\(Sample.tenantDN(Sample.bandung))"
            _ = rig.store.takeOperations()
            try await rig.stack.slapd.modify(Sample.delete(dn))
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: Sample.user(1)) == [.foreignDomain])
            #expect(try rig.state.read { try $0.quarantineCount() } == 5)
            #expect(try rig.mailbox(Sample.user(1))?.state == .open)
            #expect(rig.store.operations.isEmpty)
            try await rig.expectConverged()
            let domain = SampleEntries.domain("bandungkab.go.id", tenant: Sample.bandung, service: Sample.multidomain)
            try await rig.stack.slapd.modify(domain)
            try await rig.waitUntilDone(worker)
            #expect(try rig.state.read { try $0.quarantineCount() } == 0)
        }
    }

    @Test func `an address that somebody holds is refused until it is free`() async throws {
        try await following { rig, worker in
            let alias = "bersama@bandungkab.go.id"
            try await rig.stack.slapd.modify(
                Sample.replace("mailLocalAddress", alias, of: Sample.dn(1)) + account(alias)
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: alias) == [.duplicateAddress])
            #expect(try rig.row(alias) == nil)
            try await rig.stack.slapd.modify("dn: \(Sample.dn(1))\nchangetype: modify\ndelete: mailLocalAddress\n\n")
            try await rig.waitUntilDone(worker)
            #expect(try rig.mailbox(alias)?.state == .open)
        }
    }

    @Test func `a first load lets the older of two holders keep the address`() async throws {
        let alias = "bersama@bandungkab.go.id"
        let older = account("tua@bandungkab.go.id", aliases: [alias])
        try await following(extra: older + account(alias)) { rig, worker in
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: alias) == [.duplicateAddress])
            #expect(try rig.rules(of: "tua@bandungkab.go.id").isEmpty)
            #expect(try rig.mailbox("tua@bandungkab.go.id")?.state == .open)
        }
    }

    @Test func `the cap refuses who comes, keeps who is there, and lets in when there is room`() async throws {
        try await following { rig, worker in
            let tenant = Sample.tenantDN(Sample.bandung)
            try await rig.stack.slapd.modify(
                Sample.replace("pamongMaxAccounts", "5", of: tenant) + account("enam@bandungkab.go.id")
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: "enam@bandungkab.go.id") == [.tooManyAccounts])
            try await rig.stack.slapd.modify(Sample.replace("pamongMaxAccounts", "2", of: tenant))
            try await rig.waitUntilDone(worker)
            #expect(try rig.state.read { try $0.quarantineCount() } == 1)
            try await rig.stack.slapd.modify(
                Sample.replace("pamongMaxAccounts", "5", of: tenant) + Sample.status("closed", of: 1)
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.mailbox("enam@bandungkab.go.id")?.state == .open)
        }
    }

    @Test func `a change that breaks an account leaves it as it was`() async throws {
        try await following { rig, worker in
            try await rig.stack.slapd.modify("dn: \(Sample.dn(1))\nchangetype: modify\ndelete: mailHost\n\n")
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: Sample.user(1)) == [.missingValue])
            #expect(try rig.row(Sample.user(1))?.account.mailHost == SampleEntries.host)
            try await rig.stack.slapd.modify(Sample.replace("mailHost", SampleEntries.host, of: Sample.dn(1)))
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: Sample.user(1)).isEmpty)
        }
    }

    @Test func `an account moved out of every tenant is kept apart, and heals when it comes back`() async throws {
        try await following { rig, worker in
            let services = "ou=services,\(SampleEntries.suffix)"
            try await rig.stack.slapd.modify(
                Sample.rename(Sample.dn(1), to: "mail=\(Sample.user(1))", under: services)
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: Sample.user(1)) == [.unknownService])
            #expect(try rig.mailbox(Sample.user(1))?.state == .open)
            try await rig.stack.slapd.modify(
                Sample.rename(
                    "mail=\(Sample.user(1)),\(services)",
                    to: "mail=\(Sample.user(1))",
                    under: "ou=accounts,\(Sample.tenantDN(Sample.bandung))"
                )
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.rules(of: Sample.user(1)).isEmpty)
        }
    }

    @Test func `a quarantined entry that is deleted takes its last good state along`() async throws {
        try await following { rig, worker in
            try await rig.stack.slapd.modify(
                "dn: \(Sample.dn(1))\nchangetype: modify\ndelete: mailHost\n\n" + Sample.delete(Sample.dn(1))
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.state.read { try $0.quarantineCount() } == 0)
            #expect(try await rig.store.archives().count == 1)
        }
    }
}
