/// Who gets which connection: a pure value that is told what happened and answers what to do.
///
/// Leases spread over the connections: an idle one first, then a new one, then the least used. At most
/// `maximumConnections` × `leasesPerConnection` leases exist at a time; who comes later waits in line.
struct PoolState: Hashable, Sendable {
    /// What a lease is to do.
    enum Decision: Hashable, Sendable {
        /// Use this connection.
        case use(Int)
        /// Open this connection, then use it.
        case open(Int)
        /// Wait for a grant.
        case wait
    }

    /// What a waiter is to do now.
    struct Grant: Hashable, Sendable {
        let waiter: Int
        let decision: Decision
    }

    private struct Connection: Hashable {
        var isOpen = false
        var leases = 1
    }

    private let maximumConnections: Int
    private let leasesPerConnection: Int
    private var connections: [Int: Connection] = [:]
    private var line: [Int] = []
    private var nextID = 0

    init(maximumConnections: Int, leasesPerConnection: Int) {
        self.maximumConnections = max(1, maximumConnections)
        self.leasesPerConnection = max(1, leasesPerConnection)
    }

    /// How many leases exist.
    var leases: Int { connections.values.reduce(0) { $0 + $1.leases } }
    /// How many wait.
    var waiting: Int { line.count }
    /// How many connections are open or being opened.
    var connectionCount: Int { connections.count }

    /// Somebody wants a lease. Nobody overtakes those in line.
    mutating func lease(waiter: Int) -> Decision {
        if line.isEmpty, let decision = place() { return decision }
        line.append(waiter)
        return .wait
    }

    /// A connection is open; the lease that opened it goes on using it.
    mutating func opened(_ id: Int) -> [Grant] {
        connections[id]?.isOpen = true
        return serve()
    }

    /// A connection could not be opened; its lease is over.
    mutating func openingFailed(_ id: Int) -> [Grant] {
        connections[id] = nil
        return serve()
    }

    /// A lease is over. A connection that is no longer usable is forgotten as soon as that is known.
    mutating func returned(_ id: Int, isUsable: Bool) -> [Grant] {
        if isUsable {
            connections[id]?.leases -= 1
        } else {
            connections[id] = nil
        }
        return serve()
    }

    /// A waiter gave up; `false` when it was not in line any more.
    mutating func gaveUp(waiter: Int) -> Bool {
        guard let index = line.firstIndex(of: waiter) else { return false }
        line.remove(at: index)
        return true
    }

    private mutating func serve() -> [Grant] {
        var grants: [Grant] = []
        while let waiter = line.first, let decision = place() {
            line.removeFirst()
            grants.append(Grant(waiter: waiter, decision: decision))
        }
        return grants
    }

    private mutating func place() -> Decision? {
        let open = connections.filter { $0.value.isOpen && $0.value.leases < leasesPerConnection }
        let leastUsed = open.min { ($0.value.leases, $0.key) < ($1.value.leases, $1.key) }
        if let leastUsed, leastUsed.value.leases == 0 || connections.count >= maximumConnections {
            connections[leastUsed.key]?.leases += 1
            return .use(leastUsed.key)
        }
        guard connections.count < maximumConnections else { return nil }
        nextID += 1
        connections[nextID] = Connection()
        return .open(nextID)
    }
}
