internal import DirectoryModel
internal import StateDatabase

/// Whether an observed account can become the account's state.
enum Judgement: Sendable, Hashable {
    case accepted(Account, scope: Int64)
    case refused([Violation])
}

/// What an account is judged by, apart from itself.
struct JudgementContext {
    /// Where it stands.
    var placement: Placement
    /// Those of its addresses' domains that accounts there may not use.
    var foreignDomains: Set<Substring>
    /// Which of its addresses other accounts hold.
    var owners: [MailAddress: EntryUUID]
    /// How many accounts its tenant has, this one not counted.
    var otherAccounts: Int
}

extension Judgement {
    /// Judges an entry. A closed account is let through whatever its addresses are: it is on its way out.
    static func of(
        _ observed: ObservedAccount,
        uuid: EntryUUID,
        csn: EntryCSN,
        in context: JudgementContext
    ) -> Judgement {
        var violations = observed.violations
        violations += placementViolations(context.placement)
        if observed.status != .closed {
            violations += missingValues(of: observed)
            violations += addressViolations(of: observed, in: context)
            violations += capViolations(of: observed, in: context)
        }
        guard violations.isEmpty, let address = observed.address, let status = observed.status,
            let scope = context.placement.scope
        else { return .refused(violations.isEmpty ? missingValues(of: observed) : violations) }
        return .accepted(
            Account(
                uuid: uuid,
                csn: csn,
                address: address,
                aliases: observed.aliases,
                mailHost: observed.mailHost,
                status: status,
                quota: observed.quota ?? context.placement.service?.defaultQuota,
                registered: observed.registered,
                secondFactorSince: observed.secondFactorSince,
                sessionsRevoked: observed.sessionsRevoked
            ),
            scope: scope
        )
    }

    private static func placementViolations(_ placement: Placement) -> [Violation] {
        if placement.service == nil {
            return [
                Violation(
                    attribute: "entryDN",
                    rule: .unknownService,
                    detail: "not below an entry of class pamongService"
                )
            ]
        }
        if placement.tenant == nil {
            return [
                Violation(
                    attribute: "entryDN",
                    rule: .unknownTenant,
                    detail: "not below an entry of class pamongTenant"
                )
            ]
        }
        return []
    }

    private static func missingValues(of observed: ObservedAccount) -> [Violation] {
        if observed.address != nil, observed.status != nil, observed.mailHost != nil { return [] }
        var missing: [String] = []
        let broken = Set(observed.violations.map(\.attribute))
        if observed.address == nil { missing.append("mail") }
        if observed.status == nil { missing.append("pamongAccountStatus") }
        if observed.mailHost == nil, observed.status == .active || observed.status == .blocked {
            missing.append("mailHost")
        }
        return missing.filter { !broken.contains($0) }.map {
            Violation(attribute: $0, rule: .missingValue, detail: "there is no value")
        }
    }

    private static func addressViolations(of observed: ObservedAccount, in context: JudgementContext) -> [Violation] {
        if context.foreignDomains.isEmpty, context.owners.isEmpty { return [] }
        var violations: [Violation] = []
        let primary = observed.address.map { [($0, "mail")] } ?? []
        for (address, attribute) in primary + observed.aliases.map({ ($0, "mailLocalAddress") }) {
            if context.placement.tenant != nil, context.foreignDomains.contains(address.domain) {
                violations.append(.foreignDomain(address, attribute: attribute))
            }
            if let owner = context.owners[address] {
                violations.append(
                    Violation(
                        attribute: attribute,
                        rule: .duplicateAddress,
                        detail: "\(address) belongs to the entry with entryUUID \(owner)"
                    )
                )
            }
        }
        return violations
    }

    private static func capViolations(of observed: ObservedAccount, in context: JudgementContext) -> [Violation] {
        guard let tenant = context.placement.tenant else { return [] }
        return [tenant.capViolation(others: context.otherAccounts), tenant.quotaViolation(observed.quota)]
            .compactMap { $0 }
    }
}

extension ObservedAccount {
    /// An accepted account, as if it had just been observed: to be judged again when what it depends on has changed.
    init(_ row: AccountRow) {
        let account = row.account
        self.init(
            address: account.address,
            aliases: account.aliases,
            mailHost: account.mailHost,
            status: account.status,
            quota: row.hasOwnQuota ? account.quota : nil,
            registered: account.registered,
            secondFactorSince: account.secondFactorSince,
            sessionsRevoked: account.sessionsRevoked
        )
    }
}
