import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import TestEntries
import Testing

@testable import TenantOnboarding

/// A real directory with an agency that has an administrator, and Admin Pusat, who has an account there.
struct OnboardingRig {
    static let service = "multidomain.mail.go.id"
    static let other = "Kota Bogor"
    static let password = "rahasia-sekali-1"
    static let pusat = "pusat@kotabogor.go.id"
    static let admin = "admin@kotabogor.go.id"

    let stack: LocalStack

    static func run(_ body: (OnboardingRig) async throws -> Void) async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        options.slapd.entries = entries
        try await withLocalStack(options) { stack in
            try await stack.slapd.modify(
                """
                dn: cn=administrators,\(SampleEntries.suffix)
                changetype: modify
                add: member
                member: \(dn(pusat))
                """
            )
            try await body(OnboardingRig(stack: stack))
        }
    }

    private static let entries =
        SampleEntries.tenant(other, service: service, domains: ["kotabogor.go.id"])
        + [pusat, admin].map {
            SampleEntries.account($0, tenant: other, service: service, attributes: "userPassword: \(password)")
        }.joined()
            + """
            dn: cn=administrators,o=\(other),cn=\(service),ou=services,\(SampleEntries.suffix)
            objectClass: groupOfNames
            cn: administrators
            member: \(dn(admin))


            """

    static func dn(_ address: String, tenant: String = other) -> String {
        SampleEntries.dn(address, tenant: tenant, service: service)
    }

    /// Lends tenants as somebody sees them who signed in with a password.
    func signedIn<Value>(
        as person: String,
        password: String = password,
        _ body: (TenantDirectory, DistinguishedName) async throws -> Value
    ) async throws -> Value {
        let name = try DistinguishedName(person)
        let configuration = LDAPConfiguration(
            server: try #require(LDAPServer(uri: stack.slapd.gateURI)),
            authentication: .simple(name, LDAPSecret(password))
        )
        return try await LDAPConnection.withConnection(configuration) { connection in
            try await body(TenantDirectory(connection, suffix: try DistinguishedName(SampleEntries.suffix)), name)
        }
    }

    func asPusat<Value>(_ body: (TenantDirectory, DistinguishedName) async throws -> Value) async throws -> Value {
        try await signedIn(as: Self.dn(Self.pusat), body)
    }

    func asIdentity<Value>(_ identity: ServiceIdentity, _ body: (TenantDirectory) async throws -> Value) async throws
        -> Value
    {
        let secret = LDAPSecret(bytes: try Data(contentsOf: stack.slapd.passwordFile(of: identity)))
        let configuration = LDAPConfiguration(
            server: try #require(LDAPServer(uri: stack.slapd.uri)),
            authentication: .simple(try DistinguishedName(stack.slapd.dn(of: identity)), secret)
        )
        return try await LDAPConnection.withConnection(configuration) { connection in
            try await body(TenantDirectory(connection, suffix: try DistinguishedName(SampleEntries.suffix)))
        }
    }

    static func letter(_ domain: String = "bandungkab.go.id", number: String = "800/17/SEKDA/2026") throws
        -> JoiningRequest
    {
        try JoiningRequest(
            letterNumber: number,
            letterDate: .now - .seconds(10 * 86_400),
            signer: "Drs. H. Suryana, M.Si.",
            rank: "sekda",
            plannedUse: "Surat dinas",
            domain: domain,
            administrator: "Dewi Kusumawardani",
            contact: "+62 812 0000 0017"
        )
    }

    static let bandung = "Pemerintah Kabupaten Bandung"

    /// A verdict about a domain without asking anybody.
    static func report(_ domain: String, isRight: Bool) throws -> MxReport {
        let right = MailHostRecord.platform.map { MxRecord(host: $0.host, priority: $0.priority) }
        let answer = ResolverAnswer(
            resolver: try #require(ResolverAddress("127.0.0.1")),
            outcome: isRight ? .records(right, alias: nil) : .noSuchName
        )
        return MxReport(domain: domain, answers: [answer], expecting: MailHostRecord.platform, checked: .now)
    }
}
