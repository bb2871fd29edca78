internal import WorkerAPI

/// What a broken rule is called and how it is mended, in a person's language. A rule of a newer worker is told in the
/// worker's own words.
struct RuleWords: Sendable, Hashable {
    let title: String
    let remedy: String
    /// Whether these are the worker's words, which are English.
    let isForeign: Bool

    init(_ finding: QuarantineItem.Finding, _ language: Language) {
        guard let (title, remedy) = Self.texts[finding.rule] else {
            (self.title, self.remedy, isForeign) = (finding.rule, finding.remedy, true)
            return
        }
        self.title = title.text(in: language)
        self.remedy = remedy.text(in: language, "atribut", finding.attribute)
        isForeign = false
    }

    private static let texts: [String: (QuarantineText, QuarantineText)] = [
        "missing-value": (.ruleMissingValue, .mendMissingValue),
        "broken-value": (.ruleBrokenValue, .mendBrokenValue),
        "unknown-service": (.ruleUnknownService, .mendUnknownService),
        "unknown-tenant": (.ruleUnknownTenant, .mendUnknownTenant),
        "foreign-domain": (.ruleForeignDomain, .mendForeignDomain),
        "duplicate-address": (.ruleDuplicateAddress, .mendDuplicateAddress),
        "too-many-accounts": (.ruleTooManyAccounts, .mendTooManyAccounts),
        "quota-too-large": (.ruleQuotaTooLarge, .mendQuotaTooLarge),
    ]
}
