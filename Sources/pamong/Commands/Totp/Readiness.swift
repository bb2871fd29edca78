internal import DirectoryModel
internal import Foundation
internal import Reports
internal import TwoFactor

/// Who would be refused: adds up the gate's verdicts. What is kept grows with accounts, not with logins.
struct Readiness {
    /// One account's logins by one protocol.
    struct Key: Hashable, Comparable {
        let service, account, purpose: String

        static func < (left: Key, right: Key) -> Bool {
            (left.service, left.account, left.purpose) < (right.service, right.account, right.purpose)
        }
    }

    /// What they came to.
    struct Row {
        var logins = 0
        var last = ""
        var client = ""
        var reason: VerdictReason
    }

    private let since: Timestamp?
    private let decoder = JSONDecoder()
    private(set) var rows: [Key: Row] = [:]
    private(set) var logins = 0
    private(set) var unreadable = 0

    init(since: Timestamp?) {
        self.since = since
    }

    /// Takes one line of the log.
    mutating func add(_ line: Data) {
        guard !line.isEmpty else { return }
        guard let record = try? decoder.decode(VerdictRecord.self, from: line) else { return unreadable += 1 }
        if let since {
            guard let moment = record.moment else { return unreadable += 1 }
            guard moment >= since else { return }
        }
        logins += 1
        guard let reason = record.wouldRefuse else { return }
        let key = Key(
            service: record.service ?? "",
            account: record.account ?? "",
            purpose: record.protocol?.rawValue ?? ""
        )
        var row = rows[key] ?? Row(reason: reason)
        row.logins += 1
        // RFC 3339 in UTC sorts as text.
        if record.time >= row.last { (row.last, row.client, row.reason) = (record.time, record.client, reason) }
        rows[key] = row
    }
}

// MARK: - Forms

extension Readiness {
    func rendered(as format: StatusFormat, _ time: LocalTime) throws -> String {
        switch format {
        case .table: table(time)
        case .json: try JSONText.of(json)
        case .csv: csv
        }
    }

    private var sorted: [(key: Key, value: Row)] { rows.sorted { $0.key < $1.key } }

    /// Accounts and logins that would be refused, per protocol.
    private var perProtocol: [(purpose: String, accounts: Int, logins: Int)] {
        Dictionary(grouping: rows) { $0.key.purpose }.map { purpose, rows in
            (purpose, Set(rows.map(\.key.account)).count, rows.reduce(0) { $0 + $1.value.logins })
        }.sorted { $0.purpose < $1.purpose }
    }

    private func table(_ time: LocalTime) -> String {
        guard !rows.isEmpty else { return "Of \(logins) logins none would be refused.\n" }
        var table = TableFormat(
            header: ["Service", "Account", "Protocol", "Why", "Last", "From", "Logins"],
            leftColumns: 6
        )
        for (key, row) in sorted {
            let moment = Timestamp(generalizedTime: row.last.utf8.filter { !"-:T".utf8.contains($0) })
            table.add([
                key.service, key.account, key.purpose, row.reason.rawValue, moment.map { time.text($0) } ?? row.last,
                row.client, "\(row.logins)",
            ])
        }
        let accounts = Set(rows.keys.map(\.account)).count
        let sums = perProtocol.map { "\($0.purpose) \($0.accounts) (\($0.logins) logins)" }.joined(separator: ", ")
        return table.text + "\n\(accounts) accounts would be refused: \(sums).\n"
    }

    private var json: JSONValue {
        let accounts = sorted.map { key, row in
            JSONValue.object([
                .init("service", .string(key.service)), .init("account", .string(key.account)),
                .init("protocol", .string(key.purpose)), .init("reason", .string(row.reason.rawValue)),
                .init("logins", .integer(row.logins)), .init("last", .string(row.last)),
                .init("client", .string(row.client)),
            ])
        }
        let sums = perProtocol.map { sum in
            JSONValue.object([
                .init("protocol", .string(sum.purpose)), .init("accounts", .integer(sum.accounts)),
                .init("logins", .integer(sum.logins)),
            ])
        }
        return .object([
            .init("logins", .integer(logins)), .init("unreadable", .integer(unreadable)),
            .init("protocols", .array(sums)), .init("wouldRefuse", .array(accounts)),
        ])
    }

    private var csv: String {
        var csv = CSVFormat(header: ["service", "account", "protocol", "reason", "logins", "last", "client"])
        for (key, row) in sorted {
            csv.add([
                .text(key.service), .text(key.account), .text(key.purpose), .text(row.reason.rawValue),
                .number(row.logins), .text(row.last), .text(row.client),
            ])
        }
        return csv.text
    }
}
