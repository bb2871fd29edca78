import DirectoryModel
import StateDatabase
import Testing

@testable import SyncEngine

struct JudgementTests {
    private static let tenant = Tenant(name: "Bandung", maxAccounts: 10, maxQuota: 1000)
    private static let service = Service(name: "multidomain", defaultQuota: 500)

    private static let good = ObservedAccount(
        address: SampleValues.address("a@x.go.id"),
        aliases: [SampleValues.address("b@y.go.id")],
        mailHost: SampleValues.host,
        status: .active
    )

    private func context(
        service: Service? = service,
        tenant: Tenant? = tenant,
        foreign: Set<Substring> = [],
        owners: [MailAddress: EntryUUID] = [:],
        others: Int = 0
    ) -> JudgementContext {
        JudgementContext(
            placement: Placement(
                serviceNode: service == nil ? nil : 1,
                tenantNode: tenant == nil ? nil : 2,
                service: service,
                tenant: tenant,
                scope: service == nil || tenant == nil ? nil : 7
            ),
            foreignDomains: foreign,
            owners: owners,
            otherAccounts: others
        )
    }

    private func rules(_ observed: ObservedAccount, in context: JudgementContext) -> [Violation.Rule] {
        switch Judgement.of(observed, uuid: SampleValues.uuid, csn: SampleValues.csn, in: context) {
        case .accepted: []
        case .refused(let violations): violations.map(\.rule)
        }
    }

    private func changed(_ change: (inout ObservedAccount) -> Void) -> ObservedAccount {
        var observed = Self.good
        change(&observed)
        return observed
    }

    @Test func `a good entry is accepted with its service's default quota`() throws {
        let judgement = Judgement.of(Self.good, uuid: SampleValues.uuid, csn: SampleValues.csn, in: context())
        guard case .accepted(let account, let scope) = judgement else {
            Issue.record("refused: \(judgement)")
            return
        }
        #expect(account.quota == 500)
        #expect(account.names == [SampleValues.address("a@x.go.id"), SampleValues.address("b@y.go.id")])
        #expect(scope == 7)
    }

    @Test func `what is missing is named`() {
        #expect(rules(changed { $0.address = nil }, in: context()) == [.missingValue])
        #expect(rules(changed { $0.status = nil }, in: context()) == [.missingValue])
        #expect(rules(changed { $0.mailHost = nil }, in: context()) == [.missingValue])
        #expect(rules(changed { ($0.mailHost, $0.status) = (nil, .blocked) }, in: context()) == [.missingValue])
        #expect(rules(changed { ($0.mailHost, $0.status) = (nil, .uploaded) }, in: context()).isEmpty)
    }

    @Test func `a broken value is told once, not as a missing one too`() {
        let broken = Violation(attribute: "pamongAccountStatus", rule: .brokenValue, detail: "x")
        #expect(rules(changed { ($0.status, $0.violations) = (nil, [broken]) }, in: context()) == [.brokenValue])
    }

    @Test func `an entry outside every service or tenant is refused`() {
        #expect(rules(Self.good, in: context(service: nil, tenant: nil)) == [.unknownService])
        #expect(rules(Self.good, in: context(tenant: nil)) == [.unknownTenant])
    }

    @Test func `an address or alias of a foreign domain is refused`() {
        #expect(rules(Self.good, in: context(foreign: ["x.go.id"])) == [.foreignDomain])
        #expect(rules(Self.good, in: context(foreign: ["x.go.id", "y.go.id"])) == [.foreignDomain, .foreignDomain])
    }

    @Test func `an address or alias that somebody else holds is refused`() {
        for name in ["a@x.go.id", "b@y.go.id"] {
            let owners = [SampleValues.address(name): SampleValues.other]
            #expect(rules(Self.good, in: context(owners: owners)) == [.duplicateAddress])
        }
    }

    @Test(arguments: [(9, true), (10, false), (11, false)])
    func `the cap counts the others`(others: Int, isAccepted: Bool) {
        #expect(rules(Self.good, in: context(others: others)) == (isAccepted ? [] : [.tooManyAccounts]))
    }

    @Test func `a quota over the tenant's largest is refused, the service's default never`() {
        #expect(rules(changed { $0.quota = 1001 }, in: context()) == [.quotaTooLarge])
        #expect(rules(changed { $0.quota = 1000 }, in: context()).isEmpty)
        let generous = Service(name: "multidomain", defaultQuota: 5000)
        #expect(rules(Self.good, in: context(service: generous)).isEmpty)
    }

    @Test func `a closed account passes whatever its addresses are`() {
        let closed = changed { ($0.status, $0.mailHost) = (.closed, nil) }
        let owners = [SampleValues.address("a@x.go.id"): SampleValues.other]
        #expect(rules(closed, in: context(foreign: ["x.go.id"], owners: owners, others: 99)).isEmpty)
        #expect(rules(changed { ($0.status, $0.address) = (.closed, nil) }, in: context()) == [.missingValue])
    }

    @Test func `every rule says how to mend it`() {
        for rule in Violation.Rule.allCases {
            #expect(!Violation(attribute: "mail", rule: rule, detail: "").remedy.isEmpty)
        }
    }
}
