import Demonstration
import Glibc
import LDAPClient
import LocalStack
import Testing

extension RealGateTests {
    /// People log in through Dovecot and Postfix, which ask the real gate. Postfix needs root.
    @Suite struct MailLoginTests {
        static let mailProtocols = ["imap", "pop3", "sieve", "smtp"]

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
            let imap = try await rig.office.addAppPassword(to: person.address, for: ["imap", "smtp"]).text
            let sieve = try await rig.office.addAppPassword(to: person.address, for: ["sieve", "pop3"]).text
            let code = try await authenticator.code()
            for mail in Self.mailProtocols {
                let isImap = ["imap", "smtp"].contains(mail)
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
