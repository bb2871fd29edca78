import Foundation
import Glibc
import Testing

@testable import LocalStack

/// Starting, ending and crashing servers.
@Suite struct ServerLifeTests {
    private var options: LocalStackOptions {
        var options = LocalStackOptions(servers: .mailboxes)
        options.slapd.entries = SampleAccounts.ldif
        return options
    }

    /// As much as can be started by whoever runs this.
    private var everything: LocalStackOptions {
        LocalStackOptions(servers: geteuid() == 0 ? .everything : .mailboxes)
    }

    @Test(.enabled(if: geteuid() != 0)) func `without root Postfix is refused in plain words`() async throws {
        let error = await #expect(throws: LocalStackError.self) { try await LocalStack.start(LocalStackOptions()) }
        #expect(error?.message.contains("only be started by root") == true)
    }

    @Test func `nothing is left of a stack that has been ended`() async throws {
        var folder: URL?
        var groups: [pid_t] = []
        try await withLocalStack(everything) { stack async throws in
            folder = stack.folder.url
            let servers = stack.servers.map(\.process)
            groups = servers.compactMap(\.pid)
            #expect(groups.count == (geteuid() == 0 ? 3 : 2))
            #expect(groups.allSatisfy(ChildProcess.groupLives))
        }
        #expect(groups.contains(where: ChildProcess.groupLives) == false, "a process is left")
        let path = try #require(folder).path
        #expect(FileManager.default.fileExists(atPath: path) == false)
    }

    @Test func `a crashed directory comes back on the same port with what it had`() async throws {
        try await withLocalStack(options) { stack async throws in
            let uuid = try await stack.slapd.entryUUID(ofAccount: "budi@mail.go.id")
            await stack.slapd.kill()
            #expect(stack.slapd.process.pid == nil)
            #expect(LoopbackPort.answers(stack.slapd.port) == false)
            try await stack.slapd.start()
            let again = try await stack.slapd.entryUUID(ofAccount: "budi@mail.go.id")
            #expect(uuid != nil)
            #expect(again == uuid)
        }
    }

    @Test func `an older copy of the database can be put back`() async throws {
        try await withLocalStack(options) { stack async throws in
            let slapd = stack.slapd
            let copy = stack.folder.url.appending(path: "copy")
            await #expect(throws: LocalStackError.self) { try await slapd.copyDatabase(to: copy) }
            await slapd.stop()
            try await slapd.copyDatabase(to: copy)
            let size = try await ShortCommand("/usr/bin/du", ["-sm", copy.path]).run()
            #expect(
                size.split(separator: "\t").first.flatMap { Int($0) } ?? .max < 100,
                "the files' holes must stay holes"
            )
            try await slapd.start()
            try await slapd.modify("dn: \(SampleAccounts.Account.budi.dn)\nchangetype: delete\n")
            let gone = try await slapd.entryUUID(ofAccount: "budi@mail.go.id")
            #expect(gone == nil)
            await slapd.stop()
            try await slapd.restoreDatabase(from: copy)
            try await slapd.start()
            let back = try await slapd.entryUUID(ofAccount: "budi@mail.go.id")
            #expect(back != nil)
        }
    }

    @Test func `entries can be loaded while the directory is down`() async throws {
        try await withLocalStack(LocalStackOptions(servers: .directory)) { stack async throws in
            await #expect(throws: LocalStackError.self) { try await stack.slapd.load(SampleAccounts.ldif) }
            await stack.slapd.stop()
            try await stack.slapd.load(SampleAccounts.ldif)
            try await stack.slapd.start()
            let found = try await stack.slapd.entryUUID(ofAccount: "wati@kota-b.go.id")
            #expect(found != nil)
        }
    }

    @Test func `the manager changes limits while the directory runs, and a cut answer is an error`() async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.entries = SampleAccounts.ldif
        options.slapd.isDurable = false
        try await withLocalStack(options) { stack async throws in
            let slapd = stack.slapd
            let settings = try await slapd.search(
                "(olcDbNoSync=TRUE)",
                base: "cn=config",
                attributes: ["olcDbDirectory"]
            )
            #expect(settings.matches(of: /olcDbDirectory:/).count == 3)
            let everybody = "(objectClass=pamongAccount)"
            let found = try await slapd.search(everybody, attributes: ["mail"], as: .identity(.worker))
            #expect(found.matches(of: /mail: \S+\n/).count == SampleAccounts.accounts.count)
            let limit = "dn.exact=\"\(slapd.dn(of: .worker))\" size=3"
            let change =
                "dn: olcDatabase={2}mdb,cn=config\nchangetype: modify\nreplace: olcLimits\nolcLimits: {0}\(limit)\n"
            try await slapd.modify(change)
            let error = await #expect(throws: LocalStackError.self) {
                try await slapd.search(everybody, attributes: ["mail"], as: .identity(.worker))
            }
            #expect(error?.message.contains("code(4)") == true, "sizeLimitExceeded")
        }
    }

    @Test func `an account acts as itself only on the gate's listener and only with its password`() async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.entries = SampleAccounts.ldif
        try await withLocalStack(options) { stack async throws in
            let dn = SampleAccounts.Account.budi.dn
            let right = DirectoryUser.account(dn: dn, password: SampleAccounts.password)
            let own = try await stack.slapd.search(
                "(objectClass=*)",
                base: dn,
                scope: "base",
                attributes: ["mail"],
                as: right
            )
            #expect(own.contains("mail: budi@mail.go.id"))
            let wrong = DirectoryUser.account(dn: dn, password: "salah-sama-sekali")
            let error = await #expect(throws: LocalStackError.self) {
                try await stack.slapd.search("(objectClass=*)", base: dn, scope: "base", as: wrong)
            }
            #expect(error?.message.contains("code(49)") == true, "invalidCredentials")
            #expect(error.map { "\($0)".contains("salah") } == false)
        }
    }

    @Test func `a suspended Dovecot keeps its ports and says nothing`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let session = try await IMAPSession(port: dovecot.ports.imap)
            let accepted = try await session.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(accepted)
            try await dovecot.suspend()
            #expect(LoopbackPort.answers(dovecot.ports.imap), "the kernel still accepts")
            await #expect(throws: LocalStackError.self) {
                let refused = try await session.command("NOOP", within: .milliseconds(300))
                Issue.record("a suspended server has answered \(refused)")
            }
            dovecot.resume()
            let fresh = try await IMAPSession(port: dovecot.ports.imap)
            let again = try await fresh.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(again)
        }
    }

    @Test func `a crashed Dovecot leaves no session and comes back`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let session = try await IMAPSession(port: dovecot.ports.imap)
            let accepted = try await session.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(accepted)
            await dovecot.kill()
            try await session.waitUntilCut()
            try await dovecot.start()
            let fresh = try await IMAPSession(port: dovecot.ports.imap)
            let again = try await fresh.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(again)
        }
    }

    @Test func `a failure carries the servers' logs`() async throws {
        let error = await #expect(throws: LocalStackError.self) {
            try await withLocalStack(options) { _ async throws in throw LocalStackError("the test's own") }
        }
        #expect(error?.message.contains("the test's own") == true)
        #expect(error?.details.contains("slapd starting") == true)
        #expect(error?.details.contains("Dovecot v2") == true)
    }

    @Test func `a server that ends at once says why`() async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.logLevel = "no-such-level"
        let error = await #expect(throws: LocalStackError.self) { try await LocalStack.start(options) }
        #expect(error?.message.contains("ended while starting") == true, "\(String(describing: error))")
        #expect(error?.details.contains("no-such-level") == true)
    }

    @Test func `passwords are in files of mode 600 and in no argument`() async throws {
        try await withLocalStack(everything) { stack async throws in
            let dovecot = try stack.dovecot
            let secrets = [stack.slapd.adminPasswordFile, dovecot.keyFile]
            let files = secrets + ServiceIdentity.allCases.map(stack.slapd.passwordFile)
            let processes = stack.servers.compactMap(\.process.pid)
            let arguments = try processes.map {
                try String(contentsOf: URL(filePath: "/proc/\($0)/cmdline"), encoding: .utf8)
            }
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let secret = try String(contentsOf: file, encoding: .utf8)
                #expect(secret.count >= 24)
                #expect(arguments.allSatisfy { !$0.contains(secret) })
            }
        }
    }
}
