import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// What happens to whole tenants: rename, transfer between services, administrators, accounts that change theirs.
@Suite(.timeLimit(.minutes(10)))
struct TenantChangesTests {
    private typealias Sample = SampleDirectory

    private func following(
        extra: String = "",
        _ body: (WorkerRig, Worker) async throws -> Void
    ) async throws {
        try await withLocalStack(Sample.options(extra: extra)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                _ = rig.store.takeOperations()
                try await body(rig, worker)
                try await rig.waitUntilDone(worker)
                try await rig.expectConverged()
            }
        }
    }

    private func scope(_ rig: WorkerRig, of address: String) throws -> Scope? {
        let row = try rig.row(address)
        return try rig.state.read { try $0.scopes() }.first { $0.id == row?.scope }?.scope
    }

    @Test func `a renamed tenant keeps its accounts, its counts and its mailboxes`() async throws {
        try await following { rig, worker in
            let ledger = try rig.ledger().count
            try await rig.stack.slapd.modify(
                Sample.rename(Sample.tenantDN(Sample.bandung), to: "o=Kabupaten Bandung Barat")
            )
            try await rig.waitUntilDone(worker)
            let named = Scope(service: Sample.multidomain, tenant: "Kabupaten Bandung Barat")
            #expect(try scope(rig, of: Sample.user(1)) == named)
            #expect(try rig.ledger().count == ledger)
            #expect(rig.store.operations.isEmpty)
        }
    }

    @Test func `a tenant's transfer is one move for each account and touches no mailbox`() async throws {
        try await following { rig, worker in
            let began = Timestamp.now
            let parent = "cn=mail.go.id,ou=services,\(SampleEntries.suffix)"
            try await rig.stack.slapd.modify(
                Sample.rename(Sample.tenantDN(Sample.bandung), to: "o=\(Sample.bandung)", under: parent)
            )
            try await rig.waitUntilDone(worker)
            let rows = try rig.ledger()
            #expect(rows.filter { $0.event == .movedOut }.count == 5)
            #expect(rows.filter { $0.event == .movedIn }.count == 5)
            #expect(rows.filter { $0.event == .tenantRemoved }.count == 1)
            #expect(rows.filter { $0.event == .tenantAdded }.count == 1)
            let moves = rows.filter(\.event.isMove)
            #expect(
                moves.allSatisfy { $0.time >= began },
                "a move is dated when it happens, not by the accounts' entries"
            )
            #expect(try scope(rig, of: Sample.user(1))?.service == "mail.go.id")
            #expect(rig.store.operations.isEmpty)
        }
    }

    @Test func `an account moves to another tenant with its mail`() async throws {
        try await following { rig, worker in
            let account = Sample.user(1)
            try await rig.stack.slapd.modify(
                SampleEntries.domain("bersama.go.id", tenant: Sample.bogor, service: Sample.multidomain)
                    + Sample.rename(
                        Sample.dn(1),
                        to: "mail=pindah@bersama.go.id",
                        under: "ou=accounts,\(Sample.tenantDN(Sample.bogor))"
                    )
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.row(account) == nil)
            #expect(try scope(rig, of: "pindah@bersama.go.id")?.tenant == Sample.bogor)
            #expect(try rig.ledger().filter(\.event.isMove).count == 2)
            #expect(try await rig.store.archives().isEmpty)
        }
    }

    @Test func `administrators are counted as they come and go`() async throws {
        let group = "cn=administrators,\(Sample.tenantDN(Sample.bandung))"
        let first = "dn: \(group)\nobjectClass: groupOfNames\ncn: administrators\nmember: \(Sample.dn(1))\n\n"
        try await following(extra: first) { rig, worker in
            func administrators() throws -> Int {
                try rig.state.read { try $0.census() }.values.reduce(0) { $0 + $1.administrators }
            }
            #expect(try administrators() == 1)
            try await rig.stack.slapd.modify(
                "dn: \(group)\nchangetype: modify\nadd: member\nmember: \(Sample.dn(2))\nmember: \(Sample.dn(3))\n\n"
            )
            try await rig.waitUntilDone(worker)
            #expect(try administrators() == 3)
            try await rig.stack.slapd.modify(Sample.delete(group))
            try await rig.waitUntilDone(worker)
            #expect(try administrators() == 0)
        }
    }

    @Test func `a tenant that is removed and made again is another one`() async throws {
        try await following { rig, worker in
            let dn = Sample.tenantDN(Sample.bogor)
            let accounts = (1...3).map {
                SampleEntries.dn("user\($0)@kotabogor.go.id", tenant: Sample.bogor, service: Sample.multidomain)
            }
            let entries =
                accounts + [
                    "associatedDomain=kotabogor.go.id,ou=domains,\(dn)", "ou=domains,\(dn)", "ou=accounts,\(dn)",
                ]
            try await rig.stack.slapd.modify((entries + [dn]).map(Sample.delete).joined())
            try await rig.waitUntilDone(worker)
            #expect(try rig.state.read { try $0.census() }.values.reduce(0) { $0 + $1.tenants } == 2)
            try await rig.stack.slapd.modify(
                SampleEntries.tenant(Sample.bogor, service: Sample.multidomain, domains: ["kotabogor.go.id"])
                    + Sample.accounts(2, "kotabogor.go.id", tenant: Sample.bogor, service: Sample.multidomain)
            )
            try await rig.waitUntilDone(worker)
            let counts = try rig.state.read { try $0.census() }.values.reduce(Counts(), +)
            #expect(counts.tenants == 3)
            #expect(counts.accounts == 10)
        }
    }

    @Test func `a number of a node that is gone is never given to another`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            func add(_ name: String) async throws {
                try await stack.slapd.modify(SampleEntries.tenant(name, service: Sample.multidomain))
                try await rig.pass()
            }
            try await add("Sementara")
            let dn = Sample.tenantDN("Sementara")
            try await stack.slapd.modify(["ou=domains,\(dn)", "ou=accounts,\(dn)", dn].map(Sample.delete).joined())
            try await rig.pass()
            try await add("Tetap")
            let scopes = try rig.state.read { try $0.scopes() }
            #expect(scopes.contains { $0.scope.tenant == "Sementara" })
            #expect(scopes.contains { $0.scope.tenant == "Tetap" })
            try await rig.expectConverged()
        }
    }
}
