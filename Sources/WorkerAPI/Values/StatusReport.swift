public import DirectoryModel
internal import Foundation
public import StateDatabase
public import SyncEngine

/// Where a worker stands, for `pamong status`, the API, health checks and metrics.
///
/// Made by a running worker, or from its state file alone while no worker runs; `phase` tells which.
public struct StatusReport: Sendable, Hashable, Codable {
    /// What the worker is doing.
    public enum Phase: String, Sendable, Hashable, Codable, CaseIterable {
        /// No worker runs; all that is said comes from the state file.
        case notRunning
        /// It has no session with the directory.
        case disconnected
        /// It is taking in what changed since its position.
        case refreshing
        /// It is told of every change as it is committed.
        case following
    }

    /// How many accounts have something to be done in the mail store.
    public struct Work: Sendable, Hashable, Codable {
        /// Due, or to be tried again.
        public var waiting: Int
        /// In a held batch.
        public var held: Int
        /// Given up until the account changes or an operator asks again.
        public var setAside: Int
    }

    /// How many mailboxes are in each state, as far as the worker brought them there.
    public struct Mailboxes: Sendable, Hashable, Codable {
        /// Served.
        public var open: Int
        /// Sessions cut, the proof of the block is due.
        public var cut: Int
        /// Blocked, proved.
        public var blocked: Int
        /// In the archive.
        public var archived: Int
        /// Left alone, since another mail host has the account.
        public var elsewhere: Int
    }

    /// When the report was made.
    public var generated: APITime
    /// The mail host the worker serves, when it runs.
    public var mailHost: String?
    /// What the worker is doing.
    public var phase: Phase
    /// Whether all that the directory has committed is in the projection, as far as can be known.
    public var isInSync: Bool
    /// What ended the last session, until the next one is in sync.
    public var problem: String?
    /// Why the mail store as a whole is left alone at the moment.
    public var mailStoreProblem: String?
    /// When the projection was last known to be complete and current.
    public var lastInSync: APITime?
    /// When the last change was taken in.
    public var lastChange: APITime?
    /// How far the projection may be behind, in seconds: while following, from the directory's commit of the last change to
    /// its being taken in; otherwise since it was last known to be current. `nil` when it never was.
    public var lagSeconds: Double?
    /// Changes taken in since the worker's start.
    public var changes: Int
    /// Sessions with the directory since the worker's start.
    public var sessions: Int
    /// When the reports' ledger begins; `nil` while no first load was complete.
    public var ledgerStart: APITime?
    /// What is to be done in the mail store.
    public var work: Work
    /// Held batches that wait for a second person.
    public var holdsOpen: Int
    /// Entries that break a rule.
    public var quarantined: Int
    /// Mailboxes by state.
    public var mailboxes: Mailboxes
    /// The last audit, if there was one.
    public var lastAudit: AuditSummary?
}

extension StatusReport {
    /// Puts a report together from the state file and, when a worker runs, from where it stands.
    ///
    /// Throws ``StateDatabase/StateError`` when the state file cannot be read.
    public init(
        reading reader: StateReader,
        worker: WorkerStatus.Values? = nil,
        mailStoreProblem: String? = nil,
        mailHost: String? = nil,
        now: Timestamp = .now
    ) throws {
        generated = APITime(now)
        self.mailHost = mailHost
        phase = worker.map { Phase($0.phase) } ?? .notRunning
        isInSync = phase == .following
        problem = worker?.problem
        self.mailStoreProblem = mailStoreProblem
        lastInSync = [worker?.lastInSync, try reader.time(.lastInSync)].compactMap { $0 }.max().map(APITime.init)
        lastChange = worker?.lastChange.map(APITime.init)
        lagSeconds =
            phase == .following
            ? worker?.lag.seconds : lastInSync.map { max(now.since($0.time).seconds, 0) }
        changes = worker?.changes ?? 0
        sessions = worker?.sessions ?? 0
        ledgerStart = try reader.time(.ledgerStart).map(APITime.init)
        work = Work(try reader.workCounts())
        holdsOpen = try reader.holds(in: .open).count
        quarantined = try reader.quarantineCount()
        mailboxes = Mailboxes(try reader.mailboxCounts())
        lastAudit = try AuditSummary(reading: reader)
    }
}

extension StatusReport.Phase {
    init(_ phase: WorkerStatus.Phase) {
        self =
            switch phase {
            case .disconnected: .disconnected
            case .refreshing: .refreshing
            case .following: .following
            }
    }
}

extension StatusReport.Work {
    init(_ counts: (waiting: Int, held: Int, setAside: Int)) {
        self.init(waiting: counts.waiting, held: counts.held, setAside: counts.setAside)
    }
}

extension StatusReport.Mailboxes {
    init(_ counts: [MailboxRow.State: Int]) {
        self.init(
            open: counts[.open] ?? 0,
            cut: counts[.cut] ?? 0,
            blocked: counts[.blocked] ?? 0,
            archived: counts[.archived] ?? 0,
            elsewhere: counts[.elsewhere] ?? 0
        )
    }
}

extension Duration {
    /// In seconds, microseconds kept.
    var seconds: Double { Double(microseconds) / 1_000_000 }
}
