import TestEntries

/// Those who administer in the tests.
enum Officer: String, CaseIterable, Sendable {
    /// A member of Admin Pusat.
    case headOffice = "pusat@bandungkab.go.id"
    /// Admin Instansi of Kabupaten Bandung.
    case bandung = "admin@bandungkab.go.id"
    /// Admin KPPN of two treasury offices, each of which has one account besides.
    case jakarta = "admin.jakarta@sakti.mail.go.id"
    case medan = "admin.medan@sakti.mail.go.id"

    static let foreignOffice = "KPPN Medan II"

    var address: String { rawValue }

    private var place: (tenant: String, service: String) {
        switch self {
        case .headOffice, .bandung: (BrowserRig.agency, BrowserRig.early)
        case .jakarta: (BrowserRig.office, BrowserRig.late)
        case .medan: (Self.foreignOffice, BrowserRig.late)
        }
    }

    /// Their accounts' name in the directory.
    var dn: String { SampleEntries.dn(address, tenant: place.tenant, service: place.service) }

    /// To be loaded after the tenants.
    static func accountsAndGroups(password: String) -> String {
        allCases.map {
            SampleEntries.account(
                $0.address,
                tenant: $0.place.tenant,
                service: $0.place.service,
                attributes: password
            )
        }.joined() + [Officer.bandung, .jakarta, .medan].map(\.group).joined()
    }

    private var group: String {
        """
        dn: cn=administrators,o=\(place.tenant),cn=\(place.service),ou=services,\(SampleEntries.suffix)
        objectClass: groupOfNames
        cn: administrators
        member: \(dn)


        """
    }

    static let headOfficeMembership = """
        dn: cn=administrators,\(SampleEntries.suffix)
        changetype: modify
        add: member
        member: \(Officer.headOffice.dn)


        """
}
