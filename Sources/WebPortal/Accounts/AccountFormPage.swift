/// Fills the form of an account into a page's values: what was typed, and what is wrong with it.
struct AccountFormPage {
    let typed: AccountText
    var faults = AccountFaults()

    func values(in language: Language) -> [String: Any] {
        var values = typed.values()
        for (field, fault) in faults.byField { values["\(field.rawValue)Fault"] = ["text": fault.text(in: language)] }
        return values
    }

    /// What the page says at its top; `nil` when all is well.
    func problem(in language: Language) -> String? {
        guard !faults.byField.isEmpty else { return nil }
        return AccountField.allCases.compactMap { faults.byField[$0]?.text(in: language) }.joined(separator: " ")
    }
}
