internal import GRDB

extension StateDatabase {
    /// Makes what lists of accounts are read by, where it is not there yet: a second for half a million accounts, once in a
    /// state file's life. It is not made with the other indexes, so that a first load does not wait for it.
    public func prepareListing() throws {
        guard try !read({ try $0.canList }) else { return }
        try write { try $0.beginListing() }
    }
}

extension StateReader {
    /// Whether ``StateDatabase/prepareListing()`` was done for this load.
    var canList: Bool {
        get throws {
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = 'tally_update')"
            ) ?? false
        }
    }
}

extension StateWriter {
    func beginListing() throws {
        guard try !reader.canList else { return }
        try sortingInOnePiece(ListingSchema.indexes)
        try database.execute(sql: ListingSchema.firstTally + ListingSchema.triggers)
    }

    /// Before a first load, which would pay for the triggers with every row.
    func stopTallying() throws {
        for trigger in ListingSchema.triggerNames { try database.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)") }
    }
}

/// What is made only for lists. Each index holds all that a list can be filtered by, so that rows are read only for the page
/// that is shown; the tally tells how many there are without counting.
enum ListingSchema {
    static let triggerNames = ["tally_insert", "tally_delete", "tally_update"]

    static let indexes = """
        CREATE INDEX IF NOT EXISTS listing_address ON account(address, id, scope, status, second_factor)
            WHERE removed IS NULL;
        CREATE INDEX IF NOT EXISTS listing_scope ON account(scope, address, id, status, second_factor)
            WHERE removed IS NULL;
        CREATE INDEX IF NOT EXISTS listing_changed ON account(csn_time, id, scope, status, second_factor)
            WHERE removed IS NULL;
        """

    static let firstTally = """
        DELETE FROM tally;
        INSERT INTO tally SELECT scope, status, second_factor IS NOT NULL, count(*) FROM account
            WHERE removed IS NULL GROUP BY 1, 2, 3;
        """

    private static let leave = """
        UPDATE tally SET accounts = accounts - 1
            WHERE scope = old.scope AND status = old.status AND second_factor = (old.second_factor IS NOT NULL)
            AND old.removed IS NULL;
        """

    private static let arrive = """
        INSERT INTO tally SELECT new.scope, new.status, new.second_factor IS NOT NULL, 1 WHERE new.removed IS NULL
            ON CONFLICT DO UPDATE SET accounts = accounts + 1;
        """

    static let triggers = """
        CREATE TRIGGER tally_insert AFTER INSERT ON account BEGIN \(arrive) END;
        CREATE TRIGGER tally_delete AFTER DELETE ON account BEGIN \(leave) END;
        CREATE TRIGGER tally_update AFTER UPDATE ON account
            WHEN old.scope != new.scope OR old.status != new.status
                OR (old.second_factor IS NULL) != (new.second_factor IS NULL)
                OR (old.removed IS NULL) != (new.removed IS NULL)
            BEGIN \(leave) \(arrive) END;
        """
}
