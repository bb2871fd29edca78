import DirectoryModel

/// A small directory: one service with one tenant and as many accounts as a test wants.
enum SampleEntries {
    static let suffix = "dc=mail,dc=go,dc=id"
    static let service = "cn=sakti.mail.go.id,ou=services,\(suffix)"
    static let tenant = "o=KPPN Bandung,\(service)"
    static let accounts = "ou=accounts,\(tenant)"
    static let base = Timestamp(microseconds: 1_793_491_200_000_000)

    static func tree() -> [ObservedEntry] {
        [
            container(1, suffix, parent: "", .plain), container(2, "ou=services,\(suffix)", parent: suffix, .plain),
            container(
                3,
                service,
                parent: "ou=services,\(suffix)",
                .service(Service(name: "sakti.mail.go.id", domains: ["sakti.mail.go.id"], defaultQuota: 1_000_000))
            ),
            container(4, tenant, parent: service, .tenant(Tenant(name: "KPPN Bandung"))),
            container(5, accounts, parent: tenant, .plain),
        ]
    }

    static let otherAccounts = "ou=accounts,o=KPPN Medan,\(service)"

    static func otherTenant() -> [ObservedEntry] {
        [
            container(6, "o=KPPN Medan,\(service)", parent: service, .tenant(Tenant(name: "KPPN Medan"))),
            container(7, otherAccounts, parent: "o=KPPN Medan,\(service)", .plain),
        ]
    }

    static func container(_ number: UInt64, _ dn: String, parent: String, _ content: Container) -> ObservedEntry {
        ObservedEntry(
            uuid: EntryUUID(high: 1, low: number),
            csn: csn(number),
            dn: dn,
            parent: parent.lowercased(),
            content: .container(content)
        )
    }

    static func account(
        _ number: UInt64,
        status: AccountStatus = .active,
        domain: String = "sakti.mail.go.id",
        version: UInt64 = 0,
        secondFactor: Bool = false,
        isElsewhere: Bool = false
    ) -> ObservedEntry {
        let address = "u\(number)@\(domain)"
        let accounts = isElsewhere ? otherAccounts : accounts
        return ObservedEntry(
            uuid: EntryUUID(high: 2, low: number),
            csn: csn(100 + number + version * 1000),
            dn: "mail=\(address),\(accounts)",
            parent: accounts.lowercased(),
            content: .account(
                ObservedAccount(
                    address: MailAddress(address),
                    mailHost: "narada",
                    status: status,
                    registered: base,
                    secondFactorSince: secondFactor ? base : nil
                )
            )
        )
    }

    private static func csn(_ number: UInt64) -> EntryCSN {
        EntryCSN(time: base + .seconds(Int(number)), order: 1 << 24)
    }
}
