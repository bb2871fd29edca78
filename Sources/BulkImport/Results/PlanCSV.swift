extension ImportPlan {
    /// The header line of the plan as CSV.
    public static var csvHeader: String { CSVText.line(["line", "address", "verdict", "detail"]) }

    /// A row of the plan as a line of CSV.
    public func csvLine(_ row: Int) -> String {
        let row = self[row]
        return CSVText.line([String(row.line), row.address, row.verdict.kind.rawValue, row.verdict.detail])
    }
}

extension RowVerdict {
    /// What is changed, or why the row is refused; empty otherwise.
    public var detail: String {
        switch self {
        case .create, .same: ""
        case .change(let changes): changes.map(\.description).joined(separator: "; ")
        case .refused(let reasons): reasons.map(\.description).joined(separator: " | ")
        }
    }
}
