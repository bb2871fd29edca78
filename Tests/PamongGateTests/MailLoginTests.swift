import Demonstration
import Glibc
import LDAPClient
import LocalStack
import Testing

extension RealGateTests {
    /// People log in through Dovecot and Postfix, which ask the real gate. Postfix needs root.
    @Suite struct MailLoginTests {
        static let mailProtocols = ["imap", "pop3", "sieve", "smtp", "submission"]

        @Test(arguments: mailProtocols)
        func `before the day a password is enough, and only the right one`(by mail: String) async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.early)
            #expect(try await rig.logIn(person, GateRig.password, by: mail) == .accepted)
            #expect(try await rig.logIn(person, "bukan-kata-sandinya", by: mail) == .refused)
        }

        @Test(arguments: mailProtocols)
        func `after the day who has no second factor is refused, and told where to get one`(by mail: String)
            async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            #expect(try await rig.logIn(person, GateRig.password, by: mail) == .refused)
            let answer = try await rig.bind(person, GateRig.password, for: mail)
            #expect(answer?.code == .invalidCredentials)
            #expect(answer?.diagnosticMessage.contains("https://portal.mail.go.id/2fa") == true)
            let wrong = try await rig.bind(person, "bukan-kata-sandinya", for: mail)
            #expect(wrong?.code == .invalidCredentials && wrong?.diagnosticMessage == "")
        }

        @Test func `an app password is good for its protocols, the main password for none, nothing of it for the web`()
            async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let imap = try await rig.office.addAppPassword(to: person.address, for: ["imap", "smtp", "submission"]).text
            let sieve = try await rig.office.addAppPassword(to: person.address, for: ["sieve", "pop3"]).text
            let code = try await authenticator.code()
            for mail in Self.mailProtocols {
                let isImap = ["imap", "smtp", "submission"].contains(mail)
                #expect(try await rig.logIn(person, imap, by: mail) == (isImap ? .accepted : .refused), "\(mail)")
                #expect(try await rig.logIn(person, sieve, by: mail) == (isImap ? .refused : .accepted), "\(mail)")
                #expect(try await rig.logIn(person, GateRig.password, by: mail) == .refused, "\(mail)")
                #expect(try await rig.logIn(person, GateRig.password + code, by: mail) == .refused, "\(mail)")
            }
            for service in ["web", "directory"] {
                let name = service == "web" ? "mail=\(person.address),cn=web,cn=login" : person.dn
                #expect(try await rig.bind(name, imap)?.code == .invalidCredentials)
                #expect(try await rig.bind(name, GateRig.password)?.code == .invalidCredentials)
            }
            #expect(try await rig.bind(person, GateRig.password + code, for: "web") == nil, "the code was not used up")
        }

        @Test func `mail handed in at Dovecot's own submission service arrives, under a name of the sender's alone`()
            async throws
        {
            let rig = try await GateRig.shared()
            let (person, other) = (try rig.person(of: GateRig.late), try rig.person(of: GateRig.late))
            _ = try await rig.office.enrol(person.address)
            _ = try await rig.office.enrol(other.address)
            let phone = try await rig.office.addAppPassword(to: person.address, for: ["submission"]).text
            let reader = try await rig.office.addAppPassword(to: other.address, for: ["imap"]).text
            let session = try await SMTPSession(port: try rig.stack.dovecot.ports.submission)
            let early = try await session.send(from: person.address, to: other.address, Self.letter)
            #expect(early.code == 530, "nobody has logged in")
            #expect(try await session.authenticate(person.address, password: phone).code == 235)
            let forged = try await session.send(from: other.address, to: other.address, Self.letter)
            #expect(forged.code == 553)
            let sent = try await session.send(from: person.address, to: other.address, Self.letter)
            #expect(sent.code == 250, "\(sent)")
            let mailbox = try await IMAPSession(port: try rig.stack.dovecot.ports.imap)
            try await waitUntil("the mailbox can be opened") {
                try await rig.logIn(other, reader, by: "imap") == .accepted
            }
            #expect(try await mailbox.login(other.address, password: reader))
            try await waitUntil("the letter is there") { try await mailbox.select() == 1 }
            await mailbox.logout()
            // In the middle of the session, which the worker cuts besides.
            try await rig.set("pamongAccountStatus", "blocked", of: person.dn)
            let blocked = try? await session.send(from: person.address, to: other.address, Self.letter)
            #expect(blocked == nil || [421, 553].contains(blocked?.code))
            await session.quit()
        }

        @Test func `Postfix believes nobody at the port for Dovecot who does not say who has logged in`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let session = try await SMTPSession(port: try rig.stack.dovecot.ports.relay)
            #expect(try await session.send(from: person.address, to: person.address, Self.letter).code == 554)
            await session.quit()
            let outside = try await SMTPSession(port: try rig.stack.postfix.submissionPort)
            #expect(
                try await outside.command("XCLIENT LOGIN=\(person.address)").code == 550,
                "only Dovecot's port takes it"
            )
            await outside.quit()
        }

        private static let letter = "From: a@example.org\nSubject: Undangan\n\nIsi surat.\n"

        @Test func `revoking an app password cuts its open session, and the other one goes on`()
            async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            _ = try await rig.office.enrol(person.address)
            let phone = try await rig.office.addAppPassword(to: person.address, for: ["imap"])
            let office = try await rig.office.addAppPassword(to: person.address, for: ["imap"])
            try await waitUntil("the account has its mailbox") {
                try await rig.logIn(person, phone.text, by: "imap") == .accepted
            }
            let session = try await IMAPSession(port: try rig.stack.dovecot.ports.imap)
            #expect(try await session.login(person.address, password: phone.text))
            try await session.select()
            try await session.startIdling()
            try await rig.office.revoke(phone, of: person.address)
            try await session.waitUntilCut(within: .seconds(20))
            #expect(try await rig.logIn(person, phone.text, by: "imap") == .refused)
            #expect(try await rig.logIn(person, office.text, by: "imap") == .accepted)
        }

        @Test func `a blocked account is refused everywhere with everything it has`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let phone = try await rig.office.addAppPassword(to: person.address, for: Set(Self.mailProtocols)).text
            try await rig.set("pamongAccountStatus", "blocked", of: person.dn)
            for mail in Self.mailProtocols {
                #expect(try await rig.logIn(person, phone, by: mail) == .refused, "\(mail)")
                #expect(try await rig.logIn(person, GateRig.password, by: mail) == .refused, "\(mail)")
            }
            let code = try await authenticator.code()
            #expect(try await rig.bind(person, GateRig.password + code, for: "web")?.code == .invalidCredentials)
            #expect(try await rig.bind(person.dn, GateRig.password + code)?.code == .invalidCredentials)
            try await rig.set("pamongAccountStatus", "active", of: person.dn)
            #expect(try await rig.logIn(person, phone, by: "imap") == .accepted)
        }
    }
}
