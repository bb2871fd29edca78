internal import BulkImport
internal import Foundation
internal import LDAPClient

/// Plans and results of uploads for people and for programs.
enum ImportText {
    /// So many refused rows a table shows.
    static let refusedShown = 50

    /// The columns a file can have, one a line.
    static var columns: String {
        ImportColumn.allCases.map { column in
            "  \(column.names.joined(separator: ", ")) (\(column.attribute))"
        }.joined(separator: "\n")
    }

    /// Counts, the refused rows, and the fingerprint.
    static func plan(_ plan: ImportPlan) -> String {
        let summary = plan.summary
        var text = "Plan \(plan.fingerprint) for \(plan.target.tenant): \(summary.rows) rows\n"
        for (name, count) in [
            ("create", summary.created), ("change", summary.changed), ("same", summary.same),
            ("refused", summary.refused),
        ] {
            text += "  \(name)\(String(repeating: " ", count: 8 - name.count)) \(count)\n"
        }
        return text + refused(plan)
    }

    private static func refused(_ plan: ImportPlan) -> String {
        guard plan.summary.refused > 0 else { return "" }
        var text = "\nRefused:\n"
        for row in plan.rows(.refused).prefix(refusedShown) {
            text += "  line \(row.line)\(row.address.isEmpty ? "" : " \(row.address)"): \(row.verdict.detail)\n"
        }
        let more = plan.summary.refused - refusedShown
        return more > 0 ? text + "  and \(more) more: --dry-run --format csv lists all\n" : text
    }

    /// Every row as a line of CSV, in pieces.
    static func csv(_ plan: ImportPlan, _ write: (String) -> Void) {
        var piece = ImportPlan.csvHeader
        for row in 0..<plan.count {
            piece += plan.csvLine(row)
            if piece.utf8.count > 1 << 16 {
                write(piece)
                piece = ""
            }
        }
        write(piece)
    }

    /// Every row as JSON, in pieces: the whole would be hundreds of megabytes.
    static func json(_ plan: ImportPlan, _ write: (String) -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let head = String(decoding: try encoder.encode(ImportPlanHead(plan)), as: UTF8.self)
        var piece = "\(head.dropLast()),\"rows\":["
        for row in 0..<plan.count {
            piece +=
                (row == 0 ? "\n" : ",\n")
                + String(decoding: try encoder.encode(ImportPlanRow(plan[row])), as: UTF8.self)
            if piece.utf8.count > 1 << 16 {
                write(piece)
                piece = ""
            }
        }
        write(piece + "\n]}\n")
    }

    /// What became of an upload.
    static func result(_ result: ImportResult) -> String {
        "\(result.done) written, \(result.same) the same, \(result.refused) refused, \(result.failed) failed"
            + " of \(result.rows) rows\n"
    }
}

/// The head of a plan as JSON.
private struct ImportPlanHead: Encodable {
    let fingerprint: String
    let tenant: String
    let summary: [String: Int]

    init(_ plan: ImportPlan) {
        fingerprint = plan.fingerprint
        tenant = plan.target.tenant.description
        let counts = plan.summary
        summary = [
            "create": counts.created, "change": counts.changed, "same": counts.same, "refused": counts.refused,
        ]
    }
}

/// A row of a plan as JSON.
private struct ImportPlanRow: Encodable {
    struct Change: Encodable {
        let attribute: String
        let old: [String]
        let new: [String]
    }

    struct Refusal: Encodable {
        let column: String
        let position: Int?
        let rule: String
        let detail: String
        let remedy: String
    }

    let line: Int
    let address: String
    let verdict: String
    var changes: [Change]?
    var refusals: [Refusal]?

    init(_ row: ImportPlan.Row) {
        line = row.line
        address = row.address
        verdict = row.verdict.kind.rawValue
        switch row.verdict {
        case .create, .same: break
        case .change(let changes):
            self.changes = changes.map { Change(attribute: $0.attribute, old: $0.old, new: $0.new) }
        case .refused(let refusals):
            self.refusals = refusals.map {
                Refusal(
                    column: $0.column,
                    position: $0.position,
                    rule: $0.rule.rawValue,
                    detail: $0.detail,
                    remedy: $0.remedy
                )
            }
        }
    }
}
