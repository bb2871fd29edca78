internal import Foundation

/// All findings of one examination, in the order of ``Check``.
public struct Diagnosis: Sendable, Hashable, Codable {
    /// What was found.
    public let findings: [Finding]
    /// The worst outcome there is.
    public let worst: Finding.Outcome

    init(_ findings: [Finding]) {
        let order = Dictionary(uniqueKeysWithValues: Check.allCases.enumerated().map { ($1, $0) })
        self.findings = findings.enumerated().sorted {
            (order[$0.element.check] ?? 0, $0.offset) < (order[$1.element.check] ?? 0, $1.offset)
        }.map(\.element)
        worst = findings.map(\.outcome).max() ?? .ok
    }

    /// 1 when something has failed; 0 otherwise, warnings and skipped checks included.
    public var exitCode: Int32 { worst == .failed ? 1 : 0 }

    /// A line per finding and, below what is not as it should be, what to do.
    public func table() -> String {
        let width = findings.map(\.check.rawValue.count).max() ?? 0
        let margin = String(repeating: " ", count: 9 + width + 2)
        let lines = findings.flatMap { finding in
            let head = Self.padded(finding.outcome.rawValue, to: 9) + Self.padded(finding.check.rawValue, to: width + 2)
            return [head + finding.what] + [finding.remedy].compactMap { $0.map { "\(margin)→ \($0)" } }
        }
        return (lines + ["", summary]).joined(separator: "\n") + "\n"
    }

    /// For programs: `{"findings":[{"check","outcome","what","remedy"}],"worst"}`.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    private var summary: String {
        Finding.Outcome.allCases.reversed().compactMap { outcome in
            let count = findings.count { $0.outcome == outcome }
            return count > 0 ? "\(count) \(outcome.rawValue)" : nil
        }.joined(separator: ", ")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
}
