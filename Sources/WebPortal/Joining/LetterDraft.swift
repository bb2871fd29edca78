internal import DirectoryModel
internal import Foundation
internal import TenantOnboarding

/// A letter of request as it was typed, field by field.
struct LetterDraft: Sendable {
    private var fields: [String: String]

    private static let texts = [
        "service", "tenant", "code", "maxAccounts", "maxQuota", "letterNumber", "letterDate", "signer", "rank", "use",
        "domain", "administrator", "contact",
    ]

    init(service: String, tenant: String) { fields = ["service": service, "tenant": tenant] }

    init(_ form: FormFields) {
        fields = Dictionary(uniqueKeysWithValues: Self.texts.map { ($0, form.text($0)) })
    }

    subscript(name: String) -> String { fields[name] ?? "" }

    /// Code and caps, judged as those of any tenant.
    var caps: TenantDraft {
        var draft = TenantDraft(service: self["service"])
        (draft.code, draft.maxAccounts, draft.maxQuota) = (self["code"], self["maxAccounts"], self["maxQuota"])
        return draft
    }

    /// What the letter says. Throws ``Refusal`` with the first field that is wrong.
    func request(zone: TimeZone, now: Timestamp) throws -> JoiningRequest {
        for name in ["tenant", "letterNumber", "signer", "use", "administrator"] {
            guard (1...128).contains(self[name].count) else {
                throw Refusal(JoiningText.joiningFieldWrong, field: name)
            }
        }
        guard SignerRank(rawValue: self["rank"]) != nil else {
            throw Refusal(JoiningText.joiningRankWrong, field: "rank")
        }
        guard let date = FormDay(self["letterDate"], zone), date.start <= now else {
            throw Refusal(JoiningText.joiningDateWrong, field: "letterDate")
        }
        guard self["contact"].filter(\.isNumber).count >= 6, self["contact"].count <= 40 else {
            throw Refusal(JoiningText.joiningContactWrong, field: "contact")
        }
        do {
            return try JoiningRequest(
                letterNumber: self["letterNumber"],
                letterDate: date.start,
                signer: self["signer"],
                rank: self["rank"],
                plannedUse: self["use"],
                domain: self["domain"],
                administrator: self["administrator"],
                contact: self["contact"]
            )
        } catch {
            // All that is left.
            throw Refusal(TenantsText.tenantDomainWrong, field: "domain")
        }
    }

    func values(_ context: PortalContext) -> [String: Any] {
        var values: [String: Any] = fields
        values["ranks"] = SignerRank.allCases.map { rank -> [String: Any] in
            [
                "value": rank.rawValue, "label": JoiningText.rank(rank).text(in: context.language),
                "isChosen": rank.rawValue == self["rank"],
            ]
        }
        return values
    }
}

/// A day as date fields send it, `2026-01-05`, in the portal's own zone.
struct FormDay: Sendable, Hashable {
    let start: Timestamp

    init?(_ text: String, _ zone: TimeZone) {
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil else { return nil }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let day = DateComponents(year: parts[0], month: parts[1], day: parts[2])
        guard day.isValidDate(in: calendar), let date = calendar.date(from: day) else { return nil }
        start = Timestamp(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }
}
