/// Entries to put a small directory together from, as LDIF.
public enum SampleEntries {
    /// The suffix of the shipped files.
    public static let suffix = "dc=mail,dc=go,dc=id"
    /// The mail host of all accounts.
    public static let host = "narada.mail.go.id"

    /// A tenant with its containers and domains.
    public static func tenant(_ name: String, service: String, domains: [String] = [], attributes: String = "")
        -> String
    {
        let dn = "o=\(name),cn=\(service),ou=services,\(suffix)"
        var text = """
            dn: \(dn)
            objectClass: organization
            objectClass: pamongTenant
            o: \(name)
            pamongTenantStatus: active
            \(attributes.isEmpty ? "" : attributes + "\n")
            dn: ou=accounts,\(dn)
            objectClass: organizationalUnit
            ou: accounts

            dn: ou=domains,\(dn)
            objectClass: organizationalUnit
            ou: domains


            """
        for domain in domains { text += self.domain(domain, tenant: name, service: service) }
        return text
    }

    /// A domain of a tenant, confirmed unless said.
    public static func domain(_ domain: String, tenant: String, service: String, isConfirmed: Bool = true) -> String {
        """
        dn: associatedDomain=\(domain),ou=domains,o=\(tenant),cn=\(service),ou=services,\(suffix)
        objectClass: pamongDomain
        associatedDomain: \(domain)
        \(isConfirmed ? "pamongMxStatus: pending" : "")


        """
    }

    /// An account's DN.
    public static func dn(_ address: String, tenant: String, service: String) -> String {
        "mail=\(address),ou=accounts,o=\(tenant),cn=\(service),ou=services,\(suffix)"
    }

    /// An account entry; `attributes` are further lines.
    public static func account(
        _ address: String,
        tenant: String,
        service: String,
        status: String = "active",
        aliases: [String] = [],
        attributes: String = ""
    ) -> String {
        """
        dn: \(dn(address, tenant: tenant, service: service))
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount
        cn: \(address)
        sn: \(address)
        mail: \(address)
        mailHost: \(host)
        pamongAccountStatus: \(status)
        pamongRegisteredTime: 20240101000000Z
        \((aliases.map { "mailLocalAddress: \($0)" } + (attributes.isEmpty ? [] : [attributes])).joined(separator: "\n"))


        """.replacing("\n\n\n\n", with: "\n\n")
    }
}
