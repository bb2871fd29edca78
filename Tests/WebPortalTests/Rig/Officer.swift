import TestEntries

/// Those who administer in the tests; their service's day for second factors is still to come, so the password suffices.
enum Officer: String, CaseIterable, Sendable {
    /// A member of Admin Pusat.
    case headOffice = "pusat@bandungkab.go.id"
    /// Admin Instansi of Kabupaten Bandung, and a second one.
    case bandung = "admin@bandungkab.go.id"
    case secondOfBandung = "wakil@bandungkab.go.id"
    /// Admin Instansi of Kota Medan.
    case medan = "admin@medan.go.id"

    static let foreignAgency = "Kota Medan"

    var address: String { rawValue }

    private var agency: String { self == .medan ? Self.foreignAgency : PortalRig.agency }

    /// Their accounts' name in the directory.
    var dn: String { SampleEntries.dn(address, tenant: agency, service: PortalRig.early) }

    static let foreignTenant = SampleEntries.tenant(
        foreignAgency,
        service: PortalRig.early,
        domains: ["medan.go.id"]
    )

    /// To be loaded after the tenants.
    static func accountsAndGroups(password: String) -> String {
        let accounts = allCases.map {
            SampleEntries.account($0.address, tenant: $0.agency, service: PortalRig.early, attributes: password)
        }
        return accounts.joined() + group(PortalRig.agency, [.bandung, .secondOfBandung])
            + group(foreignAgency, [.medan])
    }

    private static func group(_ agency: String, _ members: [Officer]) -> String {
        """
        dn: cn=administrators,o=\(agency),cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)
        objectClass: groupOfNames
        cn: administrators
        \(members.map { "member: \($0.dn)" }.joined(separator: "\n"))


        """
    }

    static let headOfficeMembership = """
        dn: cn=administrators,\(SampleEntries.suffix)
        changetype: modify
        add: member
        member: \(Officer.headOffice.dn)


        """
}

extension Browser {
    /// Signs an administrator in; they come to their start page.
    @discardableResult
    func signIn(as officer: Officer) async throws -> Page { try await signIn(officer.address, PortalRig.password) }
}
