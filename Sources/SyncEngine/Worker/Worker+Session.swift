public import DirectoryModel
internal import Logging
internal import StateDatabase

extension Worker {
    /// One session with the directory, from our position to its end.
    func session(stopWhenInSync: Bool, whenInSync: @escaping @Sendable () -> Void = {}) async throws {
        let cookie = try await ingest.beginSession()
        try await checkProvider(against: cookie)
        status.update {
            $0.phase = .refreshing
            $0.sessions += 1
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch() }
            group.addTask {
                try await follow(from: cookie) {
                    whenInSync()
                    return stopWhenInSync ? .stop : .proceed
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func follow(
        from cookie: CookieVector,
        whenInSync: @escaping @Sendable () -> FollowDecision
    ) async throws {
        try await source.follow(from: cookie) { changes in
            guard try await take(changes) else { return .proceed }
            status.update {
                $0.phase = .following
                $0.problem = nil
                $0.lastInSync = .now
            }
            logger.info("in sync with the directory")
            return whenInSync()
        }
    }

    /// Takes a batch in; answers whether the refresh became complete with it.
    private func take(_ changes: [DirectoryChange]) async throws -> Bool {
        var remaining = changes[...]
        var isComplete = false
        repeat {
            var outcome = try await ingest.apply(remaining)
            remaining = outcome.remaining
            if let verification = outcome.toVerify {
                let found = try await source.read(verification.absent)
                outcome = try await ingest.completeRefresh(verification, found: found)
            }
            if outcome.requestedWork > 0 { await runner.wake() }
            isComplete = isComplete || outcome.becameInSync
        } while !remaining.isEmpty
        note(changes)
        return isComplete
    }

    /// Looks now and then, over a connection of its own, whether the session still brings what the provider has.
    private func watch() async throws {
        var watch = SessionWatch()
        while true {
            try await Task.sleep(for: policy.watchInterval)
            let values = status.current
            let isFollowing = values.phase == .following
            let look = SessionWatch.Look(
                position: isFollowing ? await position() : nil,
                ours: try state.read { try $0.cookie() },
                changes: values.changes,
                isFollowing: isFollowing
            )
            switch watch.see(look) {
            case .current: try state.write { try $0.set(.lastInSync, to: .now) }
            case .waiting: break
            case .silent: throw SilentSession()
            }
        }
    }

    /// A look that fails says nothing about the session, which notices a lost connection itself.
    private func position() async -> CookieVector? {
        do { return try await source.position() } catch {
            logger.debug("the provider's position could not be read", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func note(_ changes: [DirectoryChange]) {
        let now = Timestamp.now
        status.update { values in
            values.changes += changes.count
            values.lastChange = now
            if values.phase == .following {
                values.lastInSync = now
                if case .entry(let entry)? = changes.first, let csn = entry.csn { values.lag = now.since(csn.time) }
            }
        }
    }

    /// A provider that is behind what we have seen lost state or lags. Following it would delete what it does not know
    /// yet, so the session is refused; see ``ProviderBehind``.
    private func checkProvider(against cookie: CookieVector) async throws {
        guard !cookie.isEmpty else { return }
        let position = try await source.position()
        if cookie.isAhead(of: position) { throw ProviderBehind(ours: cookie, theirs: position) }
    }
}

/// The provider knows less than we have seen of it: it was restored from an older copy, or it is a replica that lags.
public struct ProviderBehind: Error, Sendable, Hashable, CustomStringConvertible {
    /// What we have seen.
    public var ours: CookieVector
    /// What the provider has.
    public var theirs: CookieVector

    /// What to do.
    public var description: String {
        let servers = ours.csns.filter { ($1) > (theirs.csns[$0] ?? "") }.keys.sorted().map(String.init)
        return """
            the directory is behind what was seen of it (server id \(servers.joined(separator: ", "))): a replica that lags \
            catches up by itself; after a restore of the directory run `pamong audit --repair`
            """
    }
}
