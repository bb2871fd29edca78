import Demonstration
import Foundation
import Glibc
import LDAPClient
import LocalStack
import TestEntries
import Testing

extension RealGateTests {
    /// Codes, by the real gate over real connections.
    @Suite struct CodeLoginTests {
        @Test(arguments: ["web", "directory"])
        func `of 64 connections with one code at the same time one gets in`(service: String) async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let name = service == "web" ? "mail=\(person.address),cn=web,cn=login" : person.dn
            let password = try await GateRig.password + authenticator.code(steps: 1)
            let answers = try await withThrowingTaskGroup(of: LDAPError?.self) { group in
                for _ in 0..<64 { group.addTask { try await rig.bind(name, password) } }
                return try await group.reduce(into: [LDAPError?]()) { $0.append($1) }
            }
            #expect(answers.count { $0 == nil } == 1)
            #expect(
                answers.compactMap { $0 }.allSatisfy { $0.code == .invalidCredentials && $0.diagnosticMessage == "" }
            )
            #expect(try await rig.verdicts(64, of: person).count { $0 == "code" } == 1)
        }

        @Test func `of 640 wrong codes at the same time five are looked at, then not even a right one`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let right = try await [-1, 0, 1].asyncMap { try await authenticator.code(steps: $0) }
            let wrong = (0..<1000).map { String(format: "%06d", $0 * 997) }.filter { !right.contains($0) }.prefix(640)
            let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for code in wrong {
                    group.addTask { try await rig.bind(person, GateRig.password + code, for: "web") == nil }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(admitted == 0)
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == "5")
            let reasons = try await rig.verdicts(640, of: person)
            #expect(reasons.count { $0 == "codeWrong" } == 5)
            #expect(reasons.count { $0 == "locked" } == 635)
            let code = try await authenticator.code(steps: 1)
            #expect(try await rig.bind(person, GateRig.password + code, for: "web")?.code == .invalidCredentials)
        }

        @Test func `an administrator searches with password and code, once, and past the gate with nothing`()
            async throws
        {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let tenant = "o=\(GateRig.office),cn=\(GateRig.late),ou=services,\(rig.stack.slapd.options.suffix)"
            try await rig.stack.slapd.modify(
                """
                dn: cn=administrators,\(tenant)
                changetype: add
                objectClass: groupOfNames
                cn: administrators
                member: \(person.dn)


                """
            )
            let password = try await GateRig.password + authenticator.code(steps: 1)
            let uri = try rig.stack.gate.uri
            let found = try await rig.stack.slapd.search(
                "(objectClass=pamongAccount)",
                base: tenant,
                attributes: ["mail"],
                as: .account(dn: person.dn, password: password, gateURI: uri)
            )
            #expect(found.split(separator: "\n").count { $0.hasPrefix("mail: ") } > 10)
            #expect(try await rig.bind(person.dn, password)?.code == .invalidCredentials, "the code is used")
            let past = try await rig.stack.slapd.logIn(person.dn, password: GateRig.password, at: rig.stack.slapd.uri)
            #expect(!past.isAccepted && past.text.contains("(49)"), "\(past.text)")
        }

        @Test func `a password that its owner changes keeps the second factor`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let changed = PasswordHash.randomPassword()
            let code = try await authenticator.code()
            try await rig.withBound(person.dn, GateRig.password + code) { connection in
                try await connection.modifyPassword(to: LDAPSecret(bytes: changed.utf8))
            }
            #expect(try await rig.bind(person, changed, for: "web")?.code == .invalidCredentials)
            let next = try await authenticator.code(steps: 1)
            #expect(try await rig.bind(person, GateRig.password + next, for: "web")?.code == .invalidCredentials)
            #expect(try await rig.bind(person, changed + next, for: "web") == nil)
        }

        @Test func `a secret that was deleted does not open the account, and raises an alarm`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let alarms = try await rig.metric("pamong_gate_alarms_total{alarm=\"tampered\"}")
            try await rig.stack.slapd.modify("dn: \(person.dn)\nchangetype: modify\ndelete: pamongTotpSecret\n\n")
            let code = try await authenticator.code()
            for password in [GateRig.password, GateRig.password + code] {
                #expect(try await rig.bind(person, password, for: "web")?.code == .invalidCredentials)
                #expect(try await rig.logIn(person, password, by: "imap") == .refused)
            }
            #expect(try await rig.metric("pamong_gate_alarms_total{alarm=\"tampered\"}") > alarms)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { try await values.append(body(element)) }
        return values
    }
}
