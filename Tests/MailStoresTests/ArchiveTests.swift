import DirectoryModel
import Foundation
import MailStores
import SyncEngine
import Synchronization
import Testing

@Suite(.serialized) struct ArchiveTests {
    @Test func `archive and restore keep folders, UIDs, GUIDs, flags and subscriptions`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                #expect(try await store.perform([.createMailbox(account)]) == [.done])
                try await server.fillMailbox(of: account)
                let before = try await server.picture(of: account)
                #expect(try await store.perform([.archive(account)]) == [.done])
                #expect(!server.hasHome(account))
                #expect(try await store.archives() == [account])
                #expect(try await store.mailboxes().isEmpty)
                #expect(try await store.perform([.restore(account)]) == [.done])
                #expect(try await server.picture(of: account) == before)
                #expect(try await store.archives().isEmpty)
                #expect(!server.hasArchive(account))
            }
        }
    }

    @Test func `archive, restore and purge of nothing are done`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                for operation in [MailStoreOperation.archive(account), .restore(account), .purge(account)] {
                    #expect(try await store.perform([operation]) == [.done])
                }
                #expect(!server.hasHome(account) && !server.hasArchive(account))
            }
        }
    }

    @Test func `asked again, archive leaves the archive alone, and restore the mailbox`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let before = try await server.picture(of: account)
                #expect(try await store.perform([.archive(account), .archive(account)]) == [.done, .done])
                #expect(try await store.archives() == [account])
                #expect(try await store.perform([.restore(account), .restore(account)]) == [.done, .done])
                #expect(try await server.picture(of: account) == before)
            }
        }
    }

    @Test func `a purge removes the archive and never a live mailbox`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let (closed, open) = (EntryUUID.random(), EntryUUID.random())
                for account in [closed, open] { try await server.fillMailbox(of: account) }
                let before = try await server.picture(of: open)
                #expect(try await store.perform([.archive(closed)]) == [.done])
                #expect(
                    try await store.perform([.purge(closed), .purge(open), .purge(closed)]) == [.done, .done, .done]
                )
                #expect(!server.hasArchive(closed) && !server.hasHome(closed))
                #expect(try await server.picture(of: open) == before)
            }
        }
    }

    @Test func `a mailbox made anew before the restore loses nothing and keeps the archived UIDs`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let before = try await server.picture(of: account)
                #expect(try await store.perform([.archive(account), .createMailbox(account)]) == [.done, .done])
                try await server.deliver("late", to: account)
                #expect(try await store.perform([.restore(account)]) == [.done])
                let after = try await server.picture(of: account)
                let messages = before.filter { $0.contains("-1") || $0.contains("inbox-") }
                #expect(!messages.isEmpty && Set(messages).isSubset(of: after))
                #expect(try await server.subjects(of: account).contains("INBOX:late"))
            }
        }
    }

    @Test func `mail that comes back to an archived account is archived beside the first copy`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let subjects = try await server.subjects(of: account)
                #expect(try await store.perform([.archive(account)]) == [.done])
                try await server.deliver("late", to: account)
                #expect(try await store.perform([.archive(account)]) == [.done])
                #expect(!server.hasHome(account))
                #expect(try await store.perform([.restore(account)]) == [.done])
                #expect(try await server.subjects(of: account) == (subjects + ["INBOX:late"]).sorted())
            }
        }
    }

    /// doveadm's processes run as root until their first mail command, as the mail user afterwards; the steps of one
    /// archive come to either. Here every file is made by a process that is new, because connections that ask for nothing
    /// keep the others busy meanwhile.
    @Test func `an archive succeeds whichever process of Dovecot serves a step`() async throws {
        try await DovecotServer.with { server in
            try await DoveadmProxy.with(before: server.httpPort) { body in
                guard body.contains("fsPut") else { return .pass }
                let idle = (0..<3).compactMap { _ in try? Connection(port: server.httpPort) }
                // Lets the idle processes take these first; a shorter time only weakens the test.
                try? await Task.sleep(for: .milliseconds(20))
                return withExtendedLifetime(idle) { .pass }
            } _: { proxy async throws in
                try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                    for _ in 0..<12 {
                        let account = EntryUUID.random()
                        try await server.deliver("one", to: account)
                        #expect(try await store.perform([.archive(account), .restore(account)]) == [.done, .done])
                        #expect(try await server.subjects(of: account) == ["INBOX:one"])
                    }
                }
            }
        }
    }

    @Test func `a half-removed home with lying indexes is still restored in full`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let subjects = try await server.subjects(of: account)
                try await cutAtCommand("fsDelete", server, [.archive(account)], after: true)
                #expect(server.hasHome(account))
                #expect(try await store.perform([.restore(account)]) == [.done])
                #expect(try await server.subjects(of: account) == subjects)
            }
        }
    }

    /// Loses the reply to the first command of that name (or the command itself) and everything after it.
    private func cutAtCommand(
        _ name: String,
        _ server: DovecotServer,
        _ operations: [MailStoreOperation],
        after: Bool
    ) async throws {
        let isCut = Mutex(false)
        try await DoveadmProxy.with(before: server.httpPort) { body in
            isCut.withLock { isCut in
                if isCut { return .lose }
                isCut = body.contains("\"\(name)\"")
                return isCut ? (after ? .loseReply : .lose) : .pass
            }
        } _: { proxy async throws in
            try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                _ = try? await store.perform(operations)
            }
        }
        #expect(isCut.withLock { $0 }, "the command was never sent")
    }
}
