import Foundation
import LocalStack
import Testing

/// The API the worker drives Dovecot by.
@Suite struct DoveadmTests {
    private var options: LocalStackOptions {
        var options = LocalStackOptions(servers: .mailboxes)
        options.slapd.entries = SampleAccounts.ldif
        return options
    }

    @Test func `a mailbox made by entryUUID is the one its owner finds`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let uuid = try #require(try await stack.slapd.entryUUID(ofAccount: "budi@mail.go.id"))
            let create =
                "[[\"mailboxCreate\",{\"user\":\"\(uuid)@removed\",\"mailbox\":[\"INBOX\",\"Kegiatan\"]},\"1\"]]"
            let made = try await DoveadmCall(dovecot: dovecot).post(create)
            #expect(made.status.contains("200"))
            #expect(made.body.contains("doveadmResponse"), "\(made.body)")
            #expect(FileManager.default.fileExists(atPath: dovecot.mailRoot.appending(path: "\(uuid)/mail").path))
            let session = try await IMAPSession(port: dovecot.ports.imap)
            let accepted = try await session.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(accepted)
            let folders = try await session.folders()
            #expect(Set(folders) == ["INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive", "Kegiatan"])
            await session.logout()
            let homes = try FileManager.default.contentsOfDirectory(atPath: dovecot.mailRoot.path)
            #expect(homes == [uuid])
        }
    }

    @Test func `standard folders can be made beforehand, and making them again says so`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let uuid = try #require(try await stack.slapd.entryUUID(ofAccount: "budi@mail.go.id"))
            let folders = "[\"INBOX\",\"Drafts\",\"Sent\",\"Junk\",\"Trash\",\"Archive\"]"
            let create =
                "[[\"mailboxCreate\",{\"user\":\"\(uuid)@removed\",\"mailbox\":\(folders),\"subscriptions\":true},\"1\"]]"
            let first = try await DoveadmCall(dovecot: dovecot).post(create)
            #expect(first.body.contains("\"exitCode\":65") == false, "\(first.body)")
            let made = try FileManager.default.subpathsOfDirectory(atPath: dovecot.mailRoot.appending(path: uuid).path)
            #expect(made.contains("mail/mailboxes/Archive/dbox-Mails"), "\(made)")
            let second = try await DoveadmCall(dovecot: dovecot).post(create)
            #expect(second.body.contains("\"exitCode\":65"), "\(second.body)")
        }
    }

    @Test func `an address given to doveadm is looked up in the directory`() async throws {
        try await withLocalStack(options) { stack async throws in
            let call = DoveadmCall(dovecot: try stack.dovecot)
            let status = "{\"user\":\"USER\",\"mailboxMask\":[\"INBOX\"],\"field\":[\"messages\"]}"
            for (user, known) in [("budi@mail.go.id", true), ("nobody@mail.go.id", false), ("joko@mail.go.id", false)] {
                let reply = try await call.post("[[\"mailboxStatus\",\(status.replacing("USER", with: user)),\"1\"]]")
                #expect(reply.body.contains("\"exitCode\":67") != known, "\(user): \(reply.body)")
            }
            let quota = try await call.post("[[\"quotaGet\",{\"user\":\"tono@kota-b.go.id\"},\"1\"]]")
            #expect(quota.body.contains("\"limit\":\"977\""), "1,000,000 bytes are 977 KiB: \(quota.body)")
        }
    }

    @Test func `what was removed can be reached by doveadm alone`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let session = try await SMTPSession(port: dovecot.ports.lmtp, .lmtp)
            let name = "00000000-0000-4000-8000-000000000001@removed"
            let delivery = try await session.send(from: "", to: name, "Subject: x\n\nx\n")
            #expect(delivery.code == 550)
            let login = try await IMAPSession(port: dovecot.ports.imap)
            let accepted = try await login.login(name, password: "")
            #expect(accepted == false)
        }
    }

    @Test func `a copy in the archive has a home of its own`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let uuid = "0f0e0d0c-0b0a-4908-8706-050403020100"
            let create =
                "[[\"mailboxCreate\",{\"user\":\"\(uuid).20261121T212300Z@archived\",\"mailbox\":[\"INBOX\"]},\"1\"]]"
            let reply = try await DoveadmCall(dovecot: dovecot).post(create)
            #expect(reply.body.contains("doveadmResponse"), "\(reply.body)")
            let copies = try FileManager.default.contentsOfDirectory(
                atPath: dovecot.archiveRoot.appending(path: uuid).path
            )
            #expect(copies == ["20261121t212300z"])
        }
    }

    @Test func `the list of users is that of accounts with a mailbox`() async throws {
        try await withLocalStack(options) { stack async throws in
            let configuration = try stack.dovecot.configuration.path
            let list = try await ShortCommand("/usr/bin/doveadm", ["-c", configuration, "user", "*"]).run()
            let expected = SampleAccounts.accounts.filter { ["active", "blocked"].contains($0.status) }.map(\.mail)
            #expect(Set(list.split(separator: "\n").map(String.init)) == Set(expected))
        }
    }

    @Test func `a wrong key opens nothing`() async throws {
        try await withLocalStack(options) { stack async throws in
            let reply = try await DoveadmCall(dovecot: stack.dovecot).post("[[\"who\",{\"mask\":[]},\"1\"]]", key: "x")
            #expect(reply.status.contains("401") || reply.status.contains("403"), "\(reply.status)")
        }
    }

    @Test func `flush and kick cut an open session`() async throws {
        try await withLocalStack(options) { stack async throws in
            let dovecot = try stack.dovecot
            let session = try await IMAPSession(port: dovecot.ports.imap)
            let accepted = try await session.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(accepted)
            try await session.select()
            try await session.startIdling()
            let user = "budi@mail.go.id"
            let commands =
                "[[\"authCacheFlush\",{\"user\":[\"\(user)\"]},\"1\"],[\"kick\",{\"mask\":[\"\(user)\"]},\"2\"]]"
            let reply = try await DoveadmCall(dovecot: dovecot).post(commands)
            #expect(reply.body.contains("\"error\"") == false, "\(reply.body)")
            try await session.waitUntilCut()
        }
    }
}
