import LocalStack
import TestEntries

/// A private directory of two agencies of multidomain, and one KPPN of sakti.
enum SampleDirectory {
    static let multidomain = "multidomain.mail.go.id"
    static let sakti = "sakti.mail.go.id"
    static let bandung = "Kabupaten Bandung"
    static let bogor = "Kota Bogor"
    static let kppn = "KPPN Jakarta I"

    static func options(bandung count: Int = 5, bogor: Int = 3, kppn: Int = 3, extra: String = "") -> LocalStackOptions
    {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        options.slapd.entries =
            SampleEntries.tenant(bandung, service: multidomain, domains: ["bandungkab.go.id"])
            + SampleEntries.tenant(Self.bogor, service: multidomain, domains: ["kotabogor.go.id"])
            + SampleEntries.tenant(Self.kppn, service: sakti)
            + accounts(count, "bandungkab.go.id", tenant: bandung, service: multidomain)
            + accounts(bogor, "kotabogor.go.id", tenant: Self.bogor, service: multidomain)
            + accounts(kppn, "sakti.mail.go.id", tenant: Self.kppn, service: sakti)
            + extra
        return options
    }

    static func accounts(_ count: Int, _ domain: String, tenant: String, service: String) -> String {
        (0..<count).map { SampleEntries.account("user\($0 + 1)@\(domain)", tenant: tenant, service: service) }.joined()
    }

    static func user(_ number: Int) -> String { "user\(number)@bandungkab.go.id" }

    static func dn(_ number: Int) -> String {
        SampleEntries.dn(user(number), tenant: bandung, service: multidomain)
    }

    static func tenantDN(_ tenant: String, service: String = multidomain) -> String {
        "o=\(tenant),cn=\(service),ou=services,\(SampleEntries.suffix)"
    }

    /// One replaced value.
    static func replace(_ attribute: String, _ value: String, of dn: String) -> String {
        "dn: \(dn)\nchangetype: modify\nreplace: \(attribute)\n\(attribute): \(value)\n\n"
    }

    static func status(_ status: String, of number: Int) -> String {
        replace("pamongAccountStatus", status, of: dn(number))
    }

    static func delete(_ dn: String) -> String { "dn: \(dn)\nchangetype: delete\n\n" }

    static func rename(_ dn: String, to rdn: String, under parent: String? = nil) -> String {
        "dn: \(dn)\nchangetype: modrdn\nnewrdn: \(rdn)\ndeleteoldrdn: 1\n"
            + (parent.map { "newsuperior: \($0)\n" } ?? "") + "\n"
    }
}
