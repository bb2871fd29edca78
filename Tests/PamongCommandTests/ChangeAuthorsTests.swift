import ConfigurationFiles
import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import SyncEngine
import TestEntries
import Testing

@testable import LDAPDirectory
@testable import pamong

struct ChangeRecordTests {
    private let account = FixedDirectory.uuid(1)

    private func record(_ start: String, by author: String, isDestructive: Bool = true) -> ChangeRecord {
        ChangeRecord(account: account, start: start, author: author, isDestructive: isDestructive)
    }

    @Test(arguments: [
        ("delete", [], true), ("modrdn", [], true), ("modify", ["pamongAccountStatus:= blocked"], true),
        ("modify", ["cn:= x", "mailHost:= y"], true), ("modify", ["PAMONGACCOUNTSTATUS:- active"], true),
        ("modify", ["pamongQuota:= 1"], false), ("modify", [], false),
        ("add", ["pamongAccountStatus:+ blocked"], false),
    ])
    func `what can take an account from its user is told from the rest`(type: String, changes: [String], expected: Bool)
    {
        #expect(ChangeRecord.isDestructive(type: type, modifications: changes) == expected)
    }

    @Test func `the last destructive change counts, whatever order the log answers in`() {
        let records = [
            record("20260102000000.000000Z", by: "second"), record("20260101000000.000000Z", by: "first"),
            record("20260103000000.000000Z", by: "third", isDestructive: false),
        ]
        #expect(ChangeRecord.lastAuthors(records) == [account: "second"])
    }

    @Test func `an account that the log says nothing of leaves its author unknown`() {
        let answer = ChangeAuthors.Answer(authors: [account: "cn=a"])
        #expect(DecisionRight.Authors(answer.authors, problem: answer.problem, accounts: [account]) == .known(["cn=a"]))
        let partly = DecisionRight.Authors(
            answer.authors,
            problem: answer.problem,
            accounts: [account, FixedDirectory.uuid(2)]
        )
        #expect(
            partly == .partlyUnknown(["cn=a"], reason: "the log of changes says nothing of 1 of 2 accounts")
        )
        let unread = ChangeAuthors.Answer(authors: [:], problem: "no access")
        #expect(
            DecisionRight.Authors(unread.authors, problem: unread.problem, accounts: [account])
                == .partlyUnknown([], reason: "no access")
        )
    }
}

@Suite(.timeLimit(.minutes(10)), .serialized)
struct ChangeAuthorsTests {
    private func connection(_ stack: LocalStack, as identity: ServiceIdentity) throws -> LDAPConfiguration {
        LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(stack.slapd.port)),
            authentication: .simple(
                try DistinguishedName(stack.slapd.dn(of: identity)),
                try SecretFile.read(stack.slapd.passwordFile(of: identity).path)
            )
        )
    }

    private func identity(of address: String, _ stack: LocalStack) async throws -> EntryUUID {
        try await LDAPConnection.withConnection(try connection(stack, as: .worker)) { connection in
            let entry = try await connection.entry(
                try DistinguishedName(OfficeEntries.dn(address)),
                attributes: ["entryUUID"]
            )
            return try #require(entry?.string(of: "entryUUID").flatMap { EntryUUID($0) })
        }
    }

    @Test func `the log names who blocked, and an identity without rights is told apart from silence`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif, servers: .directory) { rig in
            let person = OfficeEntries.people[0]
            let uuid = try await identity(of: person, rig.stack)
            try await OfficeEntries.block([person], by: OfficeEntries.wati, rig.stack)
            let worker = ChangeAuthors(configuration: try connection(rig.stack, as: .worker))
            let wati = try DistinguishedName(OfficeEntries.dn(OfficeEntries.wati)).normalized
            #expect(await worker.ofLastChange(to: [uuid]) == ChangeAuthors.Answer(authors: [uuid: wati]))
            #expect(await worker.ofLastChange(to: [FixedDirectory.uuid(1)]) == ChangeAuthors.Answer(authors: [:]))
            let dovecot = ChangeAuthors(configuration: try connection(rig.stack, as: .dovecot))
            #expect(await dovecot.ofLastChange(to: [uuid]).problem != nil)
        }
    }

    @Test func `a person is who the gate says, and administers what the groups say`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif, servers: .directory) { rig in
            try await OfficeEntries.promote(OfficeEntries.pusat, rig.stack)
            let suffix = try DistinguishedName(SampleEntries.suffix)
            let gate = try #require(LDAPServer(uri: rig.stack.slapd.gateURI))
            let signIn = AdministratorSignIn(
                reader: try connection(rig.stack, as: .worker),
                gate: LDAPConfiguration(server: gate),
                suffix: suffix
            )
            let right = LDAPSecret(OfficeEntries.password)
            let tono = try await signIn.signIn(as: "TONO@bandungkab.go.id", password: right)
            #expect(tono == (try DistinguishedName(OfficeEntries.dn(OfficeEntries.tono))))
            #expect(try await signIn.signIn(as: OfficeEntries.dn(OfficeEntries.tono), password: right) == tono)
            await #expect(throws: AdministratorSignIn.Refusal.credentials) {
                try await signIn.signIn(as: OfficeEntries.tono, password: LDAPSecret("salah"))
            }
            await #expect(throws: AdministratorSignIn.Refusal.credentials) {
                try await signIn.signIn(as: OfficeEntries.tono, password: LDAPSecret(""))
            }
            await #expect(throws: AdministratorSignIn.Refusal.unknownName("nobody@bandungkab.go.id")) {
                try await signIn.signIn(as: "nobody@bandungkab.go.id", password: right)
            }
            let agency = suffix.child("ou", "services").child("cn", OfficeEntries.service).child(
                "o",
                OfficeEntries.agency
            )
            let other = suffix.child("ou", "services").child("cn", OfficeEntries.service).child(
                "o",
                OfficeEntries.other
            )
            #expect(try await signIn.role(of: tono, tenant: agency) == .tenant)
            #expect(try await signIn.role(of: tono, tenant: other) == .nobody)
            #expect(try await signIn.role(of: tono, tenant: nil) == .nobody)
            let pusat = try DistinguishedName(OfficeEntries.dn(OfficeEntries.pusat))
            #expect(try await signIn.role(of: pusat, tenant: agency) == .headOffice)
        }
    }
}
