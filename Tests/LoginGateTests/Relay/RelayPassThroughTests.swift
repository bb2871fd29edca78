import LDAPClient
import LocalStack
import NIOCore
import TestEntries
import Testing

@testable import LoginGate

@Suite(.serialized) struct RelayPassThroughTests {
    @Test func `an account logs in, reads itself and is told a wrong password`() async throws {
        try await withLocalStack(RelayDirectory.options()) { stack in
            try await withGate(stack.slapd.gateUpstream) { gate in
                try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { connection in
                    let who = try await connection.whoAmI()
                    #expect(who.lowercased() == "dn:" + RelayDirectory.dn("satu").lowercased())
                }
                let wrong = gate.configuration(try RelayDirectory.login("satu", "salah"))
                let error = await #expect(throws: LDAPError.self) {
                    try await LDAPConnection.withConnection(wrong) { _ in }
                }
                #expect(error?.code == .invalidCredentials)
            }
        }
    }
}
