/// What one resolver's answer means, measured by what was agreed.
public struct MxFinding: Hashable, Sendable {
    /// The verdict.
    public let status: MxStatus
    /// Everything that is wrong, in words, without the domain's name; empty when all is right.
    public let problems: [String]
    /// Hosts that are to be entered, with their priorities.
    public let missing: [MailHostRecord]
    /// Hosts that stand there with another priority.
    public let misranked: [MailHostRecord]
    /// Records that are to be deleted.
    public let leftOver: [DNSPanelRecord]

    /// Judges an answer.
    public init(_ outcome: ResolverAnswer.Outcome, expecting expected: [MailHostRecord]) {
        switch outcome {
        case .records(let records, let alias): self.init(records, alias, expected)
        case .noRecords(nil): self.init(.noMx, "there is no MX record", missing: expected)
        case .noRecords(let alias?): self.init([], alias, expected)
        case .noSuchName:
            self.init(
                .noDomain,
                "there is no such domain in DNS (NXDOMAIN): is it registered and delegated?",
                missing: expected
            )
        case .serverFailure:
            self.init(
                .serverFailure,
                "the domain's own name servers do not answer, or its DNSSEC signatures are wrong (SERVFAIL)"
            )
        case .timeout: self.init(.timeout, "it did not answer in time")
        case .unusable(let why): self.init(.resolverFailure, why)
        }
    }

    private init(_ status: MxStatus, _ problem: String, missing: [MailHostRecord] = []) {
        (self.status, problems, self.missing) = (status, [problem], missing)
        (misranked, leftOver) = ([], [])
    }

    private init(_ records: [MxRecord], _ alias: String?, _ expected: [MailHostRecord]) {
        let missing = expected.filter { wanted in !records.contains { $0.host == wanted.host } }
        let misranked = expected.filter { wanted in
            let found = records.filter { $0.host == wanted.host }
            return !found.isEmpty && found.contains { $0.priority != wanted.priority }
        }
        let foreign = records.filter { record in !expected.contains { $0.host == record.host } }
        (self.missing, self.misranked) = (missing, misranked)
        leftOver = (alias.map { [DNSPanelRecord(alias: $0)] } ?? []) + foreign.map(DNSPanelRecord.init)
        problems =
            [Self.about(alias: alias), Self.about(missing, of: expected), Self.about(foreign)].compactMap { $0 }
            + misranked.map { Self.about($0, in: records) }
        status = Self.status(alias, missing, of: expected, foreign, misranked)
    }

    private static func status(
        _ alias: String?,
        _ missing: [MailHostRecord],
        of expected: [MailHostRecord],
        _ foreign: [MxRecord],
        _ misranked: [MailHostRecord]
    ) -> MxStatus {
        if alias != nil { return .alias }
        if foreign.contains(where: \.host.isEmpty) { return .nullMx }
        if !missing.isEmpty, missing.count < expected.count { return .incomplete }
        if !foreign.isEmpty { return .foreignHosts }
        if !missing.isEmpty { return .noMx }
        return misranked.isEmpty ? .correct : .wrongPriority
    }

    private static func about(alias: String?) -> String? {
        alias.map {
            "the domain's name is an alias (CNAME) of \($0): delete it, since nothing may stand beside a CNAME"
        }
    }

    private static func about(_ missing: [MailHostRecord], of expected: [MailHostRecord]) -> String? {
        guard !missing.isEmpty else { return nil }
        let names = missing.map(\.host).joined(separator: " and ")
        return missing.count < expected.count
            ? "only some of the mail hosts are entered: \(names) is missing" : "\(names) are missing"
    }

    private static func about(_ foreign: [MxRecord]) -> String? {
        guard !foreign.isEmpty else { return nil }
        if foreign.contains(where: \.host.isEmpty) {
            return "a null MX record says that the domain takes no mail: delete it"
        }
        return "mail still goes to \(foreign.map(\.host).joined(separator: ", ")): delete what is not ours"
    }

    private static func about(_ wanted: MailHostRecord, in records: [MxRecord]) -> String {
        let found = records.filter { $0.host == wanted.host }.map { String($0.priority) }.joined(separator: " and ")
        return "\(wanted.host) has priority \(found) instead of \(wanted.priority)"
    }
}
