import DirectoryModel
import Testing

@testable import TenantOnboarding

struct MxJudgementTests {
    private static let both = [
        MxRecord(host: "narada.mail.go.id", priority: 10), MxRecord(host: "yamadipati.mail.go.id", priority: 10),
    ]
    private static let google = MxRecord(host: "aspmx.l.google.com", priority: 1)

    private func judge(_ outcomes: ResolverAnswer.Outcome...) -> MxReport {
        let answers = outcomes.enumerated().compactMap { index, outcome in
            ResolverAddress("127.0.0.\(index + 1)").map { ResolverAnswer(resolver: $0, outcome: outcome) }
        }
        return MxReport(domain: "x.go.id", answers: answers, expecting: MailHostRecord.platform, checked: .now)
    }

    private static let table: [(ResolverAnswer.Outcome, MxStatus, String)] = [
        (.records(both, alias: nil), .correct, ""),
        (.records([both[0]], alias: nil), .incomplete, "yamadipati.mail.go.id is missing"),
        (.records(both + [google], alias: nil), .foreignHosts, "aspmx.l.google.com"),
        (.records([google], alias: nil), .foreignHosts, "aspmx.l.google.com"),
        (.records([both[0], google], alias: nil), .incomplete, "yamadipati.mail.go.id is missing"),
        (
            .records([both[0], MxRecord(host: "yamadipati.mail.go.id", priority: 20)], alias: nil), .wrongPriority,
            "priority 20 instead of 10"
        ),
        (
            .records(both + [MxRecord(host: "narada.mail.go.id", priority: 5)], alias: nil), .wrongPriority,
            "priority 10 and 5 instead of 10"
        ),
        (.records([MxRecord(host: "", priority: 0)], alias: nil), .nullMx, "takes no mail"),
        (.noRecords(alias: nil), .noMx, "no MX record"),
        (.noRecords(alias: "web.example"), .alias, "web.example"),
        (.records(both, alias: "web.example"), .alias, "CNAME"),
        (.noSuchName, .noDomain, "NXDOMAIN"),
        (.serverFailure, .serverFailure, "SERVFAIL"),
        (.timeout, .timeout, "in time"),
        (.unusable("it refuses"), .resolverFailure, "it refuses"),
    ]

    @Test(arguments: table.indices)
    func `each answer has its verdict, and words`(row: Int) {
        let (outcome, status, words) = Self.table[row]
        for report in [judge(outcome), judge(outcome, outcome)] {
            #expect(report.status == status)
            #expect(report.problems.isEmpty == (status == .correct))
            #expect(report.problems.joined(separator: " ").contains(words) || words.isEmpty, "\(report.problems)")
            #expect(report.toEnter.map(\.value) == ["narada.mail.go.id.", "yamadipati.mail.go.id."])
            #expect(
                report.toEnter.allSatisfy { $0.name == "@" && $0.type == "MX" && $0.priority == 10 && $0.ttl == 3600 }
            )
        }
    }

    @Test func `what has to go is said as a panel shows it`() {
        let report = judge(.records(Self.both + [Self.google], alias: nil))
        #expect(report.toDelete.map(\.value) == ["aspmx.l.google.com."])
        #expect(report.toDelete.first?.priority == 1)
        #expect(judge(.records([MxRecord(host: "", priority: 0)], alias: nil)).toDelete.map(\.value) == ["."])
        #expect(judge(.noRecords(alias: "a.b")).toDelete.map(\.type) == ["CNAME"])
        #expect(judge(.records([Self.google], alias: nil), .records([Self.google], alias: nil)).toDelete.count == 1)
    }

    @Test func `resolvers that say different things mean that it has not spread`() {
        let report = judge(.records(Self.both, alias: nil), .records([Self.google], alias: nil))
        #expect(report.status == .notSpread)
        #expect(report.problems.first?.contains("not spread") == true)
        #expect(report.problems.contains { $0.hasPrefix("127.0.0.1:53 sees the right") }, "\(report.problems)")
        #expect(report.problems.contains { $0.hasPrefix("127.0.0.2:53: mail still goes") }, "\(report.problems)")
        #expect(judge(.records(Self.both, alias: nil), .noSuchName).status == .notSpread)
        #expect(judge(.serverFailure, .records(Self.both, alias: nil)).status == .notSpread)
    }

    @Test func `how long an answer may be remembered is no difference`() {
        let older = Self.both.map { MxRecord(host: $0.host, priority: $0.priority, ttl: 7) }
        #expect(judge(.records(Self.both, alias: nil), .records(older, alias: nil)).status == .correct)
    }

    @Test func `silence is never agreement`() {
        #expect(judge(.records(Self.both, alias: nil), .timeout).status == .timeout)
        #expect(judge(.timeout, .records(Self.both, alias: nil)).status == .timeout)
        #expect(judge(.unusable("x"), .records(Self.both, alias: nil)).status == .resolverFailure)
        #expect(judge(.timeout, .records([Self.google], alias: nil)).status == .foreignHosts)
        #expect(judge(.timeout, .noSuchName, .records(Self.both, alias: nil)).status == .notSpread)
        #expect(judge().status == .resolverFailure)
    }

    @Test func `wrong, right and unknown are three things, and the worst of several counts`() {
        for status in MxStatus.allCases {
            #expect([status == .correct, status.isWrong, status.isUnknown].filter { $0 }.count == 1)
        }
        #expect(MxStatus.worst(of: [.correct, .timeout, .noMx]) == .noMx)
        #expect(MxStatus.worst(of: [.correct, .timeout]) == .timeout)
        #expect(MxStatus.worst(of: [.correct]) == .correct)
        #expect(MxStatus.worst(of: []) == nil)
    }

    @Test func `only an active tenant's wrong records are an alert`() throws {
        var tenant = JoiningTenant(dn: "o=x", name: "x", service: "s", status: .active)
        let wrong = judge(.noSuchName)
        #expect(
            MxTenantReport(tenant: tenant, reports: [wrong]).alert?.description.contains("x.go.id (noDomain)") == true
        )
        #expect(MxTenantReport(tenant: tenant, reports: [judge(.timeout)]).alert == nil)
        tenant.mxStatus = .noDomain
        #expect(tenant.hasDrifted)
        tenant.status = .mx
        #expect(!tenant.hasDrifted)
        #expect(MxTenantReport(tenant: tenant, reports: [wrong]).alert == nil)
        #expect(MxTenantReport(tenant: tenant, reports: [judge(.records(Self.both, alias: nil))]).isReady)
        #expect(!MxTenantReport(tenant: tenant, reports: [wrong]).isReady)
        #expect(!MxTenantReport(tenant: tenant, reports: []).isReady)
    }

    @Test func `nobody to ask and nothing agreed are errors`() throws {
        #expect(throws: OnboardingError.self) { try MxLookup(resolvers: []) }
        let lookup = try MxLookup(resolvers: [try #require(ResolverAddress("127.0.0.1"))])
        #expect(throws: OnboardingError.self) { try MxCheck(lookup: lookup, expecting: []) }
    }
}
