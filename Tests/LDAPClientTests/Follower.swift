import LDAPClient

/// Reads a session the way a keeper of a copy would.
struct Follower {
    private var iterator: ContentSyncSession.Iterator
    private var waiting: [ContentSyncMessage] = []
    /// Entries that exist, with their DNs.
    private(set) var live: [SyncUUID: String] = [:]
    /// Identities that were mentioned as present in the refresh.
    private(set) var present: Set<SyncUUID> = []
    /// Everything that was read.
    private(set) var messages: [ContentSyncMessage] = []
    private(set) var cookie: SyncCookie?

    /// The cookies as they came, without those that say nothing.
    private(set) var cookies: [SyncCookie] = []

    init(_ session: ContentSyncSession) { iterator = session.makeAsyncIterator() }

    /// Reads up to the end of the refresh.
    mutating func readRefresh() async throws {
        _ = try await read { message in
            switch message {
            case .refreshDelete(_, refreshDone: true), .refreshPresent(_, refreshDone: true): true
            default: false
            }
        }
    }

    /// Reads up to the first message like this; fails when the sequence ends before.
    @discardableResult
    mutating func read(until condition: (ContentSyncMessage) -> Bool) async throws -> ContentSyncMessage {
        while true {
            while !waiting.isEmpty {
                let message = waiting.removeFirst()
                apply(message)
                if condition(message) { return message }
            }
            guard let batch = try await iterator.next() else { throw TestFailure("the session ended") }
            waiting = batch
        }
    }

    private mutating func apply(_ message: ContentSyncMessage) {
        messages.append(message)
        switch message {
        case .entry(let state, let uuid, let entry, let cookie):
            if state == .delete { live[uuid] = nil } else { live[uuid] = entry.dn }
            merge(cookie)
        case .syncIDSet(let uuids, let refreshDeletes, let cookie):
            if refreshDeletes { uuids.forEach { live[$0] = nil } } else { present.formUnion(uuids) }
            merge(cookie)
        case .newCookie(let cookie), .refreshDelete(let cookie, _), .refreshPresent(let cookie, _),
            .done(let cookie, _, _), .reference(_, _, _, let cookie):
            merge(cookie)
        }
    }

    private mutating func merge(_ other: SyncCookie?) {
        guard let other else { return }
        cookies.append(other)
        cookie = cookie?.merging(other) ?? other
    }
}
