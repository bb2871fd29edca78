import DirectoryModel
import Foundation
import MailStores
import SyncEngine
import Synchronization
import Testing

@Suite(.serialized) struct FailureTests {
    /// What a store throws when it cannot say anything of a single creation.
    private func failure(_ settings: DovecotMailStore.Configuration) async throws -> MailStoreFailure {
        try await #require(throws: MailStoreFailure.self) {
            try await DovecotMailStore.withStore(settings) { store async throws in
                _ = try await store.perform([.createMailbox(.random())])
            }
        }
    }

    @Test func `a wrong key is a failure that does not mend itself, and shows no key`() async throws {
        try await DovecotServer.with { server in
            try "another-key\n".write(toFile: server.keyFile, atomically: false, encoding: .utf8)
            let failure = try await failure(server.settings)
            #expect(!failure.isRetriable)
            #expect(failure.description.contains("401") && !failure.description.contains("another"))
        }
    }

    @Test func `a Dovecot that is down is a failure, and works again when it is back`() async throws {
        try await DovecotServer.with { server in
            let account = EntryUUID.random()
            await server.stop()
            #expect(try await failure(server.settings).isRetriable)
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                _ = await #expect(throws: MailStoreFailure.self) { try await store.mailboxes() }
                _ = await #expect(throws: MailStoreFailure.self) { try await store.perform([.archive(account)]) }
                try await server.start()
                #expect(try await store.perform([.createMailbox(account)]) == [.done])
            }
        }
    }

    @Test func `a Dovecot that hangs is a failure in time, and a straggler does no harm`() async throws {
        try await DovecotServer.with { server in
            let account = EntryUUID.random()
            try await server.fillMailbox(of: account)
            let before = try await server.picture(of: account)
            var settings = server.settings
            settings.timeout = .milliseconds(300)
            settings.copyTimeout = .milliseconds(300)
            try await server.suspend()
            let start = ContinuousClock.now
            #expect(try await failure(settings).isRetriable)
            // A wait that the settings do not limit has no end.
            #expect(ContinuousClock.now - start < .seconds(60))
            _ = try await DovecotMailStore.withStore(settings) { store async throws in
                try? await store.perform([.archive(account)])
            }
            server.resume()
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                #expect(try await store.perform([.archive(account)]) == [.done])
                #expect(try await store.perform([.restore(account)]) == [.done])
            }
            #expect(try await server.picture(of: account) == before)
        }
    }

    @Test(arguments: [
        "", "[]", "{}", "[[\"doveadmResponse\",[],\"7\"]]", "[[\"doveadmResponse\",[],\"0\"]", "<html>",
        "[[\"error\",{},\"0\"]]",
    ])
    func `garbage is a failure, never taken for an answer`(body: String) async throws {
        try await DovecotServer.with { server in
            try await DoveadmProxy.with { _ in
                .answer(httpResponse(body))
            } _: { proxy async throws in
                try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                    _ = await #expect(throws: MailStoreFailure.self) { try await store.mailboxes() }
                    let account = EntryUUID.random()
                    for operation in [MailStoreOperation.createMailbox(account), .archive(account), .restore(account)] {
                        let answers = try? await store.perform([operation])
                        #expect(answers?.contains(.done) != true, "\(operation)")
                    }
                }
            }
        }
    }

    @Test func `what is not HTTP, another status and a redirect are failures`() async throws {
        let redirect =
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        try await DovecotServer.with { server in
            for answer in ["SSH-2.0-OpenSSH_9.2\r\n", httpResponse("[]", status: "500 Oops"), redirect] {
                try await DoveadmProxy.with { _ in
                    .answer(answer)
                } _: { proxy async throws in
                    #expect(try await failure(server.settings(through: proxy)).isRetriable)
                }
            }
        }
    }

    @Test func `a reply without end is cut off at the limit`() async throws {
        try await DovecotServer.with { server in
            let endless = httpResponse("[" + String(repeating: " ", count: 3_000_000) + "]")
            try await DoveadmProxy.with { _ in
                .answer(endless)
            } _: { proxy async throws in
                var settings = server.settings(through: proxy)
                settings.replyLimit = 100_000
                settings.listingLimit = 100_000
                let failure = try await failure(settings)
                #expect(failure.isRetriable)
                try await DovecotMailStore.withStore(settings) { store async throws in
                    _ = await #expect(throws: MailStoreFailure.self) { try await store.mailboxes() }
                }
            }
        }
    }

    @Test func `one fatal command in a batch ends up alone, and all others are answered`() async throws {
        try await DovecotServer.with { server in
            let accounts = (0..<100).map { _ in EntryUUID.random() }
            let poison = accounts[37].description
            try await DoveadmProxy.with(before: server.httpPort) {
                $0.contains(poison) ? .loseReply : .pass
            } _: { proxy async throws in
                try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                    let answers = try await store.perform(accounts.map { .createMailbox($0) })
                    for (place, answer) in answers.enumerated() where place != 37 { #expect(answer == .done) }
                    guard case .failed(_, isRetriable: false) = answers[37] else {
                        Issue.record("\(answers[37])")
                        return
                    }
                }
            }
        }
    }

    @Test func `a reply lost once is asked for again`() async throws {
        try await DovecotServer.with { server in
            let posts = Mutex(0)
            try await DoveadmProxy.with(before: server.httpPort) { _ in
                posts.withLock {
                    $0 += 1; return $0
                } == 1 ? .loseReply : .pass
            } _: { proxy async throws in
                try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                    #expect(try await store.perform([.createMailbox(.random())]) == [.done])
                }
            }
        }
    }

    @Test func `a command that never ends holds up no other and may be tried again`() async throws {
        try await DovecotServer.with { server in
            let accounts = (0..<8).map { _ in EntryUUID.random() }
            let slow = accounts[5].description
            try await DoveadmProxy.with(before: server.httpPort) {
                $0.contains(slow) ? .hang : .pass
            } _: { proxy async throws in
                var settings = server.settings(through: proxy)
                // The others must be answered within it, on any machine.
                settings.timeout = .seconds(3)
                try await DovecotMailStore.withStore(settings) { store async throws in
                    let answers = try await store.perform(accounts.map { .createMailbox($0) })
                    for (place, answer) in answers.enumerated() where place != 5 { #expect(answer == .done) }
                    guard case .failed(_, isRetriable: true) = answers[5] else {
                        Issue.record("\(answers[5])")
                        return
                    }
                }
            }
        }
    }

    @Test func `when Dovecot goes away on the way, what was done is said and the rest may be tried again`() async throws
    {
        try await DovecotServer.with { server in
            let posts = Mutex(0)
            try await DoveadmProxy.with(before: server.httpPort) { _ in
                posts.withLock {
                    $0 += 1; return $0
                } <= 2 ? .pass : .lose
            } _: { proxy async throws in
                var settings = server.settings(through: proxy)
                (settings.batchSize, settings.parallel) = (2, 1)
                try await DovecotMailStore.withStore(settings) { store async throws in
                    let answers = try await store.perform((0..<10).map { _ in .createMailbox(.random()) })
                    #expect(answers[..<4] == [.done, .done, .done, .done])
                    for answer in answers[4...] {
                        guard case .failed(_, isRetriable: true) = answer else {
                            Issue.record("\(answer)")
                            continue
                        }
                    }
                }
            }
            #expect(posts.withLock { $0 } <= 4, "it went on asking a Dovecot that is not there")
        }
    }

    @Test func `nothing follows an operation that failed on the same mailbox`() async throws {
        try await DovecotServer.with { server in
            let account = EntryUUID.random()
            try await server.fillMailbox(of: account)
            let subjects = try await server.subjects(of: account)
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                #expect(try await store.perform([.archive(account)]) == [.done])
            }
            let refused = httpResponse("[[\"error\",{\"type\":\"exitCode\",\"exitCode\":75},\"0\"]]")
            try await DoveadmProxy.with(before: server.httpPort) {
                $0.contains("onewaySync") ? .answer(refused) : .pass
            } _: { proxy async throws in
                try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                    for answer in try await store.perform([.restore(account), .purge(account)]) {
                        guard case .failed(_, isRetriable: true) = answer else {
                            Issue.record("\(answer)")
                            continue
                        }
                    }
                }
            }
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                #expect(try await store.perform([.restore(account)]) == [.done])
            }
            #expect(try await server.subjects(of: account) == subjects)
        }
    }

    @Test func `a caller that gives up gets no answer`() async throws {
        try await DovecotServer.with { server in
            try await DoveadmProxy.with { _ in
                .hang
            } _: { proxy async throws in
                let task = Task {
                    try await DovecotMailStore.withStore(server.settings(through: proxy)) { store async throws in
                        try await store.perform([.createMailbox(.random())])
                    }
                }
                task.cancel()
                _ = await #expect(throws: (any Error).self) { try await task.value }
            }
        }
    }
}
