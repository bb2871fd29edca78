import DirectoryModel
import Foundation
import LocalStack
import MailStores
import SyncEngine
import Testing

@Suite(.serialized) struct SessionTests {
    @Test func `flush drops a cached login, who counts its sessions and kick cuts them`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let (budi, siti) = (
                    try #require(MailAddress("budi@x.go.id")), try #require(MailAddress("siti@x.go.id"))
                )
                for login in [budi, siti] {
                    let account = EntryUUID.random()
                    #expect(try await store.perform([.createMailbox(account)]) == [.done])
                    try await server.addLogin(login.text, password: "rahasia", home: account.description)
                }
                var open: [IMAPSession] = []
                for login in [budi, budi, siti] { open.append(try await session(of: login, on: server)) }
                #expect(
                    try await store.perform([.countSessions(budi), .countSessions(siti)]) == [
                        .sessions(2), .sessions(1),
                    ]
                )
                let block = try await store.perform([.flushLogins([budi]), .disconnect(budi), .countSessions(budi)])
                #expect(block[..<2] == [.done, .done])
                for session in open[..<2] { try await session.waitUntilCut() }
                try await waitUntil("no session is left") {
                    try await server.doveadm(["who", "-1", "budi@x.go.id"]).split(separator: "\n").count <= 1
                }
                #expect(
                    try await store.perform([.countSessions(budi), .countSessions(siti)]) == [
                        .sessions(0), .sessions(1),
                    ]
                )
                try await open[2].command("NOOP")
            }
        }
    }

    @Test func `a password that was changed works at once after a flush and not before`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let budi = try #require(MailAddress("budi@x.go.id"))
                let account = EntryUUID.random()
                try await server.addLogin(budi.text, password: "rahasia", home: account.description)
                #expect(try await logsIn(budi, on: server))
                try "".write(toFile: server.folder.path + "/users", atomically: false, encoding: .utf8)
                #expect(try await logsIn(budi, on: server), "it was not cached")
                // Dovecot looks at its users file once a second only, so the first flush may come too early.
                try await waitUntil("the login is refused", every: .milliseconds(100)) {
                    #expect(try await store.perform([.flushLogins([budi])]) == [.done])
                    return try await !logsIn(budi, on: server)
                }
            }
        }
    }

    @Test func `nobody to flush, kick or count is done`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let nobody = try #require(MailAddress("nobody@x.go.id"))
                let answers = try await store.perform([
                    .flushLogins([nobody]), .disconnect(nobody), .countSessions(nobody),
                ])
                #expect(answers == [.done, .done, .sessions(0)])
            }
        }
    }

    @Test func `an empty flush and a login name with wildcards are never sent`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let siti = try #require(MailAddress("siti@x.go.id"))
                try await server.addLogin(siti.text, password: "rahasia", home: EntryUUID.random().description)
                let open = try await session(of: siti, on: server)
                let pattern = try #require(MailAddress("*@x.go.id"))
                let operations = [MailStoreOperation.flushLogins([]), .disconnect(pattern), .countSessions(pattern)]
                for answer in try await store.perform(operations) {
                    guard case .failed(_, isRetriable: false) = answer else {
                        Issue.record("\(answer)")
                        continue
                    }
                }
                try await open.command("NOOP")
            }
        }
    }

    private func session(of login: MailAddress, on server: DovecotServer) async throws -> IMAPSession {
        let session = try await IMAPSession(port: UInt16(server.imapPort))
        #expect(try await session.login(login.text, password: "rahasia"))
        return session
    }

    private func logsIn(_ login: MailAddress, on server: DovecotServer) async throws -> Bool {
        let session = try await IMAPSession(port: UInt16(server.imapPort))
        let isAccepted = try await session.login(login.text, password: "rahasia")
        await session.logout()
        return isAccepted
    }
}
