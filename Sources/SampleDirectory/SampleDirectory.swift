/// Sample data for the shipped directory: the tenants, domains, groups and accounts of all four services, below the entries of
/// `LDIF/tree`. The same arguments give the same bytes, whenever and wherever.
///
/// The accounts are meant for counting, for mail and for signing in with a password. Their second factors are only
/// marked (`pamongTwoFactorSince`): no key is sealed, so none of them can give a code.
public struct SampleDirectory: Sendable {
    let platform: PlatformPlan
    private let suffix: String
    private let passwordHash: [UInt8]
    private let mailHosts: [[UInt8]]

    /// Plans a sample.
    ///
    /// - Parameters:
    ///   - scale: how large.
    ///   - suffix: the directory's suffix.
    ///   - passwordHash: the `userPassword` of every account, scheme included, such as `{SSHA}…`; a cheap scheme makes
    ///     measurements of logins measure something else than the hash.
    ///   - mailHosts: the hosts that store mailboxes. At the small scale accounts alternate between them, at the
    ///     full scale all are on the first.
    public init(
        scale: SampleScale,
        suffix: String = "dc=mail,dc=go,dc=id",
        passwordHash: String,
        mailHosts: [String] = ["narada.mail.go.id", "yamadipati.mail.go.id"]
    ) {
        platform = PlatformPlan(scale)
        self.suffix = suffix
        self.passwordHash = Array(passwordHash.utf8)
        self.mailHosts = (scale == .full ? Array(mailHosts.prefix(1)) : mailHosts).map { Array($0.utf8) }
    }

    /// What the sample holds, per service, in the order of `LDIF/tree`.
    public var expectedFigures: [SampleFigures] { platform.services.map(SampleFigures.init) }

    /// All accounts of the sample that are not closed: 266,087 at the full scale.
    public var expectedAccounts: Int { expectedFigures.reduce(0) { $0 + $1.accounts } }

    /// Writes the entries as LDIF, parents before children, to be loaded after the base tree: by `slapadd -q -w`, or by
    /// `ldapadd` as the manager. Nothing but the present chunk, about a megabyte, is held in memory.
    public func writeLDIF(to sink: ([UInt8]) throws -> Void) rethrows {
        var text = LDIFText()
        for plan in platform.services {
            try write(plan, into: &text, to: sink)
        }
        try text.flush(atEnd: true, to: sink)
    }

    /// The same to a text stream.
    public func writeLDIF(to stream: inout some TextOutputStream) {
        writeLDIF { stream.write(String(decoding: $0, as: UTF8.self)) }
    }

    /// The change that makes the sample's head-office administrator Admin Pusat, as LDIF for `slapmodify` or `ldapmodify`;
    /// it comes after `writeLDIF`. (The group itself is part of the base tree.)
    public var administratorsChange: String {
        """
        dn: cn=administrators,\(suffix)
        changetype: modify
        replace: member
        member: \(headquarters.distinguishedName)


        """
    }

    private func write(_ plan: ServicePlan, into text: inout LDIFText, to sink: ([UInt8]) throws -> Void) rethrows {
        var standings = StandingSequence(plan)
        for (index, tenant) in plan.tenants.enumerated() {
            TenantEntries(tenant: tenant, name: tenantName(tenant, of: plan), suffix: suffix).write(into: &text)
            let accounts = accountEntries(ofTenant: index, in: plan)
            for number in 0..<tenant.accounts {
                let isAdministrator = number == 0 && tenant.administrator != nil
                let (standing, hasSecondFactor) = isAdministrator ? (.active, false) : standings.next()
                accounts.write(number, standing: standing, hasSecondFactor: hasSecondFactor, into: &text)
                try text.flush(to: sink)
            }
        }
    }

    /// The writer of one tenant's accounts. Tenants of one domain take the next people of one list; a tenant with its own
    /// domain starts somewhere in it.
    func accountEntries(ofTenant index: Int, in plan: ServicePlan) -> AccountEntries {
        let tenant = plan.tenants[index]
        let before = plan.tenants[..<index].reduce(0) { $0 + $1.accounts }
        return AccountEntries(
            plan: plan,
            tenant: tenant,
            tenantName: tenantName(tenant, of: plan),
            passwordHash: passwordHash,
            mailHosts: mailHosts,
            firstPerson: tenant.ownsDomains ? index * 1_009 : before
        )
    }

    func tenantName(_ tenant: TenantPlan, of plan: ServicePlan) -> String {
        "\(relativeName("o", tenant.name)),cn=\(plan.name),ou=services,\(suffix)"
    }
}
