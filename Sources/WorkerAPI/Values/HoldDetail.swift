public import DirectoryModel
public import StateDatabase
internal import SyncEngine

/// One account of a held batch, and what is to be taken from it.
public struct HeldAccount: Sendable, Hashable, Codable {
    /// What is to be done.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// It was blocked.
        case block
        /// It was closed.
        case close
        /// Its entry was removed.
        case removal
        /// It was moved to another mail host.
        case departure
    }

    /// The account's entryUUID.
    public var uuid: String
    /// Its primary address.
    public var address: String
    /// Where its entry stands, or stood.
    public var dn: String
    /// The service it counts for.
    public var service: String
    /// The tenant it counts for.
    public var tenant: String
    /// What is to be done.
    public var kind: Kind
    /// The status before, so that the entry can be put back.
    public var before: AccountStatus?
    /// The status now; for a removed entry the last one.
    public var status: AccountStatus
    /// When the worker learnt of it.
    public var since: APITime
}

/// A held batch with its list.
public struct HoldDetail: Sendable, Hashable, Codable {
    /// The batch.
    public var hold: HoldSummary
    /// Names exactly this list: a decision is made with it, and refused when the list has changed since.
    public var fingerprint: String
    /// The list, in the order it grew: all of it, or the part that was asked for.
    public var list: [HeldAccount]
}

extension HoldDetail {
    /// The batch with this number; `nil` when there is none. `part` says which places of the list are wanted, from 0; the
    /// fingerprint is of all of it in any case.
    public init?(_ id: Int64, part: Range<Int> = 0..<Int.max, reading reader: StateReader) throws {
        guard let hold = try reader.hold(id) else { return nil }
        let suspects = try reader.suspects(hold: id)
        list = try HeldAccount.list(suspects[part.clamped(to: suspects.indices)], reading: reader)
        self.hold = HoldSummary(hold, accounts: suspects.count)
        fingerprint = try HoldDecision.fingerprint(ofHold: id, reading: reader)
    }
}

extension HeldAccount {
    /// What is said of these.
    static func list(_ suspects: some Sequence<Suspect>, reading reader: StateReader) throws -> [HeldAccount] {
        let nodes = Dictionary(uniqueKeysWithValues: try reader.nodes().map { ($0.id, $0.dn) })
        let scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
        return try suspects.compactMap { suspect in
            try reader.account(id: suspect.account).map { row in
                HeldAccount(suspect, row, scope: scopes[suspect.scope], parent: nodes[row.node])
            }
        }
    }

    private init(_ suspect: Suspect, _ row: AccountRow, scope: Scope?, parent: String?) {
        let name = row.name ?? "mail=\(Self.escaped(row.account.address.text))"
        self.init(
            uuid: row.account.uuid.description,
            address: row.account.address.text,
            dn: parent.map { "\(name),\($0)" } ?? name,
            service: scope?.service ?? "",
            tenant: scope?.tenant ?? "",
            kind: Kind(suspect.kind),
            before: suspect.before,
            status: row.account.status,
            since: APITime(suspect.time)
        )
    }

    /// RFC 4514 section 2.4, for the characters a mail address may have.
    private static func escaped(_ address: String) -> String {
        (address.hasPrefix("#") ? "\\" : "") + address.replacing("+", with: "\\+")
    }
}

extension HeldAccount.Kind {
    init(_ kind: Suspect.Kind) {
        self =
            switch kind {
            case .block: .block
            case .close: .close
            case .removal: .removal
            case .departure: .departure
            }
    }
}
