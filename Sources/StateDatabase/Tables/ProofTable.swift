public import DirectoryModel
internal import GRDB

/// A block that was proved: nobody is logged in, and no cache can let anybody in.
public struct BlockProof: Sendable, Hashable {
    /// The account's row.
    public var account: Int64
    /// When the directory committed the block.
    public var committed: Timestamp
    /// When the sessions were cut.
    public var cut: Timestamp
    /// When a second look found nobody in.
    public var proved: Timestamp
    /// How many sessions the first look found.
    public var sessions: Int

    /// Puts a proof together.
    public init(account: Int64, committed: Timestamp, cut: Timestamp, proved: Timestamp, sessions: Int) {
        self.account = account
        self.committed = committed
        self.cut = cut
        self.proved = proved
        self.sessions = sessions
    }
}

extension StateReader {
    /// The last proof of an account's block.
    public func lastProof(account: Int64) throws -> BlockProof? {
        try Row.fetchOne(
            database,
            sql:
                "SELECT account, committed, cut, proved, sessions FROM proof WHERE account = ? ORDER BY id DESC LIMIT 1",
            arguments: [account]
        ).map(BlockProof.init(row:))
    }

    /// The latest proofs, newest first.
    public func proofs(limit: Int) throws -> [BlockProof] {
        try Row.fetchAll(
            database,
            sql: "SELECT account, committed, cut, proved, sessions FROM proof ORDER BY id DESC LIMIT ?",
            arguments: [limit]
        ).map(BlockProof.init(row:))
    }
}

extension StateWriter {
    /// Writes down a proof.
    public func insert(_ proof: BlockProof) throws {
        try database.execute(
            sql: "INSERT INTO proof(account, committed, cut, proved, sessions) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                proof.account, proof.committed.microseconds, proof.cut.microseconds, proof.proved.microseconds,
                proof.sessions,
            ]
        )
    }
}

extension BlockProof {
    fileprivate init(row: Row) {
        self.init(
            account: row[0],
            committed: Timestamp(microseconds: row[1]),
            cut: Timestamp(microseconds: row[2]),
            proved: Timestamp(microseconds: row[3]),
            sessions: row[4]
        )
    }
}
