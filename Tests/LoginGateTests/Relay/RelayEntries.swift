import LDAPClient
import TestEntries

extension RelayDirectory {
    /// Plain text passwords: slapd compares them without work, so that the relay is what is measured and tested.
    static func entries(others: Int) -> String {
        var text = SampleEntries.tenant(tenant, service: service, domains: ["uji.go.id"])
        text += SampleEntries.account(
            "satu@uji.go.id",
            tenant: tenant,
            service: service,
            attributes: "userPassword: \(password)"
        )
        text += SampleEntries.account(
            "dua@uji.go.id",
            tenant: tenant,
            service: service,
            attributes: "userPassword: rahasia-dua"
        )
        for number in 0..<others {
            text += SampleEntries.account(
                "u\(number)@uji.go.id",
                tenant: tenant,
                service: service,
                attributes: "userPassword: sandi-\(number)"
            )
        }
        return text
    }

    static func dn(_ name: String) -> String {
        SampleEntries.dn("\(name)@uji.go.id", tenant: tenant, service: service)
    }

    static func login(_ name: String = "satu", _ password: String = password) throws -> LDAPAuthentication {
        .simple(try DistinguishedName(dn(name)), LDAPSecret(password))
    }
}
