public import DirectoryModel

/// The verdict about one domain, from the answers of all resolvers, with what to do.
public struct MxReport: Hashable, Sendable {
    /// The domain.
    public let domain: String
    /// The verdict.
    public let status: MxStatus
    /// What is wrong, in words, each with who says so where not all do; empty when all is right.
    public let problems: [String]
    /// Everything the domain has to have, as for a DNS panel: right whatever stands there now.
    public let toEnter: [DNSPanelRecord]
    /// What has to go, as far as it was seen.
    public let toDelete: [DNSPanelRecord]
    /// What each resolver said.
    public let answers: [ResolverAnswer]
    /// When they were asked.
    public let checked: Timestamp

    /// Judges the answers about a domain. No answers at all are a failure, not a success.
    public init(domain: String, answers: [ResolverAnswer], expecting expected: [MailHostRecord], checked: Timestamp) {
        let findings = answers.map { MxFinding($0.outcome, expecting: expected) }
        (self.domain, self.answers, self.checked) = (domain, answers, checked)
        status = Self.status(answers, findings)
        problems = Self.problems(answers, findings, status)
        toEnter = expected.map(DNSPanelRecord.init)
        toDelete = findings.flatMap(\.leftOver).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Silence is neither agreement nor disagreement: what the others saw wrong stays wrong, and what they saw right is not
    /// certain. Among those who answer, one difference is enough.
    private static func status(_ answers: [ResolverAnswer], _ findings: [MxFinding]) -> MxStatus {
        let silent = findings.filter(\.status.isUnknown)
        let speaking = zip(answers, findings).filter { !$0.1.status.isUnknown }
        let first = speaking.first
        guard let first else { return silent.first?.status ?? .resolverFailure }
        guard speaking.allSatisfy({ $0.0.outcome.comparable == first.0.outcome.comparable }) else { return .notSpread }
        return first.1.status.isWrong ? first.1.status : silent.first?.status ?? .correct
    }

    private static func problems(_ answers: [ResolverAnswer], _ findings: [MxFinding], _ status: MxStatus) -> [String] {
        let all = zip(answers, findings)
        let isUnanimous = Set(answers.map(\.outcome.comparable)).count == 1
        if isUnanimous, let one = findings.first { return one.problems }
        let each = all.flatMap { answer, finding in
            finding.problems.isEmpty
                ? ["\(answer.resolver) sees the right records"]
                : finding.problems.map { "\(answer.resolver): \($0)" }
        }
        return (status == .notSpread ? ["the resolvers disagree: the change has not spread yet"] : []) + each
    }
}

extension ResolverAnswer.Outcome {
    /// What two resolvers must have in common to agree: all but how long they still remember it.
    var comparable: ResolverAnswer.Outcome {
        guard case .records(let records, let alias) = self else { return self }
        return .records(records.map { MxRecord(host: $0.host, priority: $0.priority, ttl: 0) }, alias: alias)
    }
}

/// Looks at MX records: asks all resolvers and judges what they say.
public struct MxCheck: Sendable {
    /// Who is asked.
    public let lookup: MxLookup
    /// What was agreed.
    public let expected: [MailHostRecord]

    /// Throws ``OnboardingError`` with `.invalid` when nothing was agreed: then everything would be right.
    public init(lookup: MxLookup, expecting expected: [MailHostRecord] = MailHostRecord.platform)
        throws(OnboardingError)
    {
        guard !expected.isEmpty else {
            throw OnboardingError(.invalid, "no mail host is configured: any MX record would do")
        }
        self.lookup = lookup
        self.expected = expected
    }

    /// The verdict about a domain.
    public func report(on domain: String) async throws -> MxReport {
        let name = DNSName.canonical(domain)
        guard DNSName.isHostName(name) else { throw OnboardingError(.invalid, "\(domain) is not a domain name") }
        let answers = try await lookup.answers(for: name)
        return MxReport(domain: name, answers: answers, expecting: expected, checked: .now)
    }
}
