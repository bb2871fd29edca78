import DirectoryModel
import StateDatabase

@testable import SyncEngine

/// All that a state file says of the directory, without the numbers it happened to give its rows: two states of one
/// directory must be equal.
struct Projection: Equatable {
    struct Entry: Hashable {
        var account: Account
        var hasOwnQuota: Bool
        var parent: String?
        var name: String?
        var scope: Scope?
    }

    var accounts: [EntryUUID: Entry] = [:]
    var quarantined: [EntryUUID: [Violation.Rule]] = [:]
    var containers: [EntryUUID: String] = [:]
    var contents: [EntryUUID: Container] = [:]
    var census: [Scope: Counts] = [:]

    init(_ state: StateDatabase) throws {
        try state.read { reader in
            let scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
            let nodes = Dictionary(uniqueKeysWithValues: try reader.nodes().map { ($0.id, $0) })
            try reader.forEachAccount { row in
                accounts[row.account.uuid] = Entry(
                    account: row.account,
                    hasOwnQuota: row.hasOwnQuota,
                    parent: nodes[row.node]?.dn.lowercased(),
                    name: row.name,
                    scope: scopes[row.scope]
                )
            }
            for entry in try reader.quarantine() {
                quarantined[entry.uuid] = entry.violations.map(\.rule).sorted { $0.rawValue < $1.rawValue }
            }
            for node in nodes.values {
                guard let uuid = node.uuid else { continue }
                containers[uuid] = node.dn.lowercased()
                contents[uuid] = node.content
            }
            for (id, counts) in try reader.census() where !counts.isZero {
                if let scope = scopes[id] { census[scope] = (census[scope] ?? Counts()) + counts }
            }
        }
    }

    /// What differs, in words; empty when nothing does. A quarantined entry keeps its last good state in the one that
    /// knew it before, which a fresh load cannot know: those are left out.
    func differences(from fresh: Projection) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: String, _ ours: [EntryUUID: Value], _ theirs: [EntryUUID: Value]) {
            for uuid in Set(ours.keys).union(theirs.keys) where ours[uuid] != theirs[uuid] {
                found.append(
                    "\(what) \(uuid): \(String(describing: ours[uuid])), fresh \(String(describing: theirs[uuid]))"
                )
            }
        }
        compare("quarantined", quarantined, fresh.quarantined)
        compare("account", accounts.filter { quarantined[$0.key] == nil }, fresh.accounts)
        compare("container", containers, fresh.containers)
        compare("content", contents, fresh.contents)
        if quarantined.isEmpty, census != fresh.census { found.append("census \(census), fresh \(fresh.census)") }
        return found
    }
}
