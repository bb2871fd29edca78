internal import DirectoryModel
internal import Foundation
internal import StateDatabase

/// Compares the projection with every entry of the directory, and the mail store with the projection, and mends what
/// differs: for what no message can tell, such as a restored directory or a changed access rule.
public struct Audit: Sendable {
    let source: any DirectorySource
    let store: any MailStore
    let state: StateDatabase
    let ingest: Ingest
    let policy: SyncPolicy

    /// What an audit found, by entryUUID.
    public struct Findings: Sendable, Hashable, Codable {
        /// Entries that the projection lacks, or has in another version.
        public var stale: [String] = []
        /// Entries of the projection that are not in the directory.
        public var vanished: [String] = []
        /// Accounts that should have a mailbox and have none.
        public var withoutMailbox: [String] = []
        /// Mailboxes that belong to no account. They are never removed by an audit.
        public var withoutAccount: [String] = []
        /// How many entries were compared.
        public var compared = 0
        /// Whether what differs was mended.
        public var isRepaired = false

        /// Whether everything is as it should be.
        public var isClean: Bool {
            stale.isEmpty && vanished.isEmpty && withoutMailbox.isEmpty && withoutAccount.isEmpty
        }
    }

    /// Compares everything; mends when told so.
    public func run(repair: Bool) async throws -> Findings {
        var findings = Findings()
        try await compareDirectory(repair: repair, into: &findings)
        try await compareMailStore(repair: repair, into: &findings)
        findings.isRepaired = repair
        let json = String(decoding: try JSONEncoder().encode(findings), as: UTF8.self)
        try state.write { writer in
            try writer.set(.lastAudit, to: Timestamp.now)
            try writer.set(.lastAuditResult, to: json)
        }
        return findings
    }

    /// Versions are compared for being the same, not for being newer: a restored directory goes back in time.
    private func compareDirectory(repair: Bool, into findings: inout Findings) async throws {
        let cookie = try state.read { try $0.cookie() }
        let known = try knownVersions()
        let position = try await source.position()
        let comparison = VersionComparison(known: known)
        try await source.versions { await comparison.see($0) }
        let (stale, missing, compared) = await comparison.result()
        findings.compared = compared
        let differences = try await differences(among: stale + missing, compared: known)
        findings.stale = differences.found.map(\.uuid.description).sorted()
        findings.vanished = differences.gone.map(\.description).sorted()
        guard repair else { return }
        if !differences.found.isEmpty || !differences.gone.isEmpty {
            try believe(gone: differences.gone.count, of: compared + differences.gone.count)
            _ = try await ingest.mend(differences)
        }
        if cookie.isAhead(of: position) { try comeBack(to: position) }
    }

    /// Reads afresh what seems to differ, and keeps what still does: the stream may have brought it meanwhile.
    private func differences(
        among entries: [EntryUUID],
        compared known: [EntryUUID: EntryCSN?]
    ) async throws -> Ingest.Differences {
        var differences = Ingest.Differences()
        differences.compared = known
        let found = try await source.read(entries)
        let there = Set(found.map(\.uuid))
        let unchanged = Set(try await ingest.unchanged(entries, since: known))
        differences.found = found.filter { entry in
            unchanged.contains(entry.uuid) && (known[entry.uuid] ?? nil) != entry.csn
        }
        differences.gone = entries.filter { known[$0] != nil && !there.contains($0) && unchanged.contains($0) }
        return differences
    }

    /// The directory was restored from an older copy, and all of it has been compared: following goes on from where the
    /// directory was before the comparison.
    private func comeBack(to position: CookieVector) throws {
        try state.write { writer in
            try writer.forgetCookie()
            try writer.merge(cookie: position)
        }
    }

    /// Accounts without a mailbox get one; mailboxes without an account are listed for a person to look at.
    private func compareMailStore(repair: Bool, into findings: inout Findings) async throws {
        let openBefore = try state.read { try $0.mailboxOwners(in: [.open]) }
        let existing = try await store.mailboxes()
        let (openAfter, anyRow) = try state.read { reader in
            (
                try reader.mailboxOwners(in: [.open]),
                try reader.mailboxOwners(in: [.open, .cut, .blocked, .archived, .elsewhere])
            )
        }
        // What was made or put away while the store was asked is not missing.
        let unseen = openBefore.intersection(openAfter).subtracting(existing)
        let missing = try state.read { reader in try unseen.filter { try Self.settled($0, in: reader) != nil } }
        findings.withoutMailbox = missing.map(\.description).sorted()
        findings.withoutAccount = try existing.subtracting(anyRow).filter { try !isKnown($0) }.map(\.description)
            .sorted()
        guard repair else { return }
        let now = Timestamp.now
        try state.write { writer in
            for uuid in missing {
                guard let row = try Self.settled(uuid, in: writer.reader) else { continue }
                try writer.forgetMailbox(account: row.id)
                try writer.requestWork(account: row.id, urgency: .create, due: now, committed: now)
            }
        }
    }

    /// The account, if its mailbox is to be open and nothing is being done about it: one that is being put away at this
    /// moment has no home any more, and a state that does not say so yet.
    private static func settled(_ uuid: EntryUUID, in reader: StateReader) throws -> AccountRow? {
        guard let row = try reader.account(uuid), try reader.work(account: row.id) == nil,
            try reader.mailbox(account: row.id)?.state == .open
        else { return nil }
        return row
    }

    private func isKnown(_ uuid: EntryUUID) throws -> Bool {
        try state.read { try $0.account(uuid) != nil || $0.quarantined(uuid) != nil }
    }

    private func knownVersions() throws -> [EntryUUID: EntryCSN?] {
        try state.read { reader in
            var versions: [EntryUUID: EntryCSN?] = [:]
            try reader.forEachAccountVersion { versions[$0] = $1 }
            for node in try reader.nodes() { if let uuid = node.uuid { versions[uuid] = .some(node.csn) } }
            return versions
        }
    }

    private func believe(gone: Int, of known: Int) throws {
        guard gone <= max(10, Int(Double(known) * policy.believableAbsence)) else {
            throw IngestError.absence(of: gone, among: known)
        }
    }
}

/// Collects what differs while the directory's versions stream by.
private actor VersionComparison {
    private var known: [EntryUUID: EntryCSN?]
    private var stale: [EntryUUID] = []
    private var compared = 0

    init(known: [EntryUUID: EntryCSN?]) {
        self.known = known
    }

    func see(_ versions: [(EntryUUID, EntryCSN)]) {
        compared += versions.count
        for (uuid, csn) in versions {
            guard let ours = known.removeValue(forKey: uuid) else {
                stale.append(uuid)
                continue
            }
            if ours != csn { stale.append(uuid) }
        }
    }

    func result() -> (stale: [EntryUUID], missing: [EntryUUID], compared: Int) {
        (stale, Array(known.keys), compared)
    }
}
