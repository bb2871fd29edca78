import LocalStack

/// A few entries for these tests: one tenant of mail.go.id, one agency with a domain of its own.
enum SampleAccounts {
    static let password = "rahasia-sekali-1"

    static let ldif = tenants + accounts.map(\.ldif).joined()

    private static let tenants = """
        dn: o=Kementerian A,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: organization
        objectClass: pamongTenant
        o: Kementerian A
        pamongTenantStatus: active

        dn: ou=accounts,o=Kementerian A,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: organizationalUnit
        ou: accounts

        dn: o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: organization
        objectClass: pamongTenant
        o: Kota B
        pamongTenantStatus: active

        dn: ou=accounts,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: organizationalUnit
        ou: accounts

        dn: ou=domains,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: organizationalUnit
        ou: domains

        dn: associatedDomain=kota-b.go.id,ou=domains,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: pamongDomain
        associatedDomain: kota-b.go.id
        pamongMxStatus: correct

        dn: associatedDomain=rebutan.go.id,ou=domains,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: pamongDomain
        associatedDomain: rebutan.go.id

        dn: cn=palsu,ou=accounts,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: pamongService
        cn: palsu
        associatedDomain: palsu.go.id

        dn: cn=administrators,o=Kota B,cn=multidomain.mail.go.id,ou=services,dc=mail,dc=go,dc=id
        objectClass: groupOfNames
        objectClass: inetLocalMailRecipient
        cn: administrators
        mailLocalAddress: admin@kota-b.go.id
        member: \(Account.wati.dn)
        member: \(Account.tono.dn)


        """

    static let accounts: [Account] = [.budi, .siti, .joko, .dewi, .rini, .jauh, .wati, .tono]

    struct Account {
        var mail: String
        var tenant = "o=Kementerian A,cn=mail.go.id"
        var status = "active"
        var more = ""
        var host = "narada.mail.go.id"

        var dn: String { "mail=\(mail),ou=accounts,\(tenant),ou=services,dc=mail,dc=go,dc=id" }

        var ldif: String {
            """
            dn: \(dn)
            objectClass: inetOrgPerson
            objectClass: inetLocalMailRecipient
            objectClass: pamongAccount
            cn: \(mail)
            sn: \(mail)
            mail: \(mail)
            mailHost: \(host)
            pamongAccountStatus: \(status)
            userPassword: \(password)
            \(more.isEmpty ? "pamongQuota: 100000000" : more)


            """
        }

        static let budi = Account(mail: "budi@mail.go.id", more: "mailLocalAddress: budi.santoso@mail.go.id")
        static let siti = Account(mail: "siti@mail.go.id", status: "blocked", more: "mailLocalAddress: s@mail.go.id")
        static let joko = Account(mail: "joko@mail.go.id", status: "uploaded")
        static let dewi = Account(mail: "dewi@mail.go.id", status: "closed")
        static let rini = Account(mail: "rini@mail.go.id", more: "mailRoutingAddress: budi@mail.go.id")
        static let jauh = Account(mail: "jauh@mail.go.id", host: "yamadipati.mail.go.id")
        static let wati = Account(mail: "wati@kota-b.go.id", tenant: "o=Kota B,cn=multidomain.mail.go.id")
        static let tono = Account(
            mail: "tono@kota-b.go.id",
            tenant: "o=Kota B,cn=multidomain.mail.go.id",
            more: "pamongQuota: 1000000"
        )
    }
}
