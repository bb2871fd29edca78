import Demonstration
import DirectoryModel
import LDAPClient
import LocalStack
import TestEntries
import Testing

extension RealGateTests {
    /// The way in for those who have lost their authenticator: the portal asks by a name of its own.
    @Suite struct RecoveryLoginTests {
        @Test func `password and recovery code open the way to Who Am I, and leave the code to the portal`()
            async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            _ = try await rig.office.enrol(person.address)
            let codes = try await rig.office.renewRecoveryCodes(of: person.address)
            let name = "mail=\(person.address),cn=recovery,cn=login"
            try await rig.withBound(name, GateRig.password + codes[3]) { connection in
                #expect(try await connection.whoAmI().lowercased() == "dn:\(person.dn)".lowercased())
                let own = try DistinguishedName(person.dn)
                await #expect(throws: LDAPError.self) {
                    try await connection.entries(LDAPSearch(base: own, scope: .base, filter: .present("objectClass")))
                }
                await #expect(throws: LDAPError.self) { try await connection.modify(own, [.replace("sn", "Lain")]) }
            }
            #expect(try rig.verdicts(of: person).last == "recovery")
            let typed = codes[3].uppercased().replacing("-", with: " ")
            #expect(try await rig.bind(person, GateRig.password + typed, for: "recovery") == nil)
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == "0")
        }

        @Test func `a wrong code, a wrong password and no code get one answer; only the code is counted`() async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let codes = try await rig.office.renewRecoveryCodes(of: person.address)
            let wrong = "aaaa-bbbb-cccc-dddd"
            for (typed, failures) in [
                ("not-the-password" + codes[0], "0"), (GateRig.password + wrong, "1"), (GateRig.password, "1"),
                (GateRig.password + (try await authenticator.code()), "1"), ("not-the-password" + wrong, "1"),
                (codes[0], "1"),
            ] {
                let error = try #require(try await rig.bind(person, typed, for: "recovery"), "\(typed.suffix(19))")
                #expect(error.code == .invalidCredentials && error.diagnosticMessage == "", "\(error)")
                #expect(
                    try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == failures,
                    "\(typed.suffix(19))"
                )
            }
            #expect(try rig.verdicts(of: person).contains("recoveryWrong"))
        }

        @Test func `wrong ones lock as wrong codes do, and then not even a right one gets in`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let codes = try await rig.office.renewRecoveryCodes(of: person.address)
            for letter in "abcdefg" {
                let wrong = GateRig.password + String(repeating: letter, count: 16)
                #expect(try await rig.bind(person, wrong, for: "recovery")?.code == .invalidCredentials)
            }
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == "5")
            let right = GateRig.password + codes[0]
            #expect(try await rig.bind(person, right, for: "recovery")?.code == .invalidCredentials)
            #expect(try rig.verdicts(of: person).last == "locked")
            let code = try await authenticator.code()
            #expect(try await rig.bind(person, GateRig.password + code, for: "web")?.code == .invalidCredentials)
        }

        @Test func `no mail protocol, web or directory takes a recovery code`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            _ = try await rig.office.enrol(person.address)
            let code = try await rig.office.renewRecoveryCodes(of: person.address)[0]
            for service in ["imap", "pop3", "smtp", "submission", "sieve", "web", "activation"] {
                for typed in [code, GateRig.password + code] {
                    let error = try await rig.bind(person, typed, for: service)
                    #expect(error?.code == .invalidCredentials, "\(service)")
                }
            }
            #expect(try await rig.bind(person.dn, GateRig.password + code)?.code == .invalidCredentials)
            #expect(try await rig.logIn(person, GateRig.password + code, by: "imap") == .refused)
            #expect(try await rig.bind(person, GateRig.password + code, for: "recovery") == nil)
        }

        @Test func `a blocked account and one without a second factor have none`() async throws {
            let rig = try await GateRig.shared()
            let (blocked, plain) = (try rig.person(of: GateRig.late), try rig.person(of: GateRig.early))
            _ = try await rig.office.enrol(blocked.address)
            let code = try await rig.office.renewRecoveryCodes(of: blocked.address)[0]
            try await rig.set("pamongAccountStatus", "blocked", of: blocked.dn)
            for (person, typed) in [(blocked, GateRig.password + code), (plain, GateRig.password + code)] {
                let error = try #require(try await rig.bind(person, typed, for: "recovery"))
                #expect(error.code == .invalidCredentials && error.diagnosticMessage == "")
            }
            let nobody = "mail=bukan.siapa@bandungkab.go.id,cn=recovery,cn=login"
            #expect(try await rig.bind(nobody, GateRig.password + code)?.code == .invalidCredentials)
            #expect(try await rig.bind(plain, GateRig.password, for: "recovery")?.code == .invalidCredentials)
            try await rig.set("pamongAccountStatus", "active", of: blocked.dn)
            #expect(try await rig.bind(blocked, GateRig.password + code, for: "recovery") == nil)
        }

        @Test func `a password of eight letters before a code is not taken for an app password`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            _ = try await rig.office.enrol(person.address)
            let code = try await rig.office.renewRecoveryCodes(of: person.address)[0]
            let short = "abcdefgh"
            try await rig.set("userPassword", try await PasswordHash.ssha(of: short), of: person.dn)
            #expect(try await rig.bind(person, short + code, for: "recovery") == nil)
        }
    }
}
