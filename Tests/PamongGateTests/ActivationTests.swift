import Demonstration
import LDAPClient
import LocalStack
import Testing

extension RealGateTests {
    /// The way in for those who still have to set up a second factor.
    @Suite struct ActivationTests {
        @Test func `after the deadline the password opens the way to an activation and to nothing else`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            #expect(try await rig.bind(person, GateRig.password, for: "web")?.code == .invalidCredentials)
            #expect(try await rig.bind(person, "not-the-password", for: "activation")?.code == .invalidCredentials)
            try await rig.withBound("mail=\(person.address),cn=activation,cn=login", GateRig.password) { connection in
                let who = try await connection.whoAmI()
                #expect(who.lowercased() == "dn:\(person.dn)".lowercased())
                let own = try DistinguishedName(person.dn)
                await #expect(throws: LDAPError.self) {
                    try await connection.entries(LDAPSearch(base: own, scope: .base, filter: .present("objectClass")))
                }
                await #expect(throws: LDAPError.self) { try await connection.modify(own, [.replace("sn", "Lain")]) }
            }
            let verdicts = try await rig.verdicts(3, of: person)
            #expect(verdicts.last == "activation")
        }

        @Test func `whoever has a second factor is not let in by the password alone, not even for that`() async throws {
            let rig = try await GateRig.shared()
            let person = try rig.person(of: GateRig.late)
            _ = try await rig.office.enrol(person.address)
            #expect(try await rig.bind(person, GateRig.password, for: "activation")?.code == .invalidCredentials)
        }
    }
}
