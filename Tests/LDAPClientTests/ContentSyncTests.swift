import LDAPClient
import Testing

@Suite struct ContentSyncTests {
    @Test func `a first load gives every entry, ends its refresh, and then follows`() async throws {
        let names = (0..<300).map { "p\($0)" }
        let directory = try await TestDirectory.start(entries: names.map { TestDirectory.person($0) }.joined())
        let request = ContentSyncRequest(base: TestNames.suffix, attributes: ["uid", "entryUUID", "entryCSN"], rid: 7)
        try await ContentSyncSession.withSession(directory.local, request) { session in
            var follower = Follower(session)
            try await follower.readRefresh()
            #expect(follower.live.count == 302)
            let cookie = try #require(follower.cookie)
            try await LDAPConnection.withConnection(directory.local) { connection in
                try await connection.modify(TestNames.person("p1"), [.replace("sn", "changed")])
                try await connection.delete(TestNames.person("p2"))
            }
            let deleted = try await follower.read { message in
                if case .entry(.delete, _, let entry, _) = message { entry.dn.contains("uid=p2,") } else { false }
            }
            guard case .entry(_, let uuid, _, _) = deleted else { return }
            #expect(follower.live[uuid] == nil)
            #expect(try #require(follower.cookie?[0]) > (try #require(cookie[0])))
        }
    }
}

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
        cookie = cookie?.merging(other) ?? other
    }
}
