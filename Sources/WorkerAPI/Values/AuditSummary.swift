internal import Foundation
internal import StateDatabase
public import SyncEngine

/// What the last audit found, in numbers.
public struct AuditSummary: Sendable, Hashable, Codable {
    /// When it ended.
    public var ended: APITime
    /// Whether everything was as it should be.
    public var isClean: Bool
    /// Whether what differed was mended.
    public var isRepaired: Bool
    /// How many entries were compared.
    public var compared: Int
    /// Entries the projection lacked or had in another version.
    public var stale: Int
    /// Entries of the projection that were not in the directory.
    public var vanished: Int
    /// Accounts that should have had a mailbox and had none.
    public var withoutMailbox: Int
    /// Mailboxes that belong to no account.
    public var withoutAccount: Int
}

extension AuditSummary {
    /// Counts what an audit found.
    public init(_ findings: Audit.Findings, ended: APITime) {
        self.init(
            ended: ended,
            isClean: findings.isClean,
            isRepaired: findings.isRepaired,
            compared: findings.compared,
            stale: findings.stale.count,
            vanished: findings.vanished.count,
            withoutMailbox: findings.withoutMailbox.count,
            withoutAccount: findings.withoutAccount.count
        )
    }

    /// The last audit the state file knows of; `nil` when there was none.
    init?(reading reader: StateReader) throws {
        guard let ended = try reader.time(.lastAudit), let json = try reader.text(.lastAuditResult) else { return nil }
        let findings = try JSONDecoder().decode(Audit.Findings.self, from: Data(json.utf8))
        self.init(findings, ended: APITime(ended))
    }
}
