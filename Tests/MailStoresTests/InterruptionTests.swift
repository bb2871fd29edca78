import DirectoryModel
import Foundation
import MailStores
import SyncEngine
import Synchronization
import Testing

/// Archive and restore, cut off at every single command, with mail that arrives at every moment.
@Suite(.serialized) struct InterruptionTests {
    enum Cut: CaseIterable { case commandLost, replyLost }

    @Test(arguments: Cut.allCases)
    func `an archive cut off at any command succeeds when asked again, and nothing is lost`(cut: Cut) async throws {
        try await DovecotServer.with { server in
            var commands = 0
            repeat {
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let before = try await server.picture(of: account)
                let wasCut = try await perform(.archive(account), on: server, cutAfter: commands, cut)
                try await DovecotMailStore.withStore(server.settings) { store async throws in
                    let archived = try await store.perform([.archive(account)])
                    #expect(archived == [.done], "cut after \(commands)")
                    #expect(!server.hasHome(account))
                    #expect(try await store.perform([.restore(account)]) == [.done], "cut after \(commands)")
                    #expect(try await server.picture(of: account) == before, "cut after \(commands)")
                }
                commands += 1
                if !wasCut { return }
            } while commands < 100
            Issue.record("an archive that takes a hundred commands")
        }
    }

    @Test(arguments: Cut.allCases)
    func `a restore cut off at any command succeeds when asked again, and nothing is lost`(cut: Cut) async throws {
        try await DovecotServer.with { server in
            var commands = 0
            repeat {
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let before = try await server.picture(of: account)
                try await DovecotMailStore.withStore(server.settings) { store async throws in
                    #expect(try await store.perform([.archive(account)]) == [.done])
                }
                let wasCut = try await perform(.restore(account), on: server, cutAfter: commands, cut)
                try await DovecotMailStore.withStore(server.settings) { store async throws in
                    #expect(try await store.perform([.restore(account)]) == [.done], "cut after \(commands)")
                    #expect(try await server.picture(of: account) == before, "cut after \(commands)")
                    #expect(!server.hasArchive(account))
                }
                commands += 1
                if !wasCut { return }
            } while commands < 100
            Issue.record("a restore that takes a hundred commands")
        }
    }

    @Test func `an archive cut off at any command can be given up and restored`() async throws {
        try await DovecotServer.with { server in
            var commands = 0
            while commands < 100 {
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                let subjects = try await server.subjects(of: account)
                let wasCut = try await perform(.archive(account), on: server, cutAfter: commands, .replyLost)
                try await DovecotMailStore.withStore(server.settings) { store async throws in
                    #expect(try await store.perform([.restore(account)]) == [.done], "cut after \(commands)")
                }
                #expect(try await server.subjects(of: account) == subjects, "cut after \(commands)")
                commands += 1
                if !wasCut { return }
            }
            Issue.record("an archive that takes a hundred commands")
        }
    }

    @Test func `mail delivered before any command of an archive is archived, too`() async throws {
        try await DovecotServer.with { server in
            for moment in 0..<100 {
                let account = EntryUUID.random()
                try await server.fillMailbox(of: account)
                var expected = try await server.subjects(of: account)
                let (commands, late) = try await archive(account, on: server, withMailBefore: moment)
                guard moment < commands else { return }
                expected = (expected + late).sorted()
                try await DovecotMailStore.withStore(server.settings) { store async throws in
                    // What came after the last look is there still; whoever asks again gets that, too.
                    if server.hasHome(account) { #expect(moment >= commands - 2, "mail before command \(moment)") }
                    #expect(try await store.perform([.archive(account)]) == [.done], "mail before command \(moment)")
                    #expect(!server.hasHome(account), "mail before command \(moment)")
                    #expect(try await store.perform([.restore(account)]) == [.done], "mail before command \(moment)")
                }
                #expect(try await server.subjects(of: account) == expected, "mail before command \(moment)")
            }
            Issue.record("an archive that takes a hundred commands")
        }
    }

    /// Archives while two messages arrive just before one of the commands. Returns the number of commands, and which of
    /// the messages Dovecot accepted.
    private func archive(
        _ account: EntryUUID,
        on server: DovecotServer,
        withMailBefore moment: Int
    ) async throws -> (commands: Int, late: [String]) {
        let commands = Mutex(0)
        let late = Mutex<[String]>([])
        let answers = try await DoveadmProxy.with(before: server.httpPort) { _ in
            if commands.withLock({
                $0 += 1; return $0 - 1
            }) == moment {
                for folder in ["INBOX", "Sent"] {
                    guard (try? await server.deliver("late", to: account, folder: folder)) == true else { continue }
                    late.withLock { $0.append("\(folder):late") }
                }
            }
            return .pass
        } _: { proxy async throws in
            try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                try await store.perform([.archive(account)])
            }
        }
        #expect(answers == [.done], "mail before command \(moment)")
        return (commands.withLock { $0 }, late.withLock { $0 })
    }

    /// Performs the operation while every POST after the first so many is cut. Tells whether any was.
    private func perform(
        _ operation: MailStoreOperation,
        on server: DovecotServer,
        cutAfter limit: Int,
        _ cut: Cut
    ) async throws -> Bool {
        let commands = Mutex(0)
        try await DoveadmProxy.with(before: server.httpPort) { _ in
            let number = commands.withLock {
                $0 += 1; return $0 - 1
            }
            if number < limit { return .pass }
            return number == limit && cut == .replyLost ? .loseReply : .lose
        } _: { proxy async throws in
            try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                _ = try? await store.perform([operation])
            }
        }
        return commands.withLock { $0 } > limit
    }
}
