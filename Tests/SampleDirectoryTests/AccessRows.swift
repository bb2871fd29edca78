import LDAPClient

/// The matrix. `owner` is Siti of Bandung with a second factor; `headquarters` has an account in Bandung, too.
enum Rows {
    private static let everybody = Set(Requester.allCases)
    private static let signedIn = everybody.subtracting([.anonymous])
    private static let programs: Set<Requester> = [.registrar, .serviceRegistrar, .auditor]
    private static let accounts: Set<Requester> = [
        .owner, .colleague, .tenantAdministrator, .foreignAdministrator, .memberFromElsewhere, .headquarters,
    ]
    /// Who writes accounts of Bandung.
    private static let administrators: Set<Requester> = [
        .tenantAdministrator, .headquarters, .registrar, .serviceRegistrar,
    ]
    /// Who sees them.
    private static let readers = administrators.union([.auditor])
    /// Who writes accounts of Medan.
    private static let foreigners: Set<Requester> = [.foreignAdministrator, .headquarters, .serviceRegistrar]
    private static let people: Set<Requester> = [.tenantAdministrator, .headquarters]
    private static let officers = people.union([.portal])
    private static let lookups: Set<Requester> = [.worker, .gate, .portal, .dovecot, .postfix]

    private static let siti = Places.account("siti", Places.bandung)
    private static let budi = Places.account("budi", Places.bandung)
    private static let administrator = Places.account("admin", Places.bandung)
    private static let kepala = Places.account("kepala", Places.bandung)
    private static let record = Places.record
    private static let stranger = Places.account("budi", Places.medan)

    static let reading: [AccessRow] = [
        AccessRow("the suffix", .read(Places.suffix, "objectClass"), signedIn),
        AccessRow("an account's address", .read(siti, "mail"), lookups.union(readers).union([.owner])),
        AccessRow(
            "an account's status",
            .read(siti, "pamongAccountStatus"),
            lookups.union(readers).union([.owner])
        ),
        AccessRow("an account's identity", .read(siti, "entryUUID"), lookups.union(readers).union([.owner])),
        AccessRow(
            "an account's quota",
            .read(siti, "pamongQuota"),
            readers.union([.worker, .dovecot, .portal, .owner])
        ),
        AccessRow("a person's name", .read(siti, "cn"), readers.union([.worker, .gate, .portal, .owner])),
        AccessRow("a person's surname", .read(siti, "sn"), readers.union([.worker, .owner])),
        AccessRow("a version", .read(siti, "entryCSN"), readers.union([.worker, .gate, .portal, .owner])),
        AccessRow("a foreign account", .read(stranger, "mail"), lookups.union(foreigners)),
        AccessRow("the account of a member of Admin Pusat", .read(kepala, "mail"), lookups.union(people)),
        AccessRow("a password", .read(siti, "userPassword"), []),
        AccessRow("a service's password", .read("cn=worker,ou=system,\(Places.suffix)", "userPassword"), []),
        AccessRow("a sealed key", .read(siti, "pamongTotpSecret"), [.gate, .portal]),
        AccessRow("a recovery code", .read(siti, "pamongRecoveryCode"), [.gate, .portal]),
        AccessRow("an application password", .read(siti, "pamongAppPassword"), [.gate, .portal]),
        AccessRow("a last step", .read(record, "pamongTotpLastStep"), [.gate, .portal]),
        AccessRow("a failure count", .read(record, "pamongTotpFailures"), [.gate, .portal]),
        AccessRow("when the last wrong code came", .read(record, "pamongTotpFailedTime"), [.gate, .portal]),
        AccessRow("an activation ticket", .read(siti, "pamongActivationTicket"), [.gate, .portal]),
        AccessRow(
            "a request to take a second factor away",
            .read(siti, "pamongTwoFactorReset"),
            readers.union([.worker, .portal, .owner])
        ),
        AccessRow(
            "an exemption",
            .read(siti, "pamongTwoFactorExemption"),
            readers.union([.worker, .gate, .portal, .owner])
        ),
        AccessRow(
            "since when one has to log in again",
            .read(siti, "pamongSessionsRevokedTime"),
            readers.union([.worker, .gate, .portal, .owner])
        ),
        AccessRow(
            "since when a second factor is active",
            .read(siti, "pamongTwoFactorSince"),
            readers.union([.worker, .gate, .portal, .owner])
        ),
        AccessRow("the canary", .read("cn=gate,ou=system,\(Places.suffix)", "pamongSealedCanary"), [.gate, .portal]),
        AccessRow("a tenant's caps", .read(Places.bandung, "pamongMaxAccounts"), readers.union([.worker])),
        AccessRow(
            "a tenant's records",
            .read(Places.bandung, "pamongTenantRecord"),
            people.union([.worker])
        ),
        AccessRow(
            "what a tenant's MX records were",
            .read(Places.bandung, "pamongMxStatus"),
            readers.union([.worker, .portal, .postfix])
        ),
        AccessRow(
            "a tenant's administrators",
            .read("cn=administrators,\(Places.bandung)", "member"),
            readers.union([.worker, .postfix, .gate, .portal])
        ),
        AccessRow(
            "who is Admin Pusat",
            .read("cn=administrators,\(Places.suffix)", "member"),
            [.headquarters, .worker]
        ),
        AccessRow(
            "a service's deadline",
            .read(Places.service, "pamongTwoFactorDeadline"),
            accounts.union(programs).union([.worker, .gate, .portal])
        ),
        AccessRow(
            "what a service does with mail for the blocked",
            .read(Places.service, "pamongBlockedMail"),
            accounts.union(programs).union([.worker, .postfix, .gate, .portal])
        ),
        AccessRow(
            "the password policy",
            .read("cn=default,ou=policies,\(Places.suffix)", "pwdMinLength"),
            [.headquarters, .worker]
        ),
        AccessRow("what a letter of request says", .read(Places.bandung, "pamongPlannedUse"), people.union([.worker])),
        AccessRow("a program's token", .read(Places.program("registrar"), "pamongClientToken"), [.portal]),
        AccessRow(
            "who answers for a program",
            .read(Places.program("registrar"), "pamongClientContact"),
            [.headquarters, .worker, .portal]
        ),
        AccessRow(
            "which programs write in a service",
            .read("cn=registrars,\(Places.service)", "member"),
            [.headquarters, .worker, .postfix, .gate, .portal, .serviceRegistrar]
        ),
        AccessRow("the configuration", .read("cn=config", "olcServerID"), []),
        AccessRow("slapd's counters", .read("cn=Monitor", "monitoredInfo"), [.worker]),
        AccessRow("who changed what", .read("cn=accesslog", "objectClass"), [.worker, .portal]),
    ]

    static let accountChanges: [AccessRow] = [
        AccessRow("block an account", .modify(siti, [.replace("pamongAccountStatus", "blocked")]), administrators),
        AccessRow("change a name", .modify(siti, [.replace("cn", "Siti Aminah")]), administrators),
        AccessRow("change a quota", .modify(siti, [.replace("pamongQuota", "2147483648")]), administrators),
        AccessRow("add an alias", .modify(siti, [.add("mailLocalAddress", "s@bandungkab.go.id")]), administrators),
        AccessRow("forward mail", .modify(siti, [.replace("mailRoutingAddress", "x@example.go.id")]), administrators),
        AccessRow(
            "take an address that is somebody's",
            .modify(siti, [.add("mailLocalAddress", "budi@pemkomedan.go.id")]),
            []
        ),
        AccessRow("move the mailbox", .modify(siti, [.replace("mailHost", "yamadipati.mail.go.id")]), [.headquarters]),
        AccessRow(
            "note a registration",
            .modify(siti, [.add("pamongRegisteredTime", "20260101000000Z")]),
            administrators
        ),
        AccessRow(
            "set a password",
            .modify(siti, [.replace("userPassword", "rahasia-baru-2")]),
            administrators.union([.owner])
        ),
        AccessRow(
            "set the password of an account nobody has registered",
            .modify(Places.account("baru", Places.bandung), [.replace("userPassword", "rahasia-baru-2")]),
            administrators
        ),
        AccessRow(
            "set a service's password",
            .modify("cn=worker,ou=system,\(Places.suffix)", [.replace("userPassword", "rahasia-baru-2")]),
            []
        ),
        AccessRow(
            "set the password of Admin Pusat",
            .modify(kepala, [.replace("userPassword", "rahasia-baru-2")]),
            [.headquarters]
        ),
        AccessRow(
            "block Admin Pusat",
            .modify(kepala, [.replace("pamongAccountStatus", "blocked")]),
            [.headquarters]
        ),
        AccessRow("rename Admin Pusat's person", .modify(kepala, [.replace("cn", "Siapa")]), administrators),
        AccessRow("delete Admin Pusat", .delete(kepala), [.headquarters]),
        AccessRow("delete an account", .delete(budi), administrators),
        AccessRow("delete a foreign account", .delete(stranger), foreigners),
        AccessRow(
            "block a foreign account",
            .modify(stranger, [.replace("pamongAccountStatus", "blocked")]),
            foreigners
        ),
        AccessRow("make an account", .add(newAccount(Places.bandung), attributes(Places.bandung)), administrators),
        AccessRow(
            "make an account in another tenant",
            .add(newAccount(Places.medan), attributes(Places.medan)),
            foreigners
        ),
        AccessRow(
            "make an account that brings a key",
            .add(
                newAccount(Places.bandung),
                attributes(Places.bandung, classes: ["pamongTwoFactor"]) + [
                    LDAPAttribute("pamongTotpSecret", "$pamong1$2026a$eA")
                ]
            ),
            []
        ),
        AccessRow(
            "make an entry below an account",
            .add("mail=baru2@bandungkab.go.id,\(siti)", attributes(Places.bandung, "baru2")),
            []
        ),
        AccessRow(
            "change an address",
            .rename(budi, to: RelativeDistinguishedName("mail", "b@bandungkab.go.id")),
            administrators
        ),
        AccessRow(
            "move an account into another tenant",
            .rename(
                budi,
                to: RelativeDistinguishedName("mail", "budi@bandungkab.go.id"),
                under: "ou=accounts,\(Places.medan)"
            ),
            [.headquarters, .serviceRegistrar]
        ),
        AccessRow(
            "fetch an account from another tenant",
            .rename(
                stranger,
                to: RelativeDistinguishedName("mail", "budi@pemkomedan.go.id"),
                under: "ou=accounts,\(Places.bandung)"
            ),
            [.headquarters, .serviceRegistrar]
        ),
    ]

    static let tree: [AccessRow] = [
        AccessRow("raise a cap", .modify(Places.bandung, [.replace("pamongMaxAccounts", "9")]), [.headquarters]),
        AccessRow(
            "suspend a tenant",
            .modify(Places.bandung, [.replace("pamongTenantStatus", "suspended")]),
            [.headquarters]
        ),
        AccessRow("delete a tenant's group", .delete("cn=administrators,\(Places.bandung)"), [.headquarters]),
        AccessRow(
            "appoint an administrator",
            .modify("cn=administrators,\(Places.bandung)", [.add("member", siti)]),
            [.headquarters]
        ),
        AccessRow(
            "appoint a foreign administrator",
            .modify("cn=administrators,\(Places.medan)", [.add("member", siti)]),
            [.headquarters]
        ),
        AccessRow(
            "become Admin Pusat",
            .modify("cn=administrators,\(Places.suffix)", [.add("member", siti)]),
            []
        ),
        AccessRow(
            "found a tenant",
            .add(
                "o=Baru,\(Places.service)",
                [LDAPAttribute("objectClass", "organization", "pamongTenant"), LDAPAttribute("o", "Baru")]
            ),
            [.headquarters]
        ),
        AccessRow(
            "add a domain",
            .add(
                "associatedDomain=baru.go.id,ou=domains,\(Places.bandung)",
                [LDAPAttribute("objectClass", "pamongDomain"), LDAPAttribute("associatedDomain", "baru.go.id")]
            ),
            people
        ),
        AccessRow(
            "add a domain that is confirmed",
            .add(
                "associatedDomain=baru.go.id,ou=domains,\(Places.bandung)",
                [
                    LDAPAttribute("objectClass", "pamongDomain"), LDAPAttribute("associatedDomain", "baru.go.id"),
                    LDAPAttribute("pamongMxStatus", "pending"),
                ]
            ),
            [.headquarters]
        ),
        AccessRow(
            "confirm a domain",
            .modify(Places.listedDomain, [.add("pamongMxStatus", "pending")]),
            [.headquarters, .portal]
        ),
        AccessRow(
            "rename a domain that is only listed",
            .rename(Places.listedDomain, to: RelativeDistinguishedName("associatedDomain", "baru.go.id")),
            people
        ),
        AccessRow(
            "rename a confirmed domain",
            .rename(Places.confirmedDomain, to: RelativeDistinguishedName("associatedDomain", "baru.go.id")),
            [.headquarters]
        ),
        AccessRow(
            "give a confirmed domain another class",
            .modify(Places.confirmedDomain, [.add("objectClass", "pamongTenant")]),
            [.headquarters]
        ),
        AccessRow(
            "describe a confirmed domain",
            .modify(Places.confirmedDomain, [.replace("description", "situs utama")]),
            people
        ),
        AccessRow("take a confirmed domain off the list", .delete(Places.confirmedDomain), people),
        AccessRow("take a listed domain off the list", .delete(Places.listedDomain), people),
        AccessRow(
            "say the MX records are right",
            .modify(Places.confirmedDomain, [.replace("pamongMxStatus", "correct")]),
            [.headquarters, .portal]
        ),
        AccessRow(
            "note when a tenant's MX records were looked at",
            .modify(Places.bandung, [.replace("pamongMxCheckedTime", "20260101000000Z")]),
            [.headquarters, .portal]
        ),
        AccessRow(
            "record a step of a tenant's",
            .modify(Places.bandung, [.add("pamongTenantRecord", "20260102000000Z$who$nda$")]),
            [.headquarters]
        ),
        AccessRow(
            "take a record of a tenant's away",
            .modify(Places.bandung, [.delete("pamongTenantRecord", AccessRulesDirectory.tenantRecord)]),
            []
        ),
        AccessRow(
            "rewrite a tenant's records",
            .modify(Places.bandung, [.replace("pamongTenantRecord", "20260102000000Z$who$nda$")]),
            []
        ),
        AccessRow(
            "ask for another domain",
            .modify(Places.bandung, [.replace("pamongRequestedDomain", "baru.go.id")]),
            [.headquarters]
        ),
        AccessRow(
            "change a service's policy",
            .modify(Places.service, [.replace("pamongBlockedMail", "reject")]),
            [.headquarters]
        ),
        AccessRow(
            "let a program write",
            .modify("cn=registrars,\(Places.bandung)", [.add("member", Places.program("auditor"))]),
            [.headquarters]
        ),
        AccessRow(
            "let a program write in a whole service",
            .modify("cn=registrars,\(Places.service)", [.add("member", Places.program("auditor"))]),
            [.headquarters]
        ),
        AccessRow(
            "give a program a token",
            .modify(Places.program("auditor"), [.add("pamongClientToken", freshToken)]),
            [.headquarters]
        ),
        AccessRow(
            "take a program's token",
            .modify(Places.program("auditor"), [.delete("pamongClientToken", AccessRulesDirectory.clientToken)]),
            [.headquarters]
        ),
        AccessRow(
            "make a program",
            .add(
                Places.program("another"),
                [
                    LDAPAttribute("objectClass", "applicationProcess", "pamongApiClient"),
                    LDAPAttribute("cn", "another"),
                ]
            ),
            [.headquarters]
        ),
        AccessRow("delete a program", .delete(Places.program("auditor")), [.headquarters]),
        AccessRow(
            "make a program a password",
            .modify(Places.program("auditor"), [.add("userPassword", "rahasia-baru-2")]),
            []
        ),
        AccessRow("delete a service", .delete("cn=desa.mail.go.id,ou=services,\(Places.suffix)"), []),
        AccessRow(
            "loosen the password policy",
            .modify("cn=default,ou=policies,\(Places.suffix)", [.replace("pwdMinLength", "1")]),
            []
        ),
    ]

    static let secondFactor: [AccessRow] = [
        AccessRow("seal a key", .modify(siti, [.replace("pamongTotpSecret", "$pamong1$2026a$eA")]), [.portal]),
        AccessRow("remove a key", .modify(siti, [.delete("pamongTotpSecret")]), [.portal]),
        AccessRow("begin enrolment", .modify(siti, [.add("pamongTotpPending", "$pamong1$2026a$eA")]), [.portal]),
        AccessRow(
            "begin enrolment of a new account",
            .modify(budi, [.add("objectClass", "pamongTwoFactor")]),
            [.portal]
        ),
        AccessRow(
            "activate",
            .modify(siti, [.replace("pamongTwoFactorSince", "20260102000000Z")]),
            [.portal]
        ),
        AccessRow("advance the step", .modify(record, [.replace("pamongTotpLastStep", "58845001")]), [.gate, .portal]),
        AccessRow(
            "begin a record of codes",
            .add(
                "pamongAccountUUID=0c0de5aa-0000-4000-8000-000000000002,cn=codes",
                [
                    LDAPAttribute("objectClass", "pamongCodeRecord"),
                    LDAPAttribute("pamongAccountUUID", "0c0de5aa-0000-4000-8000-000000000002"),
                    LDAPAttribute("pamongTotpFailures", "0"),
                ]
            ),
            [.gate, .portal]
        ),
        AccessRow("take a record of codes away", .delete(record), []),
        AccessRow("count a failure", .modify(record, [.increment("pamongTotpFailures", by: 1)]), [.gate, .portal]),
        AccessRow(
            "note the use of an application password",
            .modify(
                siti,
                [
                    .delete("pamongAppPassword", AccessRulesDirectory.appPassword),
                    .add("pamongAppPassword", AccessRulesDirectory.appPassword + "$used"),
                ]
            ),
            [.gate, .portal]
        ),
        AccessRow(
            "use up a recovery code",
            .modify(siti, [.delete("pamongRecoveryCode", "$recovery1$2026a$aGFzaA")]),
            [.portal]
        ),
        AccessRow("give another object class", .modify(budi, [.add("objectClass", "pamongTenant")]), administrators),
        AccessRow(
            "change the canary",
            .modify("cn=gate,ou=system,\(Places.suffix)", [.replace("pamongSealedCanary", "$pamong1$2026a$eA")]),
            [.portal]
        ),
        AccessRow(
            "note when a wrong code came",
            .modify(record, [.replace("pamongTotpFailedTime", "20260102000000Z")]),
            [.gate, .portal]
        ),
        AccessRow(
            "make an activation ticket",
            .modify(budi, [.replace("pamongActivationTicket", "$ticket1$2026a$eA$1")]),
            [.portal]
        ),
        AccessRow("use up an activation ticket", .modify(siti, [.delete("pamongActivationTicket")]), [.portal]),
        AccessRow(
            "exempt an account",
            .modify(siti, [.replace("pamongTwoFactorExemption", "x")]),
            [.headquarters]
        ),
        AccessRow("end an exemption", .modify(siti, [.delete("pamongTwoFactorExemption")]), [.headquarters]),
    ]

    /// What an officer does about a lost phone: their own tenant's accounts only, and never those of Admin Pusat.
    static let reset: [AccessRow] = [
        AccessRow("ask for a reset", .modify(budi, [.add("pamongTwoFactorReset", "x")]), officers),
        AccessRow(
            "take a request away",
            .modify(siti, [.delete("pamongTwoFactorReset", AccessRulesDirectory.resetRequest)]),
            officers
        ),
        AccessRow(
            "ask for a reset in another tenant",
            .modify(stranger, [.add("pamongTwoFactorReset", "x")]),
            [.portal, .foreignAdministrator, .headquarters]
        ),
        AccessRow(
            "ask for a reset of Admin Pusat",
            .modify(kepala, [.add("pamongTwoFactorReset", "x")]),
            [.portal, .headquarters]
        ),
        AccessRow(
            "end an account's sessions",
            .modify(siti, [.replace("pamongSessionsRevokedTime", "20260102000000Z")]),
            officers.union([.registrar, .serviceRegistrar])
        ),
        AccessRow(
            "end sessions in another tenant",
            .modify(stranger, [.replace("pamongSessionsRevokedTime", "20260102000000Z")]),
            foreigners.union([.portal])
        ),
        AccessRow(
            "end sessions of Admin Pusat",
            .modify(kepala, [.replace("pamongSessionsRevokedTime", "20260102000000Z")]),
            [.portal, .headquarters]
        ),
        AccessRow(
            "end sessions of a tenant's administrator",
            .modify(administrator, [.replace("pamongSessionsRevokedTime", "20260102000000Z")]),
            officers.union([.registrar, .serviceRegistrar])
        ),
    ]

    private static let freshToken = AccessRulesDirectory.clientToken.replacing("abcd2345", with: "efgh2345")

    private static func newAccount(_ tenant: String) -> String { Places.account("anyar", tenant) }

    private static func attributes(_ tenant: String, _ local: String = "anyar", classes: [String] = [])
        -> [LDAPAttribute]
    {
        [
            LDAPAttribute("objectClass", ["inetOrgPerson", "inetLocalMailRecipient", "pamongAccount"] + classes),
            LDAPAttribute("mail", "\(local)@\(Places.domain(tenant))"), LDAPAttribute("cn", local),
            LDAPAttribute("sn", local), LDAPAttribute("pamongAccountStatus", "uploaded"),
            LDAPAttribute("mailHost", "narada.mail.go.id"), LDAPAttribute("userPassword", "rahasia-baru-2"),
        ]
    }
}
