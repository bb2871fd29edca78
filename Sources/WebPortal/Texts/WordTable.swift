/// Texts of an area of the portal, each in both languages. Templates name them `{{t.name}}`, so a name stands in one table only.
protocol WordTable: RawRepresentable<String>, CaseIterable, Sendable {
    var texts: (indonesian: String, english: String) { get }
}

extension WordTable {
    /// The text in a language.
    func text(in language: Language) -> String {
        let (indonesian, english) = texts
        return language == .indonesian ? indonesian : english
    }

    /// The text with its blanks, such as `{tanggal}`, filled in.
    func text(in language: Language, _ blank: String, _ value: String) -> String {
        text(in: language).replacing("{\(blank)}", with: value)
    }
}

/// All tables there are.
enum WordTables {
    static let all: [any WordTable.Type] = [
        PageText.self,
        RecoveryText.self,
        SignInHistoryText.self,
        AdministrationText.self,
        DashboardText.self,
        AccountsText.self,
        TenantsText.self,
        UploadsText.self,
        QuarantineText.self,
        JoiningText.self,
        HoldsText.self,
        ReportingText.self,
        AuditTrailText.self,
        ClientsText.self,
        ProgramsText.self,
    ]

    /// Every text by its name, in one language.
    static func texts(in language: Language) -> [String: String] {
        all.reduce(into: [:]) { texts, table in
            texts.merge(pairs(of: table, in: language)) { first, _ in first }
        }
    }

    private static func pairs<Table: WordTable>(of table: Table.Type, in language: Language) -> [(String, String)] {
        table.allCases.map { ($0.rawValue, $0.text(in: language)) }
    }
}
