import LocalStack
import Testing

/// Logging in to Dovecot with what the directory says.
@Suite struct MailboxLoginTests {
    private var options: LocalStackOptions {
        var options = LocalStackOptions(servers: .mailboxes)
        options.slapd.entries = SampleAccounts.ldif
        return options
    }

    @Test func `only an active account with its own password gets in`() async throws {
        try await withLocalStack(options) { stack async throws in
            let right = SampleAccounts.password
            #expect(try await logsIn(stack, "budi@mail.go.id", right))
            #expect(try await logsIn(stack, "wati@kota-b.go.id", right))
            #expect(try await logsIn(stack, "budi@mail.go.id", right + "x") == false)
            for user in ["siti@mail.go.id", "joko@mail.go.id", "dewi@mail.go.id", "nobody@mail.go.id"] {
                #expect(try await logsIn(stack, user, right) == false, "\(user) must not get in")
            }
        }
    }

    private func logsIn(_ stack: LocalStack, _ user: String, _ password: String) async throws -> Bool {
        let session = try await IMAPSession(port: stack.dovecot.ports.imap)
        let accepted = try await session.login(user, password: password)
        if accepted { try await session.select() }
        await session.logout()
        return accepted
    }
}
