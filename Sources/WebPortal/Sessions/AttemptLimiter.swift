internal import DirectoryModel

/// Attempts within a window of time, by whoever or whatever they are counted for. Pure: the time is given.
struct AttemptWindow: Sendable {
    private var begun: Timestamp
    private var count = 0

    init(now: Timestamp) { begun = now }

    /// Counts one more and says whether it may be made.
    mutating func take(limit: Int, window: Duration, now: Timestamp) -> Bool {
        if isOver(window: window, now: now) { self = AttemptWindow(now: now) }
        count += 1
        return count <= limit
    }

    /// Whether another one would be too many; nothing is counted.
    func isFull(limit: Int, window: Duration, now: Timestamp) -> Bool {
        !isOver(window: window, now: now) && count >= limit
    }

    func isOver(window: Duration, now: Timestamp) -> Bool { now.since(begun) >= window }
}

/// Keeps anybody from trying passwords and codes without end. The directory's own locks stand behind it.
actor AttemptLimiter {
    private let limits: PortalConfiguration.Limits
    private var windows: [String: AttemptWindow] = [:]

    init(_ limits: PortalConfiguration.Limits) { self.limits = limits }

    /// Whether another attempt from this network address, for this account, may be made. It is counted for both; for the account only
    /// when the address may.
    func allows(client: String, account: String?, now: Timestamp = .now) -> Bool {
        // Whoever has tried too often already must not fill the memory with names, nor lock others out.
        guard take("client \(client)", limits.perAddress, now) else { return false }
        return account.map { take("account \($0)", limits.perAccount, now) } ?? true
    }

    /// Whether wrong tokens of late keep this network address from another try. Nothing is counted. They are not counted for a
    /// token's id: whoever knows that, which is no secret, could lock the program out.
    func barsTokens(from client: String, now: Timestamp = .now) -> Bool {
        windows["tokens \(client)"]?.isFull(limit: limits.wrongTokens, window: limits.window, now: now) ?? false
    }

    /// Counts a wrong token.
    func noteWrongToken(from client: String, now: Timestamp = .now) {
        _ = take("tokens \(client)", limits.wrongTokens, now)
    }

    /// Forgets what is over.
    func sweep(now: Timestamp = .now) {
        windows = windows.filter { !$0.value.isOver(window: limits.window, now: now) }
    }

    private func take(_ key: String, _ limit: Int, _ now: Timestamp) -> Bool {
        windows[key, default: AttemptWindow(now: now)].take(limit: limit, window: limits.window, now: now)
    }
}
