import Foundation
import LDAPClient
import LocalStack
import TestEntries

/// An agency with twenty people and two administrators, and a second agency from which Admin Pusat comes.
enum OfficeEntries {
    static let service = "multidomain.mail.go.id"
    static let agency = "Kabupaten Bandung"
    static let other = "Kota Bogor"
    static let password = "rahasia-sekali-1"

    static let wati = "wati@bandungkab.go.id"
    static let tono = "tono@bandungkab.go.id"
    static let pusat = "pusat@kotabogor.go.id"
    static let orang = "orang@kotabogor.go.id"
    static let people = (1...20).map { "user\($0)@bandungkab.go.id" }

    static func dn(_ address: String) -> String {
        SampleEntries.dn(address, tenant: address.hasSuffix("bandungkab.go.id") ? agency : other, service: service)
    }

    static let ldif =
        SampleEntries.tenant(agency, service: service, domains: ["bandungkab.go.id"])
        + SampleEntries.tenant(other, service: service, domains: ["kotabogor.go.id"])
        + people.map { SampleEntries.account($0, tenant: agency, service: service) }.joined()
        + [wati, tono].map { person($0, agency) }.joined() + [pusat, orang].map { person($0, other) }.joined()
        + group("cn=administrators,o=\(agency),cn=\(service),ou=services,\(SampleEntries.suffix)", [wati, tono])

    private static func person(_ address: String, _ tenant: String) -> String {
        SampleEntries.account(address, tenant: tenant, service: service, attributes: "userPassword: \(password)")
    }

    private static func group(_ dn: String, _ members: [String]) -> String {
        """
        dn: \(dn)
        objectClass: groupOfNames
        cn: administrators
        \(members.map { "member: \(self.dn($0))" }.joined(separator: "\n"))


        """
    }

    /// Makes somebody Admin Pusat.
    static func promote(_ address: String, _ stack: LocalStack) async throws {
        try await stack.slapd.modify(
            """
            dn: cn=administrators,\(SampleEntries.suffix)
            changetype: modify
            add: member
            member: \(dn(address))
            """
        )
    }

    /// Blocks people, signed in as an administrator on the gate's listener, as any LDAP tool would.
    static func block(_ addresses: [String], by administrator: String, _ stack: LocalStack) async throws {
        let server = LDAPServer(uri: stack.slapd.gateURI) ?? .plain(host: "127.0.0.1", port: 1)
        let configuration = LDAPConfiguration(
            server: server,
            authentication: .simple(try DistinguishedName(dn(administrator)), LDAPSecret(password))
        )
        try await LDAPConnection.withConnection(configuration) { connection in
            for address in addresses {
                _ = try await connection.modify(
                    try DistinguishedName(dn(address)),
                    [.replace("pamongAccountStatus", "blocked")]
                )
            }
        }
    }
}
