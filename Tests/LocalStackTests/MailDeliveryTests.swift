import Glibc
import LocalStack
import Testing

/// Mail through the real Postfix and Dovecot, decided by the directory.
@Suite(.enabled(if: geteuid() == 0, "only root can start Postfix"))
struct MailDeliveryTests {
    private var options: LocalStackOptions {
        var options = LocalStackOptions(servers: .everything)
        options.slapd.entries = SampleAccounts.ldif
        return options
    }

    private let outside = "warga@example.org"

    @Test func `mail from outside reaches exactly those who may receive`() async throws {
        try await withLocalStack(options) { stack async throws in
            let codes = try await arrivals(
                stack,
                [
                    "budi@mail.go.id", "budi.santoso@mail.go.id", "wati@kota-b.go.id", "rini@mail.go.id",
                    "siti@mail.go.id", "joko@mail.go.id", "dewi@mail.go.id", "nobody@mail.go.id", "x@kota-c.go.id",
                ]
            )
            #expect(codes == [250, 250, 250, 250, 250, 550, 550, 550, 554])
            // Listed and not confirmed; and a service's entry that somebody made among the accounts.
            let domains = ["kota-b.go.id", "mail.go.id", "rebutan.go.id", "palsu.go.id"]
            var taken: [String] = []
            for domain in domains {
                if try await stack.postfix.lookUp(domain, in: "virtual_mailbox_domains") != nil { taken.append(domain) }
            }
            #expect(taken == ["kota-b.go.id", "mail.go.id"])
            // Directly, by alias, and rini's by forward.
            try await waitForMessages(3, stack, "budi@mail.go.id")
            try await waitForMessages(1, stack, "wati@kota-b.go.id")
        }
    }

    @Test func `addresses in domains that are not ours draw no mail, lend no sender and shut none out`() async throws {
        try await withLocalStack(options) { stack async throws in
            let tenant = "o=Kota B,cn=multidomain.mail.go.id"
            let foreign = SampleAccounts.Account(
                mail: "bos@bank.example",
                tenant: tenant,
                more: "mailRoutingAddress: curi@kota-b.go.id",
                host: "yamadipati.mail.go.id"
            )
            let aliases = SampleAccounts.Account(
                mail: "pencuri@kota-b.go.id",
                tenant: tenant,
                more: """
                    mailLocalAddress: kepala@bank.example
                    mailLocalAddress: kepala@rebutan.go.id
                    mailLocalAddress: kepala@kota-b.go.id
                    """
            )
            try await stack.slapd.modify(foreign.ldif + aliases.ldif)
            for address in ["bos@bank.example", "kepala@bank.example", "kepala@rebutan.go.id"] {
                for table in [
                    "virtual_alias_maps", "virtual_mailbox_maps", "transport_maps", "smtpd_sender_login_maps",
                    "smtpd_sender_restrictions",
                ] {
                    #expect(try await stack.postfix.lookUp(address, in: table) == nil, "\(address) in \(table)")
                }
            }
            #expect(try await stack.postfix.lookUp("kepala@kota-b.go.id", in: "virtual_alias_maps") == aliases.mail)
            #expect(
                try await stack.postfix.lookUp("kepala@kota-b.go.id", in: "smtpd_sender_login_maps") == aliases.mail
            )
            #expect(try await stack.postfix.lookUp("jauh@mail.go.id", in: "transport_maps") != nil)
        }
    }

    @Test func `a service that rejects mail for the blocked does so, by alias too`() async throws {
        try await withLocalStack(options) { stack async throws in
            let names = ["siti@mail.go.id", "s@mail.go.id"]
            let before = try await arrivals(stack, names)
            #expect(before == [250, 250])
            let policy = "dn: cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id\nchangetype: modify\n"
            try await stack.slapd.modify(policy + "replace: pamongBlockedMail\npamongBlockedMail: reject\n")
            let after = try await arrivals(stack, names)
            #expect(after == [550, 550])
        }
    }

    @Test func `a sender is who has logged in, under a name of theirs`() async throws {
        try await withLocalStack(options) { stack async throws in
            let session = try await SMTPSession(port: stack.postfix.submissionPort)
            let anonymous = try await session.send(from: "budi@mail.go.id", to: "wati@kota-b.go.id", Self.message)
            #expect(anonymous.code == 554)
            let wrong = try await session.authenticate("budi@mail.go.id", password: "salah-sama-sekali")
            #expect(wrong.code == 535)
            let right = try await session.authenticate("budi@mail.go.id", password: SampleAccounts.password)
            #expect(right.code == 235)
            let forged = try await session.send(from: "rini@mail.go.id", to: "wati@kota-b.go.id", Self.message)
            #expect(forged.code == 553)
            for name in ["budi@mail.go.id", "budi.santoso@mail.go.id"] {
                let sent = try await session.send(from: name, to: "wati@kota-b.go.id", Self.message)
                #expect(sent.code == 250)
            }
            try await waitForMessages(2, stack, "wati@kota-b.go.id")
            try await stack.slapd.modify(Self.block)
            let blocked = try await session.send(from: "budi@mail.go.id", to: "wati@kota-b.go.id", Self.message)
            #expect(blocked.code == 553, "blocked in the middle of a session")
            await session.quit()
        }
    }

    @Test func `an outsider cannot speak for an address of ours`() async throws {
        try await withLocalStack(options) { stack async throws in
            let session = try await SMTPSession(port: stack.postfix.smtpPort)
            let forged = try await session.send(from: "budi@mail.go.id", to: "wati@kota-b.go.id", Self.message)
            #expect(forged.code == 553)
            let login = try await session.command("AUTH PLAIN AGJ1ZGkAcGFzcw==")
            #expect(login.code == 503, "no login on the port strangers use")
            await session.quit()
        }
    }

    @Test func `a full mailbox is refused with 552`() async throws {
        try await withLocalStack(options) { stack async throws in
            let large = Self.message + String(repeating: String(repeating: "x", count: 70) + "\n", count: 20_000)
            let direct = try await SMTPSession(port: stack.dovecot.ports.lmtp, .lmtp)
            let first = try await direct.send(from: outside, to: "tono@kota-b.go.id", large)
            #expect(first.code == 552)
            await direct.quit()
            let session = try await IMAPSession(port: stack.dovecot.ports.imap)
            let accepted = try await session.login("tono@kota-b.go.id", password: SampleAccounts.password)
            #expect(accepted)
            try await session.append(
                Self.message + String(repeating: String(repeating: "x", count: 70) + "\n", count: 13_800)
            )
            await session.logout()
            let second = try await arrivals(stack, ["tono@kota-b.go.id"], String(large.prefix(300_000)))
            #expect(second == [552])
            let colleague = try await SMTPSession(port: stack.postfix.submissionPort)
            let right = try await colleague.authenticate("wati@kota-b.go.id", password: SampleAccounts.password)
            #expect(right.code == 235)
            let third = try await colleague.send(from: "wati@kota-b.go.id", to: "tono@kota-b.go.id", large)
            #expect(third.code == 552)
            await colleague.quit()
        }
    }

    @Test func `tables answer for addresses, aliases, forwards, groups and domains`() async throws {
        try await withLocalStack(options) { stack async throws in
            let postfix = try stack.postfix
            let asked: [(table: String, key: String, answer: String?)] = [
                ("virtual_mailbox_domains", "mail.go.id", "mail.go.id"),
                ("virtual_mailbox_domains", "kota-b.go.id", "kota-b.go.id"),
                ("virtual_mailbox_domains", "example.org", nil),
                ("virtual_mailbox_maps", "budi@mail.go.id", "budi@mail.go.id"),
                ("virtual_mailbox_maps", "siti@mail.go.id", "siti@mail.go.id"),
                ("virtual_mailbox_maps", "joko@mail.go.id", nil),
                ("virtual_mailbox_maps", "*@mail.go.id", nil),
                ("virtual_alias_maps", "budi.santoso@mail.go.id", "budi@mail.go.id"),
                ("virtual_alias_maps", "s@mail.go.id", "siti@mail.go.id"),
                ("virtual_alias_maps", "rini@mail.go.id", "budi@mail.go.id"),
                ("virtual_alias_maps", "admin@kota-b.go.id", "wati@kota-b.go.id,tono@kota-b.go.id"),
                ("smtpd_sender_login_maps", "budi.santoso@mail.go.id", "budi@mail.go.id"),
                ("smtpd_sender_login_maps", "siti@mail.go.id", nil),
                ("transport_maps", "budi@mail.go.id", nil),
                ("transport_maps", "jauh@mail.go.id", "relay:[yamadipati.mail.go.id]"),
            ]
            for (table, key, answer) in asked {
                let found = try await postfix.lookUp(key, in: table)
                #expect(found == answer, "\(table): \(key)")
            }
        }
    }

    @Test func `with the directory hung mail is put off, not lost and not refused`() async throws {
        try await withLocalStack(options) { stack async throws in
            let before = try await arrivals(stack, ["wati@kota-b.go.id"])
            try await waitForMessages(1, stack, "wati@kota-b.go.id")
            try await stack.slapd.suspend()
            let during = try await arrivals(stack, ["budi@mail.go.id"])
            stack.slapd.resume()
            let after = try await arrivals(stack, ["budi@mail.go.id"])
            #expect(before + during + after == [250, 451, 250])
            try await waitForMessages(1, stack, "budi@mail.go.id")
        }
    }

    @Test func `with the directory down nobody is refused for good and nobody gets in`() async throws {
        try await withLocalStack(options) { stack async throws in
            try await waitForMessages(0, stack, "budi@mail.go.id")
            await stack.slapd.kill()
            let codes = try await arrivals(stack, ["budi@mail.go.id", "nobody@mail.go.id"])
            #expect(codes == [451, 451])
            let session = try await IMAPSession(port: stack.dovecot.ports.imap)
            let accepted = try await session.login("budi@mail.go.id", password: SampleAccounts.password)
            #expect(accepted == false)
            try await stack.slapd.start()
            try await waitForMessages(0, stack, "budi@mail.go.id")
        }
    }

    @Test func `accepted mail survives a stopped Dovecot and a crashed Postfix`() async throws {
        try await withLocalStack(options) { stack async throws in
            let postfix = try stack.postfix
            try await stack.dovecot.stop()
            let codes = try await arrivals(stack, ["budi@mail.go.id"])
            #expect(codes == [250])
            try await waitUntil("Postfix has put the mail off") { try await postfix.hasQueuedMail() }
            await postfix.kill()
            try await stack.dovecot.start()
            try await postfix.start()
            try await postfix.flushQueue()
            try await waitForMessages(1, stack, "budi@mail.go.id")
            try await waitUntil("the queue is empty") { try await !postfix.hasQueuedMail() }
        }
    }

    private static let message = "From: a@example.org\nSubject: Undangan\n\nIsi surat.\n"
    private static let block = """
        dn: \(SampleAccounts.Account.budi.dn)
        changetype: modify
        replace: pamongAccountStatus
        pamongAccountStatus: blocked

        """

    private func arrivals(_ stack: LocalStack, _ recipients: [String], _ message: String = message) async throws
        -> [Int]
    {
        let session = try await SMTPSession(port: stack.postfix.smtpPort)
        var codes: [Int] = []
        for recipient in recipients {
            codes.append(try await session.send(from: outside, to: recipient, message).code)
        }
        await session.quit()
        return codes
    }

    private func waitForMessages(_ count: Int, _ stack: LocalStack, _ account: String) async throws {
        let session = try await IMAPSession(port: stack.dovecot.ports.imap)
        guard try await session.login(account, password: SampleAccounts.password) else {
            throw LocalStackError("\(account) cannot log in")
        }
        try await waitUntil("\(count) messages for \(account)") { try await session.select() == count }
        await session.logout()
    }
}
