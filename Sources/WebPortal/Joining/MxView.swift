internal import DirectoryModel
internal import TenantOnboarding

/// A tenant's MX records on a page: what to enter, what was seen last, and what is wrong with it.
struct MxView: Sendable {
    let desk: Desk

    /// - Parameter seen: what each resolver said at the last look, where this portal still knows it.
    func values(_ tenant: JoiningTenant, _ seen: MxTenantReport?, _ context: PortalContext) -> [String: Any] {
        guard !tenant.confirmedDomains.isEmpty else { return [:] }
        var values: [String: Any] = [
            "hasMx": true, "toEnter": desk.configuration.mailHosts.map { Self.record(DNSPanelRecord($0)) },
            "domains": tenant.confirmedDomains.map { domain($0, seen, context) },
        ]
        if tenant.hasDrifted { values["hasDrifted"] = true }
        if desk.configuration.mxCheck != nil { values["canLook"] = true }
        return values
    }

    private func domain(_ domain: TenantDomain, _ seen: MxTenantReport?, _ context: PortalContext) -> [String: Any] {
        let language = context.language
        var values: [String: Any] = [
            "name": domain.name, "verdict": JoiningText.mx(domain.mxStatus ?? .pending).text(in: language),
            "isWrong": domain.mxStatus?.isWrong == true, "isRight": domain.mxStatus == .correct,
        ]
        if let checked = domain.mxChecked { values["checked"] = TenantDesk(desk: desk).moment(checked, context) }
        guard let report = seen?.reports.first(where: { $0.domain == domain.name }) else { return values }
        values["answers"] = report.answers.map { answer($0, language) }
        values["hasAnswers"] = true
        if !report.toDelete.isEmpty {
            (values["toDelete"], values["hasToDelete"]) = (report.toDelete.map(Self.record), true)
        }
        return values
    }

    private func answer(_ answer: ResolverAnswer, _ language: Language) -> [String: Any] {
        let finding = MxFinding(answer.outcome, expecting: desk.configuration.mailHosts)
        return [
            "resolver": "\(answer.resolver)", "said": Self.said(answer.outcome, language),
            "verdict": JoiningText.mx(finding.status).text(in: language), "isRight": finding.status == .correct,
        ]
    }

    /// An answer as it came, in a reader's words where there are no records to show.
    static func said(_ outcome: ResolverAnswer.Outcome, _ language: Language) -> String {
        switch outcome {
        case .records(let records, let alias):
            ((alias.map { ["CNAME \($0)."] } ?? []) + records.map { "MX \($0.priority) \($0.host)." })
                .joined(separator: " · ")
        case .noRecords(let alias): alias.map { "CNAME \($0)." } ?? JoiningText.mxSaidNothing.text(in: language)
        case .noSuchName: JoiningText.mxSaidNoName.text(in: language) + " (NXDOMAIN)"
        case .serverFailure: "SERVFAIL"
        case .timeout: JoiningText.mxSaidNoAnswer.text(in: language)
        case .unusable: JoiningText.mxSaidUnusable.text(in: language)
        }
    }

    /// The fields as DNS panels have them.
    private static func record(_ record: DNSPanelRecord) -> [String: Any] {
        [
            "host": record.name, "type": record.type, "priority": record.priority.map { "\($0)" } ?? "",
            "value": record.value, "ttl": "\(record.ttl)",
        ]
    }
}
