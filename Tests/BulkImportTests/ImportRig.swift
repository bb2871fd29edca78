import Foundation
import LDAPClient
import LocalStack
import TestEntries

@testable import BulkImport

/// A real directory with two agencies, their administrators, and a way to plan and write uploads.
struct ImportRig {
    static let service = "multidomain.mail.go.id"
    static let bandung = "Kabupaten Bandung"
    static let medan = "Kota Medan"
    static let password = "rahasia-sekali-1"

    let slapd: SlapdServer

    /// Starts a directory, lends it and ends it. `caps` are lines of Bandung's entry.
    static func run(caps: String = "", _ entries: String = "", _ body: @Sendable (ImportRig) async throws -> Void)
        async throws
    {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        // Bandung lists a domain that nobody has confirmed.
        options.slapd.entries =
            agency(bandung, "bandungkab.go.id", caps) + agency(medan, "pemkomedan.go.id", "")
            + SampleEntries.domain("gmail.com", tenant: bandung, service: service, isConfirmed: false) + entries
        try await withLocalStack(options) { try await body(ImportRig(slapd: $0.slapd)) }
    }

    private static func agency(_ name: String, _ domain: String, _ caps: String) -> String {
        SampleEntries.tenant(name, service: service, domains: [domain], attributes: caps)
            + account("admin@\(domain)", tenant: name, attributes: "userPassword: \(password)")
                + """
                dn: cn=administrators,o=\(name),cn=\(service),ou=services,\(SampleEntries.suffix)
                objectClass: groupOfNames
                cn: administrators
                member: \(SampleEntries.dn("admin@\(domain)", tenant: name, service: service))


                """
    }

    static func account(
        _ address: String,
        tenant: String = bandung,
        status: String = "active",
        aliases: [String] = [],
        attributes: String = ""
    ) -> String {
        SampleEntries.account(
            address,
            tenant: tenant,
            service: service,
            status: status,
            aliases: aliases,
            attributes: attributes
        )
    }

    static func target(_ tenant: String = bandung) throws -> ImportTarget {
        ImportTarget(suffix: try DistinguishedName(SampleEntries.suffix), service: service, tenant: tenant)
    }

    /// The manager, over its own listener.
    func manager() throws -> LDAPConfiguration { try access(slapd.adminURI, .external) }

    /// The worker's identity, which sees every address.
    func worker() throws -> LDAPConfiguration {
        let password = LDAPSecret(bytes: try Data(contentsOf: slapd.passwordFile(of: .worker)))
        return try access(slapd.uri, .simple(DistinguishedName(slapd.dn(of: .worker)), password))
    }

    /// A tenant's administrator, on the gate's listener.
    func administrator(_ tenant: String = bandung) throws -> LDAPConfiguration {
        let domain = tenant == Self.medan ? "pemkomedan.go.id" : "bandungkab.go.id"
        let name = try DistinguishedName(SampleEntries.dn("admin@\(domain)", tenant: tenant, service: Self.service))
        return try access(slapd.gateURI, .simple(name, LDAPSecret(Self.password)))
    }

    func access(_ uri: String, _ authentication: LDAPAuthentication) throws -> LDAPConfiguration {
        guard let server = LDAPServer(uri: uri) else { throw LocalStackError("\(uri) is no directory") }
        return LDAPConfiguration(server: server, authentication: authentication)
    }

    func plan(
        _ text: String,
        _ format: ImportFormat = .csv,
        tenant: String = bandung,
        policy: ImportPolicy = ImportPolicy(mailHost: SampleEntries.host),
        as reader: LDAPConfiguration? = nil,
        pageSize: Int? = nil
    ) async throws -> ImportPlan {
        try await LDAPConnection.withConnection(worker()) { everywhere in
            try await LDAPConnection.withConnection(try reader ?? worker()) { connection in
                try await ImportPlanner(
                    Self.target(tenant),
                    policy: policy,
                    tenant: DirectoryReader(connection, pageSize: pageSize),
                    everywhere: DirectoryReader(everywhere)
                ).plan(.bytes(Array(text.utf8)), format)
            }
        }
    }

    @discardableResult
    func write(
        _ plan: ImportPlan,
        _ acceptance: PlanAcceptance = PlanAcceptance(skipsRefused: true),
        as writer: LDAPConfiguration? = nil,
        limits: ImportWriter.Limits = ImportWriter.Limits(),
        report: @escaping @Sendable (RowOutcome) throws -> Void = { _ in }
    ) async throws -> ImportResult {
        let access = try writer ?? manager()
        let connection = try await LDAPConnection.connect(access)
        let made = ImportWriter([connection], limits: limits) { try await LDAPConnection.connect(access) }
        do {
            let result = try await made.carryOut(plan, acceptance, report: report)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// One entry's attributes as LDIF lines; empty when there is none.
    func lines(_ address: String) async throws -> Set<String> {
        let text = try await slapd.search("(&(objectClass=pamongAccount)(mail=\(address)))")
        return Set(text.split(separator: "\n").map(String.init))
    }
}
