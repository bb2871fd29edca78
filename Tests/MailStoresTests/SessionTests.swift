import DirectoryModel
import Foundation
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
                    try server.addLogin(login.text, password: "rahasia", home: account.description)
                }
                let open = try [budi, budi, siti].map { try session(of: $0, on: server) }
                #expect(
                    try await store.perform([.countSessions(budi), .countSessions(siti)]) == [
                        .sessions(2), .sessions(1),
                    ]
                )
                let block = try await store.perform([.flushLogins([budi]), .disconnect(budi), .countSessions(budi)])
                #expect(block[..<2] == [.done, .done])
                #expect(try open[0].isClosedByServer() && open[1].isClosedByServer())
                try await eventually("no session is left") {
                    try server.doveadm(["who", "-1", "budi@x.go.id"]).split(separator: "\n").count <= 1
                }
                #expect(
                    try await store.perform([.countSessions(budi), .countSessions(siti)]) == [
                        .sessions(0), .sessions(1),
                    ]
                )
                #expect(try open[2].command("NOOP").last?.contains(" OK ") == true)
            }
        }
    }

    @Test func `a password that was changed works at once after a flush and not before`() async throws {
        try await DovecotServer.with { server in
            try await DovecotMailStore.withStore(server.settings) { store async throws in
                let budi = try #require(MailAddress("budi@x.go.id"))
                let account = EntryUUID.random()
                try server.addLogin(budi.text, password: "rahasia", home: account.description)
                #expect(try IMAPSession(port: server.imapPort).isLoggedIn(budi.text, "rahasia"))
                try "".write(toFile: server.folder.path + "/users", atomically: false, encoding: .utf8)
                #expect(try IMAPSession(port: server.imapPort).isLoggedIn(budi.text, "rahasia"), "it was not cached")
                // Dovecot looks at its users file once a second only, so the first flush may come too early.
                var isRefused = false
                for _ in 0..<50 where !isRefused {
                    #expect(try await store.perform([.flushLogins([budi])]) == [.done])
                    isRefused = try !IMAPSession(port: server.imapPort).isLoggedIn(budi.text, "rahasia")
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(isRefused)
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
                try server.addLogin(siti.text, password: "rahasia", home: EntryUUID.random().description)
                let open = try session(of: siti, on: server)
                let pattern = try #require(MailAddress("*@x.go.id"))
                let operations = [MailStoreOperation.flushLogins([]), .disconnect(pattern), .countSessions(pattern)]
                for answer in try await store.perform(operations) {
                    guard case .failed(_, isRetriable: false) = answer else {
                        Issue.record("\(answer)")
                        continue
                    }
                }
                #expect(try open.command("NOOP").last?.contains(" OK ") == true)
            }
        }
    }

    private func session(of login: MailAddress, on server: DovecotServer) throws -> IMAPSession {
        let session = try IMAPSession(port: server.imapPort)
        #expect(try session.isLoggedIn(login.text, "rahasia"))
        return session
    }
}
