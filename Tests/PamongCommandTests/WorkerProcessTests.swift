import DirectoryModel
import Foundation
import LocalStack
import StateDatabase
import TestEntries
import Testing

@Suite(.timeLimit(.minutes(10)), .serialized)
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

    @Test func `a pass without Dovecot ends with what is left and why, the next one does it`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            await (try rig.stack.dovecot).stop()
            let pass = try await rig.pamong("sync", "--patience", "1s")
            #expect(pass.status == 3)
            #expect(pass.output.contains("5 not done yet"))
            #expect(pass.output.contains("The mail store failed"))
            try await (try rig.stack.dovecot).start()
            #expect(try await rig.pamong("sync").status == 0)
            #expect(try mailboxes(rig) == 5)
        }
    }

    @Test func `a pass without the directory ends with 3 and changes nothing`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            _ = try await rig.pamong("sync")
            await rig.stack.slapd.stop()
            let pass = try await rig.pamong("sync")
            #expect(pass.status == 3)
            #expect(!pass.complaint.isEmpty)
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
                    await first.kill()
                    try await add(6, rig)
                    try await waitUntil("the second worker took over") { try mailboxes(rig) == 6 }
                    await second.stop()
                    #expect(second.logTail.contains("msg=stopped"), "it was not killed")
                }
            }
        }
    }

    @Test func `a revoked session is cut from a real Dovecot at once, and its owner logs in again`() async throws {
        let user = "pencabutan@bandungkab.go.id"
        let password = "userPassword: \(try await PasswordHash.ssha(of: "rahasia"))"
        let account = SampleEntries.account(
            user,
            tenant: Self.agency,
            service: Self.service,
            aliases: ["alias.pencabutan@bandungkab.go.id"],
            attributes: password
        )
        try await OperatorRig.run(entries: Self.entries + account) { rig in
            let port = try rig.stack.dovecot.ports.imap
            try await rig.withWorker { _ in
                try await waitUntil("six mailboxes") { try mailboxes(rig) == 6 }
                let session = try await IMAPSession(port: port)
                #expect(try await session.login(user, password: "rahasia"))
                try await session.select()
                try await session.startIdling()
                let dn = SampleEntries.dn(user, tenant: Self.agency, service: Self.service)
                try await rig.stack.slapd.modify(
                    """
                    dn: \(dn)
                    changetype: modify
                    replace: pamongSessionsRevokedTime
                    pamongSessionsRevokedTime: 20260126000000Z

                    """
                )
                try await session.waitUntilCut(within: .seconds(1))
                let again = try await IMAPSession(port: port)
                #expect(try await again.login(user, password: "rahasia"))
                await again.logout()
            }
        }
    }

    @Test func `a worker that stands by says so, and stops in order`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            try await rig.withWorker { first in
                try await waitUntil("five mailboxes") { try mailboxes(rig) == 5 }
                try await rig.withWorker { second in
                    try await waitUntil("the second stands by") { second.logTail.contains("standing by") }
                    let owner = try #require(first.pid)
                    #expect(second.logTail.contains("process \(owner)"))
                    await second.stop()
                    #expect(second.logTail.contains("msg=stopped"), "it was not killed")
                }
            }
        }
    }

    @Test func `a worker in shadow mode touches no mailbox and keeps a state of its own`() async throws {
        try await OperatorRig.run(entries: Self.entries, servers: .directory) { rig in
            try await rig.withWorker("--shadow") { _ in
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

    @Test func `with a worker running, reports, audits and lists come from it`() async throws {
        try await OperatorRig.run(entries: Self.entries) { rig in
            try await rig.withWorker { _ in
                try await waitUntil("in sync", every: .milliseconds(100)) { try await rig.pamong("status").status == 0 }
                #expect(try await rig.pamong("status").output.contains("following"))
                #expect(try await rig.pamong("report", "census").output.contains(Self.service))
                #expect(try await rig.pamong("report", "growth", "--by", "day").status == 0)
                #expect(try await rig.pamong("report", "delta", "--from", "2026-01-01").status == 0)
                #expect(try await rig.pamong("report", "census", "--service", "nobody.go.id").status == 2)
                #expect(try await rig.pamong("quarantine", "list").status == 0)
                #expect(try await rig.pamong("retry").output == "0 accounts are due again.\n")
                let audit = try await rig.pamong("audit", "--repair")
                #expect(audit.status == 0, "\(audit.output) \(audit.complaint)")
                #expect(try await rig.pamong("holds", "show", "9").status == 2)
            }
        }
    }

    @Test func `the API on loopback is asked with the token`() async throws {
        try await OperatorRig.run(entries: Self.entries, servers: .directory) { rig in
            let token = rig.stack.folder.url.appending(path: "token")
            try String(repeating: "t", count: 40).write(to: token, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token.path)
            let environment = [
                "PAMONG_API_SOCKET": "", "PAMONG_API_LISTEN": "127.0.0.1:\(try LoopbackPort.free())",
                "PAMONG_API_TOKEN_FILE": token.path, "PAMONG_DOVEADM_URL": "http://127.0.0.1:1/doveadm/v1",
                "PAMONG_DOVEADM_KEY_FILE": token.path, "PAMONG_DOVEADM_MAIL_ROOT": "/srv/mail",
                "PAMONG_DOVEADM_ARCHIVE_ROOT": "/srv/archive",
            ]
            try await rig.withWorker(environment: environment) { _ in
                try await waitUntil("the worker follows, and says that Dovecot fails", every: .milliseconds(100)) {
                    let status = try await rig.pamong("status", environment: environment)
                    return status.status == 1 && status.output.contains("following")
                        && status.output.contains("mail store  ")
                }
            }
        }
    }

    private func add(_ number: Int, _ rig: OperatorRig) async throws {
        let entry = SampleEntries.account("user\(number)@bandungkab.go.id", tenant: Self.agency, service: Self.service)
        try await rig.stack.slapd.modify(
            entry.replacing("objectClass: inetOrgPerson", with: "changetype: add\nobjectClass: inetOrgPerson")
        )
    }
}
