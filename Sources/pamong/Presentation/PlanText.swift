internal import DirectoryModel
internal import Foundation
internal import Reports
internal import StateDatabase
internal import SyncEngine

/// A plan for people: how much of what, then account by account.
struct PlanText {
    let result: DryRun.Result
    /// How many accounts are listed.
    let limit: Int

    var text: String {
        guard !result.planned.isEmpty else { return "Nothing would be done.\n" + rest }
        var text = summary + "\n" + list
        let more = result.planned.count - limit
        if more > 0 { text += "… and \(more) more; --limit shows more of them, --json all.\n" }
        return text + rest
    }

    private var summary: String {
        var table = TableFormat(header: ["step", "accounts", "of which held"], leftColumns: 1)
        for step in MailboxStep.inOrder {
            let concerned = result.planned.filter { $0.steps.contains(step) }
            guard !concerned.isEmpty else { continue }
            table.add(["\(step)", "\(concerned.count)", "\(concerned.count { $0.work.hold != nil })"])
        }
        return table.text
    }

    private var list: String {
        var table = TableFormat(header: ["account", "steps", "when"], leftColumns: 3)
        for account in result.planned.prefix(limit) {
            table.add([
                account.row.account.address.text, account.steps.map { "\($0)" }.joined(separator: ", "), account.when,
            ])
        }
        return table.text
    }

    private var rest: String {
        var text = ""
        for hold in result.holds { text += "Held as a batch: \(hold.place): \(hold.reason).\n" }
        if result.quarantined > 0 {
            text += "In quarantine: \(result.quarantined) entries; `pamong quarantine list` shows them.\n"
        }
        return text
    }

    /// The same for programs, complete.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(PlanDocument(result)), as: UTF8.self) + "\n"
    }
}

/// A plan as programs read it.
private struct PlanDocument: Encodable {
    struct Item: Encodable {
        var entryUUID: String
        var address: String
        var status: String
        var steps: [String]
        var hold: Int64?
        var setAside: Bool
        var due: String
    }

    var accounts: [Item]
    var openHolds: Int
    var quarantined: Int

    init(_ result: DryRun.Result) {
        accounts = result.planned.map { account in
            Item(
                entryUUID: account.row.account.uuid.description,
                address: account.row.account.address.text,
                status: account.row.account.status.rawValue,
                steps: account.steps.map { "\($0)" },
                hold: account.work.hold,
                setAside: account.work.isSetAside,
                due: account.work.due.rfc3339
            )
        }
        openHolds = result.holds.count
        quarantined = result.quarantined
    }
}

extension PlannedAccount {
    fileprivate var when: String {
        if let hold = work.hold { return "held in batch \(hold)" }
        if work.isSetAside { return "set aside: \(work.lastError ?? "")" }
        return work.attempts > 0 ? "again, after \(work.attempts) failures" : "now"
    }
}

extension MailboxStep {
    fileprivate static let inOrder: [MailboxStep] = [
        .create, .restore, .refresh, .revoke, .cut, .prove, .archive, .purge,
    ]
}

extension Hold {
    /// What the batch is about.
    var place: String {
        switch level {
        case .tenant: "\(tenant ?? "") of \(service ?? "")"
        case .service: service ?? ""
        case .all: "all services"
        }
    }
}
