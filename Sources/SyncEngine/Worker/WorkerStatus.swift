public import DirectoryModel
internal import Synchronization

/// Where a running worker stands, for `pamong status`, health checks and metrics.
public final class WorkerStatus: Sendable {
    /// What a worker is doing.
    public enum Phase: String, Sendable, Codable, CaseIterable {
        /// It has no session with the directory.
        case disconnected
        /// It is taking in what changed since its position.
        case refreshing
        /// It is told of every change as it is committed.
        case following
    }

    /// One moment's values.
    public struct Values: Sendable {
        /// What it is doing.
        public var phase = Phase.disconnected
        /// When the projection was last known to be complete and current.
        public var lastInSync: Timestamp?
        /// What ended the last session, until the next one is in sync.
        public var problem: String?
        /// When the last change was taken in, and how long after the directory's commit.
        public var lastChange: Timestamp?
        /// From the directory's commit to our projection, of the last change.
        public var lag: Duration = .zero
        /// Changes taken in since the start.
        public var changes = 0
        /// Sessions begun since the start.
        public var sessions = 0
    }

    private let values = Mutex(Values())

    /// Nothing known yet.
    public init() {}

    /// The values now.
    public var current: Values { values.withLock { $0 } }

    /// Whether all that the directory has committed is in the projection, as far as can be known.
    public var isInSync: Bool { current.phase == .following }

    func update(_ body: (inout Values) -> Void) {
        values.withLock { body(&$0) }
    }
}
