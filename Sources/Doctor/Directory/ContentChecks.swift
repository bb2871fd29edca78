internal import LDAPClient

extension Finding {
    static func judge(suffix: DistinguishedName, isThere: Bool, namingContexts: [String]) -> Finding {
        if isThere { return .ok(.suffix, "\(suffix)") }
        let served = namingContexts.filter { !$0.lowercased().hasPrefix("cn=") }
        let isServed = namingContexts.contains { (try? DistinguishedName($0)) == suffix }
        if isServed {
            return .failed(
                .suffix,
                "\(suffix) is served but cannot be seen",
                remedy:
                    "load the base tree (LDIF/tree), or let the worker read it (LDIF/config/20-directory-access.ldif)"
            )
        }
        return .failed(
            .suffix,
            "\(suffix) is not served here; the server has \(served.joined(separator: ", "))",
            remedy: "correct directory.suffix, or directory.uri"
        )
    }

    static func judge(services: [String]) -> Finding {
        guard !services.isEmpty else {
            return .failed(
                .services,
                "there is no service (pamongService) to be seen",
                remedy: "load LDIF/tree/05-services.ldif, or let the worker read ou=services"
            )
        }
        return .ok(.services, services.sorted().joined(separator: ", "))
    }

    static func judge(schema known: SchemaNames) -> Finding {
        let missing = SchemaNames.needed.filter { !known.contains($0) }
        guard missing.isEmpty else {
            let shown = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? " …" : "")
            return .failed(
                .schema,
                "the directory does not know \(missing.count) names: \(shown)",
                remedy: "load LDIF/config/03-standard-schema.ldif and 04-pamong-schema.ldif of this version"
            )
        }
        return .ok(.schema, "all \(SchemaNames.needed.count) attributes and classes are known")
    }

    static func judge(supportedControls: [String], contextCSNs: [String]) -> Finding {
        let remedy = "add the overlay syncprov to the database (LDIF/config/07-directory-database.ldif)"
        guard supportedControls.contains("1.3.6.1.4.1.4203.1.9.1.1") else {
            return .failed(.contentSync, "the server offers no content synchronization (RFC 4533)", remedy: remedy)
        }
        guard !contextCSNs.isEmpty else {
            return .failed(
                .contentSync,
                "the suffix has no contextCSN: the database cannot be followed",
                remedy: remedy
            )
        }
        return .ok(
            .contentSync,
            "can be followed; \(contextCSNs.count) server\(contextCSNs.count == 1 ? "" : "s") write"
        )
    }
}

/// The names of attributes and classes in definitions of RFC 4512 section 4.1.
struct SchemaNames: Sendable, Hashable {
    private let names: Set<String>

    init(definitions: [String]) {
        names = Set(definitions.flatMap(Self.names(in:)))
    }

    func contains(_ name: String) -> Bool { names.contains(name.lowercased()) }

    /// `NAME 'one'` or `NAME ( 'one' 'two' )`.
    private static func names(in definition: String) -> [String] {
        guard let match = definition.firstMatch(of: /NAME\s+(?:'([^']+)'|\(([^)]*)\))/) else { return [] }
        if let one = match.1 { return [one.lowercased()] }
        return (match.2 ?? "").split(separator: " ").map { $0.trimmingPrefix("'").lowercased() }.map {
            String($0.prefix { $0 != "'" })
        }
    }

    /// What this version writes or reads. The directory's own files define exactly these under `pamong`.
    static let needed =
        [
            "mail", "mailLocalAddress", "mailRoutingAddress", "mailHost", "associatedDomain", "member", "entryUUID",
            "entryCSN", "contextCSN", "pwdPolicy",
        ] + pamong

    static let pamong = [
        "pamongAccountStatus", "pamongStatusReason", "pamongQuota", "pamongRegisteredTime", "pamongTenantStatus",
        "pamongTenantCode", "pamongMaxAccounts", "pamongMaxQuota", "pamongLetterNumber", "pamongLetterDate",
        "pamongLetterSigner", "pamongLetterSignerRank", "pamongPlannedUse", "pamongNamedAdministrator",
        "pamongNamedAdministratorContact", "pamongNdaDate", "pamongCredentialsDate", "pamongMxStatus",
        "pamongMxCheckedTime", "pamongTenantRecord", "pamongRequestedDomain", "pamongDefaultQuota",
        "pamongTwoFactorDeadline", "pamongBlockedMail",
        "pamongLateActivation", "pamongTotpSecret", "pamongTotpPending", "pamongTotpLastStep", "pamongTotpFailures",
        "pamongTotpFailedTime", "pamongTwoFactorSince", "pamongRecoveryCode", "pamongAppPassword",
        "pamongActivationTicket", "pamongTwoFactorReset", "pamongTwoFactorExemption", "pamongSessionsRevokedTime",
        "pamongNewcomerGrace", "pamongSealedCanary", "pamongService",
        "pamongTenant", "pamongDomain", "pamongAccount", "pamongTwoFactor", "pamongServiceIdentity", "pamongApiClient",
        "pamongClientToken", "pamongClientContact", "pamongCodeRecord", "pamongAccountUUID",
    ]
}
