import GRDB

/// The tables of the worker's state file. All of it can be rebuilt from the directory, but the ledger and the archives'
/// times cannot be told from the directory's present: deleting the file loses the history of the reports, no mailbox.
///
/// Times are microseconds since 1970 UTC, entryUUIDs 16-byte blobs.
enum Schema {
    /// Written to `PRAGMA user_version`; an older file is brought up to it, any other version is refused, never guessed at.
    static let version = 3

    static let tables = """
        -- Single values: suffix, ledger start, time of the last contact and audit.
        CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

        -- How far each server that writes has been followed (server id, CSN).
        CREATE TABLE cookie(server INTEGER PRIMARY KEY, csn TEXT NOT NULL) STRICT;

        -- The tree above the accounts: suffix, services, tenants, domains, groups, plain containers. uuid is NULL for a
        -- parent that was named by a child before it was sent itself. content is JSON.
        CREATE TABLE node(
            id INTEGER PRIMARY KEY, uuid BLOB UNIQUE, csn_time INTEGER, csn_order INTEGER, parent INTEGER,
            dn TEXT NOT NULL, kind INTEGER NOT NULL, content TEXT, scope INTEGER) STRICT;

        -- What reports count by: a tenant within a service. tenant is '' for accounts right below a service. A row is
        -- never removed, so that old ledger rows keep their names; a tenant that moves to another service gets a new one.
        CREATE TABLE scope(
            id INTEGER PRIMARY KEY, service TEXT NOT NULL, tenant TEXT NOT NULL,
            service_node INTEGER NOT NULL, tenant_node INTEGER NOT NULL, UNIQUE(service_node, tenant_node)) STRICT;

        -- One row for every account whose last good state is known, also after its removal until its archive is purged
        -- (then removed is its time). aliases: addresses in one text, separated by spaces. own_quota: whether quota is the
        -- entry's own and not its service's default, which moves with the service. sessions_revoked: who logged in before
        -- has to log in again.
        CREATE TABLE account(
            id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, csn_time INTEGER NOT NULL, csn_order INTEGER NOT NULL,
            node INTEGER NOT NULL, scope INTEGER NOT NULL, name TEXT, address TEXT NOT NULL, aliases TEXT, mail_host TEXT,
            status INTEGER NOT NULL, quota INTEGER, registered INTEGER, second_factor INTEGER, removed INTEGER,
            own_quota INTEGER NOT NULL, sessions_revoked INTEGER) STRICT;
        CREATE TABLE alias(address TEXT NOT NULL, account INTEGER NOT NULL, PRIMARY KEY(address, account)) STRICT, WITHOUT ROWID;

        -- Entries that break a rule, by entryUUID: account is the row of their last good state, if there was one. observed is
        -- the entry as it is now (JSON), to be judged again when what it depends on changes.
        CREATE TABLE quarantine(
            uuid BLOB PRIMARY KEY, csn_time INTEGER NOT NULL, csn_order INTEGER NOT NULL, dn TEXT NOT NULL,
            node INTEGER NOT NULL, since INTEGER NOT NULL, violations TEXT NOT NULL, observed TEXT NOT NULL,
            address TEXT) STRICT, WITHOUT ROWID;

        -- What the mail store was last brought to, per account row. names: addresses separated by spaces.
        -- sessions_revoked: sessions begun before this time were ended.
        CREATE TABLE mailbox(
            account INTEGER PRIMARY KEY, state INTEGER NOT NULL, names TEXT NOT NULL, quota INTEGER, changed INTEGER NOT NULL,
            purge_due INTEGER, sessions_revoked INTEGER) STRICT;

        -- Accounts whose mail store differs from what the directory wants, and when to see to them. revision moves with every
        -- change, so that a change during the work is not taken for done. committed: when the directory committed what is to
        -- be done; hold: the batch it waits in; reason: why it was set aside.
        CREATE TABLE work(
            account INTEGER PRIMARY KEY, revision INTEGER NOT NULL, urgency INTEGER NOT NULL, due INTEGER NOT NULL,
            committed INTEGER NOT NULL, attempts INTEGER NOT NULL, last_error TEXT, set_aside INTEGER NOT NULL DEFAULT 0,
            hold INTEGER) STRICT;

        -- Blocks, closes and removals that the guard let pass or holds: its window, and the lists of held batches.
        CREATE TABLE suspect(
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, account INTEGER NOT NULL, scope INTEGER NOT NULL,
            kind INTEGER NOT NULL, hold INTEGER, before TEXT) STRICT;
        CREATE TABLE hold(
            id INTEGER PRIMARY KEY, opened INTEGER NOT NULL, changed INTEGER NOT NULL, level INTEGER NOT NULL, service TEXT, tenant TEXT,
            reason TEXT NOT NULL, state INTEGER NOT NULL, decided INTEGER, decided_by TEXT) STRICT;

        -- Proved blocks: from the directory's commit to the moment nobody was left in.
        CREATE TABLE proof(
            id INTEGER PRIMARY KEY, account INTEGER NOT NULL, committed INTEGER NOT NULL, cut INTEGER NOT NULL,
            proved INTEGER NOT NULL, sessions INTEGER NOT NULL) STRICT;

        -- Every transition. time: the entry's CSN, or the moment we learnt of a removal; never before the ledger's start.
        -- event: 1 created, 2 removed, 3 moved in, 4 moved out, 5 changed, 6 tenant added, 7 tenant removed,
        -- 8 administrators changed. The counting columns hold -1, 0 or 1 (administrators: any number) and say
        -- what the row does to its scope's counts. peer: the other scope of a move. detail: JSON, what changed.
        CREATE TABLE ledger(
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, recorded INTEGER NOT NULL, subject BLOB NOT NULL,
            scope INTEGER NOT NULL, peer INTEGER, event INTEGER NOT NULL, accounts INTEGER NOT NULL,
            registered INTEGER NOT NULL, blocked INTEGER NOT NULL, second_factor INTEGER NOT NULL,
            administrators INTEGER NOT NULL, detail TEXT) STRICT;

        -- Counts per scope: now (moved in the transaction that writes the ledger row) and when the ledger began.
        CREATE TABLE census(
            scope INTEGER PRIMARY KEY, tenants INTEGER NOT NULL, accounts INTEGER NOT NULL, registered INTEGER NOT NULL,
            blocked INTEGER NOT NULL, second_factor INTEGER NOT NULL, administrators INTEGER NOT NULL) STRICT;
        CREATE TABLE baseline(
            scope INTEGER PRIMARY KEY, tenants INTEGER NOT NULL, accounts INTEGER NOT NULL, registered INTEGER NOT NULL,
            blocked INTEGER NOT NULL, second_factor INTEGER NOT NULL, administrators INTEGER NOT NULL) STRICT;

        -- How many accounts that are in the directory are listed under each scope, status and second factor (0 or 1). Empty until accounts are
        -- listed for the first time; from then on triggers keep it.
        CREATE TABLE tally(
            scope INTEGER NOT NULL, status INTEGER NOT NULL, second_factor INTEGER NOT NULL, accounts INTEGER NOT NULL,
            PRIMARY KEY(scope, status, second_factor)) STRICT, WITHOUT ROWID;
        """

    /// What makes a file of each older version one of the next.
    static let upgrades = [
        1: """
        ALTER TABLE account ADD COLUMN sessions_revoked INTEGER;
        ALTER TABLE mailbox ADD COLUMN sessions_revoked INTEGER;
        """,
        2: """
        CREATE TABLE IF NOT EXISTS tally(
            scope INTEGER NOT NULL, status INTEGER NOT NULL, second_factor INTEGER NOT NULL, accounts INTEGER NOT NULL,
            PRIMARY KEY(scope, status, second_factor)) STRICT, WITHOUT ROWID;
        """,
    ]

    /// Made after a first load rather than before: sorting once is several times cheaper than inserting in random order.
    static let indexes = """
        CREATE UNIQUE INDEX IF NOT EXISTS account_uuid ON account(uuid);
        CREATE INDEX IF NOT EXISTS account_address ON account(address);
        CREATE INDEX IF NOT EXISTS account_node ON account(node);
        CREATE INDEX IF NOT EXISTS quarantine_address ON quarantine(address) WHERE address IS NOT NULL;
        CREATE INDEX IF NOT EXISTS work_due ON work(urgency, due) WHERE hold IS NULL AND set_aside = 0;
        CREATE INDEX IF NOT EXISTS mailbox_purge ON mailbox(purge_due) WHERE purge_due IS NOT NULL;
        CREATE INDEX IF NOT EXISTS suspect_time ON suspect(time);
        CREATE INDEX IF NOT EXISTS suspect_account ON suspect(account);
        CREATE INDEX IF NOT EXISTS suspect_hold ON suspect(hold) WHERE hold IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ledger_time
            ON ledger(time, scope, peer, event, accounts, registered, blocked, second_factor, administrators);
        """
}
