internal import GRDB

/// The scopes that a filter is about.
struct ScopeCondition {
    let sql: String
    let arguments: [(any DatabaseValueConvertible)?]

    /// `nil` when it is about all of them.
    init?(_ filter: AccountFilter) {
        var (conditions, values) = ([String](), [(any DatabaseValueConvertible)?]())
        for (column, value) in [("service", filter.service), ("tenant", filter.tenant)] {
            guard let value else { continue }
            conditions.append("\(column) = ?")
            values.append(value)
        }
        if let within = filter.within {
            let places = within.map { $0.tenant == nil ? "service = ?" : "(service = ? AND tenant = ?)" }
            conditions.append(places.isEmpty ? "0" : "(" + places.joined(separator: " OR ") + ")")
            values += within.flatMap { [$0.service, $0.tenant].compactMap { $0 } }
        }
        guard !conditions.isEmpty else { return nil }
        (sql, arguments) = (conditions.joined(separator: " AND "), values)
    }
}

extension AccountFilter {
    /// Whether it is about single tenants, which are mostly one.
    var namesTenants: Bool { tenant != nil || within?.contains { $0.tenant != nil } == true }
}
