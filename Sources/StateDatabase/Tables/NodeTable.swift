public import DirectoryModel
internal import Foundation
internal import GRDB

/// One entry of the tree above the accounts.
public struct Node: Sendable, Hashable {
    /// Its row; accounts refer to it.
    public var id: Int64
    /// Its identity; `nil` while only a child has named it.
    public var uuid: EntryUUID?
    /// Its version.
    public var csn: EntryCSN?
    /// The node above, if there is one below the suffix.
    public var parent: Int64?
    /// Its DN as the directory writes it.
    public var dn: String
    /// What it is.
    public var content: Container
    /// What accounts below it are counted under, once that is known.
    public var scope: Int64?

    /// Puts a node together.
    public init(
        id: Int64,
        uuid: EntryUUID? = nil,
        csn: EntryCSN? = nil,
        parent: Int64? = nil,
        dn: String,
        content: Container = .plain,
        scope: Int64? = nil
    ) {
        self.id = id
        self.uuid = uuid
        self.csn = csn
        self.parent = parent
        self.dn = dn
        self.content = content
        self.scope = scope
    }
}

extension StateReader {
    /// The whole tree above the accounts: a few thousand rows.
    public func nodes() throws -> [Node] {
        try Row.fetchAll(
            database,
            sql: "SELECT id, uuid, csn_time, csn_order, parent, dn, content, scope FROM node ORDER BY id"
        ).map(Node.init(row:))
    }
}

extension StateWriter {
    /// Writes a node as it is now.
    public func save(_ node: Node) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO node(id, uuid, csn_time, csn_order, parent, dn, kind, content, scope)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(id) DO UPDATE SET uuid = excluded.uuid, csn_time = excluded.csn_time,
                    csn_order = excluded.csn_order, parent = excluded.parent, dn = excluded.dn, kind = excluded.kind,
                    content = excluded.content, scope = excluded.scope
                """
        )
        try statement.execute(arguments: [
            node.id, node.uuid?.data, node.csn?.time.microseconds, node.csn?.databaseOrder, node.parent, node.dn,
            node.content.code, try node.content.json(), node.scope,
        ])
    }

    /// Removes a node that nothing refers to any more.
    public func removeNode(_ id: Int64) throws {
        try database.execute(sql: "DELETE FROM node WHERE id = ?", arguments: [id])
    }
}

extension Node {
    fileprivate init(row: Row) throws {
        self.init(
            id: row[0],
            uuid: EntryUUID(data: row[1]),
            csn: EntryCSN(time: row[2], order: row[3]),
            parent: row[4],
            dn: row[5],
            content: try Container(json: row[6]),
            scope: row[7]
        )
    }
}

extension Container {
    /// The kind as a number, so that the table can be looked through by hand.
    fileprivate var code: Int {
        switch self {
        case .plain: 0
        case .service: 1
        case .tenant: 2
        case .domain: 3
        case .administrators: 4
        }
    }

    fileprivate func json() throws -> String? {
        self == .plain ? nil : String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    fileprivate init(json: String?) throws {
        self = try json.map { try JSONDecoder().decode(Container.self, from: Data($0.utf8)) } ?? .plain
    }
}
