import DirectoryModel
import Foundation
import MailStores
import SyncEngine
import Testing

@Suite(.serialized) struct MailboxTests {
    @Test func `a mailbox is made with its six folders, subscribed, and asked again it is done`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                #expect(try await store.perform([.createMailbox(account)]) == [.done])
                let before = try await server.picture(of: account)
                #expect(try await store.perform([.createMailbox(account)]) == [.done])
                #expect(try await server.picture(of: account) == before)
                let folders = ["Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"]
                let listed = try await server.doveadm(["mailbox", "list", "-s", "-u", "\(account)@removed"])
                #expect(listed.split(separator: "\n").map(String.init).sorted() == folders)
                #expect(try await store.mailboxes() == [account])
            }
        }
    }

    @Test func `a mailbox that was only half made is completed`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                try await server.doveadm(["mailbox", "create", "-u", "\(account)@removed", "INBOX", "Sent"])
                #expect(try await store.perform([.createMailbox(account)]) == [.done])
                let listed = try await server.doveadm(["mailbox", "list", "-s", "-u", "\(account)@removed"])
                #expect(listed.split(separator: "\n").count == 6)
            }
        }
    }

    @Test func `a home that cannot be made is a failure and spoils no other`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let (good, bad) = (EntryUUID.random(), EntryUUID.random())
                try "in the way".write(toFile: "\(server.mailRoot)/\(bad)", atomically: false, encoding: .utf8)
                let answers = try await store.perform([.createMailbox(bad), .createMailbox(good)])
                guard case .failed = answers[0] else {
                    Issue.record("\(answers[0])")
                    return
                }
                #expect(answers[1] == .done)
            }
        }
    }

    @Test func `without doveadm's own userdb a create is refused, not taken for done`() async throws {
        let extra = "protocol doveadm {\n userdb {\n driver = passwd-file\n args = /dev/null\n }\n}"
        try await DovecotServer.with(extra: extra) { server in
            try "".write(toFile: server.folder.path + "/removed.passwd", atomically: false, encoding: .utf8)
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let answer = try await store.perform([.createMailbox(.random())])
                guard case .failed(let reason, false) = answer[0] else {
                    Issue.record("\(answer)")
                    return
                }
                #expect(reason.contains("protocol doveadm"))
            }
        }
    }

    @Test func `hundreds of mailboxes are made in parallel, each answered in its place`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let accounts = (0..<300).map { _ in EntryUUID.random() }
                let answers = try await store.perform(accounts.map { .createMailbox($0) })
                #expect(answers == Array(repeating: .done, count: 300))
                #expect(try await store.mailboxes() == Set(accounts))
                #expect(try await store.archives().isEmpty)
            }
        }
    }

    @Test func `a root that cannot be listed is a failure, not an empty store`() async throws {
        try await DovecotServer.with { server in
            try FileManager.default.removeItem(atPath: server.mailRoot)
            try "no folder".write(toFile: server.mailRoot, atomically: false, encoding: .utf8)
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                _ = await #expect(throws: MailStoreFailure.self) { try await store.mailboxes() }
            }
        }
    }
}
