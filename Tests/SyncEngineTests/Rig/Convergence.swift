import DirectoryModel
import Foundation
import LocalStack
import MailStores
import StateDatabase
import Testing

@testable import SyncEngine

extension WorkerRig {
    /// Checks all that must be true whenever the worker has nothing left to do: the projection is that of a fresh load,
    /// every mailbox is what the directory wants, the census is a recount, and the ledger leads to it.
    func expectConverged(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let differences = try Projection(state).differences(from: Projection(try await freshState()))
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))", sourceLocation: sourceLocation)
        let mailboxes = try mailboxDifferences()
        #expect(mailboxes.isEmpty, "\(mailboxes.joined(separator: "\n"))", sourceLocation: sourceLocation)
        let stored = try await storeDifferences()
        #expect(stored.isEmpty, "\(stored.joined(separator: "\n"))", sourceLocation: sourceLocation)
        try expectCountsAddUp(sourceLocation: sourceLocation)
    }

    /// The census is a recount of the accounts, tenants and administrators, and baseline and ledger lead to it.
    func expectCountsAddUp(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let (census, recount, led) = try state.read { reader in
            (
                try reader.census().filter { !$0.value.isZero }, try Self.recount(reader),
                try Self.ledgerSums(reader)
            )
        }
        #expect(census == recount, "the census is not a recount", sourceLocation: sourceLocation)
        #expect(census == led, "baseline and ledger do not lead to the census", sourceLocation: sourceLocation)
    }

    /// A first load of the directory as it is into a new state file.
    func freshState() async throws -> StateDatabase {
        let fresh = try StateDatabase(path: stack.folder.url.appending(path: "fresh-\(UUID()).sqlite").path)
        var patient = self
        patient.policy.watchInterval = .seconds(60)
        try await patient.worker(state: fresh).project()
        return fresh
    }

    private static func recount(_ reader: StateReader) throws -> [Int64: Counts] {
        var counts: [Int64: Counts] = [:]
        try reader.forEachAccount { counts[$0.scope] = (counts[$0.scope] ?? Counts()) + $0.account.counts }
        for node in try reader.nodes() {
            guard node.uuid != nil, let scope = node.scope else { continue }
            switch node.content {
            case .tenant: counts[scope] = (counts[scope] ?? Counts()) + Counts(tenants: 1)
            case .administrators(let members):
                counts[scope] = (counts[scope] ?? Counts()) + Counts(administrators: members.count)
            default: break
            }
        }
        return counts.filter { !$0.value.isZero }
    }

    private static func ledgerSums(_ reader: StateReader) throws -> [Int64: Counts] {
        var counts = try reader.baseline()
        try reader.forEachMovement { counts[$0.scope] = (counts[$0.scope] ?? Counts()) + $0.counts }
        return counts.filter { !$0.value.isZero }
    }

    /// Accounts that are not what the directory wants, but for what is held.
    private func mailboxDifferences() throws -> [String] {
        try state.read { reader in
            var found: [String] = []
            for work in try reader.allWork() where work.hold == nil {
                found.append("work is left for row \(work.account): \(work.lastError ?? "no error")")
            }
            try reader.forEachAccount { row in
                guard try reader.work(account: row.id) == nil else { return }
                let mailbox = try reader.mailbox(account: row.id)
                let plan = MailboxPlan(to: MailboxGoal(row, mailHost: policy.mailHost), from: mailbox)
                let isForeign = row.account.mailHost != policy.mailHost && mailbox == nil
                if !plan.isEmpty, !isForeign { found.append("\(row.account.address) needs \(plan.steps)") }
            }
            return found
        }
    }

    /// Mailboxes and archives that exist without a reason, or are missing.
    private func storeDifferences() async throws -> [String] {
        let (live, archived) = try state.read { reader in
            (
                try reader.mailboxOwners(in: [.open, .elsewhere]), try reader.mailboxOwners(in: [.archived])
            )
        }
        let kept = try state.read { try $0.mailboxOwners(in: [.open, .cut, .blocked, .elsewhere]) }
        let (mailboxes, archives) = (try await store.mailboxes(), try await store.archives())
        return live.subtracting(mailboxes).map { "the mailbox of \($0) is missing" }
            + mailboxes.subtracting(kept).map { "the mailbox of \($0) has no account" }
            + archives.subtracting(archived).map { "the archive of \($0) is of nobody that left" }
    }
}
