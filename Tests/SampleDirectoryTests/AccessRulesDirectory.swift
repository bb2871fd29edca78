import Foundation
import LDAPClient
import LocalStack

/// A slapd with the shipped configuration and two agencies, shared by all rows of the matrix: they change nothing, since
/// every write carries the No-Op control. The process's guardian ends it with us.
actor AccessRulesDirectory {
    static let shared = AccessRulesDirectory()

    private var started: Task<SlapdServer, any Error>?

    func server() async throws -> SlapdServer {
        if let started { return try await started.value }
        let task = Task { try await Self.start() }
        started = task
        return try await task.value
    }

    /// A server of one's own, for tests that do change something; end it.
    static func start() async throws -> SlapdServer {
        var options = SlapdOptions()
        options.isDurable = false
        options.entries = entries
        let server = try await SlapdServer.prepare(options, in: StackFolder(), share: ShareFolder.find())
        try await server.start()
        try await server.modify(changes)
        return server
    }

    /// Lends a connection that is bound as `person`: accounts on the gate's listener, the others on the public one.
    nonisolated func asking<Result: Sendable>(
        as person: Requester,
        _ body: @Sendable (LDAPConnection) async throws -> Result
    ) async throws -> Result {
        let server = try await server()
        if let client = person.client { return try await asPortal(actingFor: client, body) }
        let uri = person.account == nil ? server.uri : server.gateURI
        let authentication: LDAPAuthentication
        switch (person.account, person.identity) {
        case (let account?, _): authentication = try .simple(DistinguishedName(account), LDAPSecret(Self.password))
        case (nil, let identity?):
            let password = LDAPSecret(bytes: try Data(contentsOf: server.passwordFile(of: identity)))
            authentication = try .simple(DistinguishedName(server.dn(of: identity)), password)
        case (nil, nil): authentication = .anonymous
        }
        let address = try LDAPServer(uri: uri) ?? { throw LDAPError(.connectError, "not a URI: \(uri)") }()
        return try await LDAPConnection.withConnection(
            LDAPConfiguration(server: address, authentication: authentication),
            body
        )
    }

    /// Lends a connection of the portal's on which everything is done with another entry's rights (RFC 4370).
    nonisolated func asPortal<Result: Sendable>(
        actingFor name: String,
        _ body: @Sendable (LDAPConnection) async throws -> Result
    ) async throws -> Result {
        let server = try await server()
        let password = LDAPSecret(bytes: try Data(contentsOf: server.passwordFile(of: .portal)))
        let address = try LDAPServer(uri: server.uri) ?? { throw LDAPError(.connectError, "not a URI") }()
        let configuration = LDAPConfiguration(
            server: address,
            authentication: try .simple(DistinguishedName(server.dn(of: .portal)), password),
            authorization: try DistinguishedName(name)
        )
        return try await LDAPConnection.withConnection(configuration, body)
    }

    static let password = "rahasia-sekali-1"

    private static let entries =
        [Places.bandung, Places.medan].map { agency($0) }.joined()
        + ["registrar", "serviceRegistrar", "auditor"].map(program).joined()
        + group("registrars", Places.bandung, [Places.program("registrar"), Places.account("tamu", Places.bandung)])
        + group("registrars", Places.service, [Places.program("serviceRegistrar")])
        + group("auditors", Places.bandung, [Places.program("auditor")])

    private static func program(_ name: String) -> String {
        """
        dn: \(Places.program(name))
        objectClass: applicationProcess
        objectClass: pamongApiClient
        cn: \(name)
        description: A program
        pamongClientContact: somebody
        pamongClientToken: \(clientToken)


        """
    }

    private static func group(_ name: String, _ parent: String, _ members: [String]) -> String {
        """
        dn: cn=\(name),\(parent)
        objectClass: groupOfNames
        cn: \(name)
        \(members.map { "member: \($0)" }.joined(separator: "\n"))


        """
    }

    static let clientToken = "$client1$abcd2345$1767225600$1798761600$" + String(repeating: "A", count: 43)

    private static func agency(_ name: String) -> String {
        let domain = Places.domain(name)
        let administrator = Places.account("admin", name)
        return """
            dn: \(name)
            objectClass: organization
            objectClass: pamongTenant
            o: \(Places.name(name))
            pamongTenantStatus: active
            pamongMaxAccounts: 100
            pamongPlannedUse: mail
            pamongMxStatus: correct
            pamongTenantRecord: \(tenantRecord)

            dn: cn=administrators,\(name)
            objectClass: groupOfNames
            cn: administrators
            member: \(administrator)

            dn: ou=domains,\(name)
            objectClass: organizationalUnit
            ou: domains

            dn: associatedDomain=\(domain),ou=domains,\(name)
            objectClass: pamongDomain
            associatedDomain: \(domain)
            pamongMxStatus: correct

            dn: associatedDomain=terdaftar.\(domain),ou=domains,\(name)
            objectClass: pamongDomain
            associatedDomain: terdaftar.\(domain)

            dn: ou=accounts,\(name)
            objectClass: organizationalUnit
            ou: accounts


            """
                + account("admin", name) + account("siti", name, more: secondFactor) + account("budi", name)
                + account("lama", name, status: "blocked") + account("baru", name, status: "uploaded")
                + account("kepala", name) + account("tamu", name)
    }

    private static func account(_ local: String, _ tenant: String, status: String = "active", more: String = "")
        -> String
    {
        """
        dn: \(Places.account(local, tenant))
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount\(more)
        mail: \(local)@\(Places.domain(tenant))
        mailLocalAddress: \(local)_lain@\(Places.domain(tenant))
        cn: \(local)
        sn: \(local)
        pamongAccountStatus: \(status)
        pamongQuota: 1073741824
        mailHost: narada.mail.go.id
        userPassword: \(password)


        """
    }

    static let appPassword = "$app1$2026a$a1$label$imap"
    static let resetRequest = "a request"
    static let tenantRecord = "20260101000000Z$cn=somebody$requested$letter 17"

    private static let secondFactor = """

        objectClass: pamongTwoFactor
        pamongTwoFactorSince: 20260101000000Z
        pamongTotpSecret: $pamong1$2026a$c2VhbGVk
        pamongRecoveryCode: $recovery1$2026a$aGFzaA
        pamongAppPassword: \(appPassword)
        pamongActivationTicket: $ticket1$2026a$aGFzaA$1798761600
        pamongTwoFactorReset: \(resetRequest)
        pamongTwoFactorExemption: until, owner, reason
        pamongSessionsRevokedTime: 20260101000000Z
        """

    /// Admin Pusat has an account in an agency that has administrators of its own; and Medan's group names somebody from
    /// Bandung, which must not give him anything.
    private static let changes = """
        dn: cn=administrators,\(Places.suffix)
        changetype: modify
        replace: member
        member: \(Places.account("kepala", Places.bandung))

        dn: cn=administrators,\(Places.medan)
        changetype: modify
        add: member
        member: \(Places.account("tamu", Places.bandung))

        dn: cn=gate,ou=system,\(Places.suffix)
        changetype: modify
        replace: pamongSealedCanary
        pamongSealedCanary: $pamong1$2026a$Y2FuYXJ5

        dn: \(Places.record)
        objectClass: pamongCodeRecord
        pamongAccountUUID: \(Places.recordedUUID)
        pamongTotpLastStep: 58845000
        pamongTotpFailures: 0
        pamongTotpFailedTime: 20260101000000Z

        """
}

/// Names of the entries the matrix is about.
enum Places {
    static let suffix = "dc=mail,dc=go,dc=id"
    static let service = "cn=multidomain.mail.go.id,ou=services,\(suffix)"
    static let bandung = "o=Pemerintah Kabupaten Bandung,\(service)"
    static let medan = "o=Pemerintah Kota Medan,\(service)"

    static func name(_ tenant: String) -> Substring { tenant.dropFirst(2).prefix { $0 != "," } }

    static func domain(_ tenant: String) -> String { tenant == medan ? "pemkomedan.go.id" : "bandungkab.go.id" }

    static func program(_ name: String) -> String { "cn=\(name),ou=clients,\(suffix)" }

    /// A domain's entry in Bandung: its own, or one that is listed and not confirmed.
    static let confirmedDomain = "associatedDomain=bandungkab.go.id,ou=domains,\(bandung)"
    static let listedDomain = "associatedDomain=terdaftar.bandungkab.go.id,ou=domains,\(bandung)"

    /// The record of somebody's codes.
    static let record = "pamongAccountUUID=\(recordedUUID),cn=codes"
    static let recordedUUID = "0c0de5aa-0000-4000-8000-000000000001"

    static func account(_ local: String, _ tenant: String) -> String {
        "mail=\(local)@\(domain(tenant)),ou=accounts,\(tenant)"
    }
}

/// Who asks.
enum Requester: String, CaseIterable, Sendable {
    case anonymous, worker, gate, portal, dovecot, postfix
    /// The account most rows are about.
    case owner
    case colleague
    case tenantAdministrator
    case foreignAdministrator
    /// A member of the foreign group who is no account of that tenant.
    case memberFromElsewhere
    case headquarters
    /// Programs, for whom the portal asks: one that writes accounts of the tenant, one that does so in the whole service, and
    /// one that only reads in the tenant.
    case registrar, serviceRegistrar, auditor

    /// The entry it signs in as; `nil` for a service identity and for nobody.
    var account: String? {
        switch self {
        case .owner: Places.account("siti", Places.bandung)
        case .colleague: Places.account("budi", Places.bandung)
        case .tenantAdministrator: Places.account("admin", Places.bandung)
        case .foreignAdministrator: Places.account("admin", Places.medan)
        case .memberFromElsewhere: Places.account("tamu", Places.bandung)
        case .headquarters: Places.account("kepala", Places.bandung)
        default: nil
        }
    }

    /// The program's entry.
    var client: String? {
        switch self {
        case .registrar, .serviceRegistrar, .auditor: Places.program(rawValue)
        default: nil
        }
    }

    var identity: ServiceIdentity? { ServiceIdentity(rawValue: rawValue) }
}
