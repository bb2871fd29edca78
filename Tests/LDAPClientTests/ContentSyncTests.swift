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

    private static func people(_ count: Int, extra: String = "") -> String {
        (0..<count).map { TestDirectory.person("p\($0)", extra: extra) }.joined()
    }

    private let request = ContentSyncRequest(base: TestNames.suffix, attributes: ["uid", "entryCSN"], rid: 7)

    private func resuming(from cookie: SyncCookie?) -> ContentSyncRequest {
        var resumed = request
        resumed.cookie = cookie
        return resumed
    }

    /// Follows until the end of the refresh, once.
    private func refresh(_ directory: TestDirectory, from cookie: SyncCookie? = nil) async throws -> Follower {
        try await ContentSyncSession.withSession(directory.local, resuming(from: cookie)) { session in
            var follower = Follower(session)
            try await follower.readRefresh()
            return follower
        }
    }

    @Test func `a first load ends in a delete phase although nothing was said about deletes`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3))
        let follower = try await refresh(directory)
        guard case .refreshDelete(let cookie, refreshDone: true) = follower.messages.last else {
            Issue.record("the last message is \(String(describing: follower.messages.last))")
            return
        }
        #expect(cookie != nil)
        #expect(follower.messages.count == 6)
        let entries = follower.messages.compactMap { message in
            if case .entry(.add, _, let entry, _) = message { entry } else { nil }
        }
        #expect(entries.count == 5)
        #expect(entries.contains { $0.string(of: "uid") == "p1" && $0.contains("entryCSN") && !$0.contains("cn") })
    }

    @Test func `resuming with nothing changed says nothing and gives no cookie`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3))
        let first = try await refresh(directory)
        let second = try await refresh(directory, from: first.cookie)
        #expect(second.messages == [.refreshDelete(cookie: nil, refreshDone: true)])
    }

    @Test func `resuming gives what changed, and mentions what did not, but not what is gone`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(5))
        let first = try await refresh(directory)
        try await LDAPConnection.withConnection(directory.local) { connection in
            try await connection.modify(TestNames.person("p0"), [.replace("sn", "x")])
            try await connection.delete(TestNames.person("p1"))
        }
        let second = try await refresh(directory, from: first.cookie)
        #expect(second.live.values.sorted() == [TestNames.person("p0").description])
        let known = Set(first.live.keys)
        let mentioned = second.present.union(second.live.keys)
        #expect(known.subtracting(mentioned).compactMap { first.live[$0] } == [TestNames.person("p1").description])
        guard case .refreshPresent(let cookie?, refreshDone: true) = second.messages.last else {
            Issue.record("the last message is \(String(describing: second.messages.last))")
            return
        }
        #expect(try #require(first.cookie) != cookie)
        #expect(cookie.covers(try #require(first.cookie)))
    }

    @Test func `the persist stage names one server at a time, and the vector keeps the others`() async throws {
        let born = "entryCSN: 20200101000000.000000Z#000000#002#000000"
        let directory = try await TestDirectory.start(
            entries: Self.people(2, extra: born),
            options: .init(global: "olcServerID: 1")
        )
        try await LDAPConnection.withConnection(directory.local) { connection in
            try await connection.modify(TestNames.person("p0"), [.replace("sn", "x")])
        }
        try await ContentSyncSession.withSession(directory.local, request) { session in
            var follower = Follower(session)
            try await follower.readRefresh()
            #expect(follower.cookie?.csns.map(\.serverID).contains(2) == true)
            #expect(follower.cookie?.csns.map(\.serverID).contains(1) == true)
            let before = try #require(follower.cookie)
            try await LDAPConnection.withConnection(directory.local) { connection in
                try await connection.modify(TestNames.person("p0"), [.replace("sn", "y")])
            }
            try await follower.read { if case .entry(.modify, _, _, .some) = $0 { true } else { false } }
            #expect(follower.cookies.last?.csns.map(\.serverID) == [1])
            let after = try #require(follower.cookie)
            #expect(after[2] == before[2])
            #expect(try #require(after[1]) > (try #require(before[1])))
        }
        let cookie = try await refresh(directory).cookie
        let resumed = try await refresh(directory, from: cookie)
        #expect(resumed.messages.count == 1)
    }

    @Test func `a subtree that is renamed is reported by its top entry only`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3))
        try await ContentSyncSession.withSession(directory.local, request) { session in
            var follower = Follower(session)
            try await follower.readRefresh()
            let before = follower.messages.count
            try await LDAPConnection.withConnection(directory.local) { connection in
                try await connection.modifyDN(TestNames.people, to: RelativeDistinguishedName("ou", "staff"))
                try await connection.modify(TestNames.suffix, [.replace("description", "marker")])
            }
            try await follower.read {
                if case .entry(_, _, let entry, _) = $0 { entry.dn == "dc=example,dc=org" } else { false }
            }
            let dns = follower.messages[before...].compactMap { message in
                if case .entry(_, _, let entry, _) = message { entry.dn } else { nil }
            }
            #expect(dns == ["ou=staff,dc=example,dc=org", "dc=example,dc=org"])
        }
    }

    @Test func `an entry deleted and made again is another one`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(1))
        try await ContentSyncSession.withSession(directory.local, request) { session in
            var follower = Follower(session)
            try await follower.readRefresh()
            let name = TestNames.person("p0")
            let old = try #require(follower.live.first { $0.value == name.description }?.key)
            try await LDAPConnection.withConnection(directory.local) { connection in
                let before = try #require(try await connection.entry(name))
                try await connection.delete(name)
                try await connection.add(name, before.attributes)
            }
            try await follower.read {
                if case .entry(.add, _, let entry, _) = $0 { entry.dn == name.description } else { false }
            }
            let new = try #require(follower.live.first { $0.value == name.description }?.key)
            #expect(new != old)
            #expect(follower.live[old] == nil)
        }
    }

    @Test func `eight writers during the refresh lose nothing`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(5000))
        let finished = try await ContentSyncSession.withSession(directory.administrator, request) { session in
            var follower = Follower(session)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask { try await Self.write(directory, writer) }
                }
                try await follower.readRefresh()
                try await group.waitForAll()
            }
            try await LDAPConnection.withConnection(directory.local) { connection in
                try await connection.modify(TestNames.suffix, [.replace("description", "marker")])
            }
            try await follower.read {
                if case .entry(.modify, _, let entry, _) = $0 { entry.dn == "dc=example,dc=org" } else { false }
            }
            return follower
        }
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            let search = LDAPSearch(base: TestNames.suffix, attributes: ["entryUUID"])
            let entries = try await connection.entries(search)
            #expect(
                Set(finished.live.keys.map(\.description)) == Set(entries.compactMap { $0.string(of: "entryUUID") })
            )
            #expect(Set(finished.live.values) == Set(entries.map(\.dn)))
        }
    }

    /// Adds, changes, renames and deletes entries that are this writer's own.
    private static func write(_ directory: TestDirectory, _ writer: Int) async throws {
        try await LDAPConnection.withConnection(directory.local) { connection in
            for step in 0..<40 {
                let existing = TestNames.person("p\(writer * 600 + step)")
                try await connection.modify(existing, [.replace("sn", "w\(writer)")])
                if step % 3 == 0 { try await connection.delete(existing) }
                let added = TestNames.person("w\(writer)-\(step)")
                try await connection.add(
                    added,
                    [LDAPAttribute("objectClass", "account"), LDAPAttribute("uid", "w\(writer)-\(step)")]
                )
                if step % 4 == 0 {
                    try await connection.modifyDN(added, to: RelativeDistinguishedName("uid", "r\(writer)-\(step)"))
                }
            }
        }
    }

    @Test func `a slow consumer holds the provider back and misses nothing`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(20_000))
        var small = request
        small.batchLimit = 100
        small.bufferLimit = 300
        try await ContentSyncSession.withSession(directory.administrator, small) { session in
            var iterator = session.makeAsyncIterator()
            var (entries, largest, isRefreshed) = (0, 0, false)
            while !isRefreshed, let batch = try await iterator.next() {
                largest = max(largest, batch.count)
                for message in batch {
                    if case .entry = message { entries += 1 }
                    if case .refreshDelete = message { isRefreshed = true }
                }
                if entries == 1000 { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(entries == 20_002)
            #expect(largest <= 100)
        }
    }

    @Test func `a crash ends the session with an error, and it resumes where it was`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(10))
        var cookie: SyncCookie?
        let session = try await ContentSyncSession.start(directory.local, request)
        var follower = Follower(session)
        try await follower.readRefresh()
        cookie = follower.cookie
        await directory.crash()
        let error = await #expect(throws: LDAPError.self) { try await follower.read { _ in false } }
        #expect(error?.code == .serverDown)
        await session.close()
        try await directory.restart()
        let resumed = try await refresh(directory, from: cookie)
        #expect(resumed.live.isEmpty)
    }

    @Test func `cancelling ends the session`() async throws {
        let directory = try await TestDirectory.start()
        let session = try await ContentSyncSession.start(directory.local, request)
        let task = Task {
            for try await batch in session
            where batch.contains(where: { if case .refreshDelete = $0 { true } else { false } }) {
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        try await poll("the server is told") { directory.log.contains("ABANDON") }
        await session.close()
    }

    @Test func `a server without a sync provider refuses`() async throws {
        let directory = try await TestDirectory.start(options: .init(syncProvider: false))
        let error = await #expect(throws: LDAPError.self) { try await refresh(directory) }
        #expect(error?.code == .unavailableCriticalExtension)
    }

    @Test func `a base that is not there is an error`() async throws {
        let directory = try await TestDirectory.start()
        let request = ContentSyncRequest(base: TestNames.suffix.child("ou", "nowhere"), rid: 1)
        let error = await #expect(throws: LDAPError.self) {
            try await ContentSyncSession.withSession(directory.local, request) { session in
                for try await _ in session {}
            }
        }
        #expect(error?.code == .noSuchObject)
    }

    @Test func `a size limit in the refresh is an error, not a shorter directory`() async throws {
        let directory = try await TestDirectory.start(
            entries: Self.people(30),
            options: .init(database: "olcSizeLimit: 10")
        )
        let reader = directory.configuration(.simple(TestNames.person("p0"), LDAPSecret("secret of p0")))
        let error = await #expect(throws: LDAPError.self) {
            try await ContentSyncSession.withSession(reader, request) { session in
                var follower = Follower(session)
                try await follower.readRefresh()
            }
        }
        #expect(error?.code == .sizeLimitExceeded)
    }

    @Test func `a provider that is behind its consumer refuses with 53`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(1))
        var future = try #require(try await refresh(directory).cookie)
        future.merge(try #require(ChangeSequenceNumber("20990101000000.000000Z#000000#000#000000")))
        let error = await #expect(throws: LDAPError.self) { try await refresh(directory, from: future) }
        #expect(error?.code == .unwillingToPerform)
    }

    @Test func `a referral object is an entry of the content`() async throws {
        let branch = """
            dn: ou=elsewhere,dc=example,dc=org
            objectClass: referral
            objectClass: extensibleObject
            ou: elsewhere
            ref: ldap://other.example.org/


            """
        let directory = try await TestDirectory.start(entries: branch)
        let follower = try await refresh(directory)
        #expect(follower.live.values.contains("ou=elsewhere,dc=example,dc=org"))
        #expect(follower.live.count == 3)
    }

    @Test func `the provider's own position is what a complete refresh ends with`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3))
        let cookie = try #require(try await refresh(directory).cookie)
        try await LDAPConnection.withConnection(directory.local) { connection in
            let before = try #require(try await connection.contextCSN(of: TestNames.suffix))
            #expect(before == cookie)
            try await connection.modify(TestNames.person("p0"), [.replace("sn", "x")])
            let after = try #require(try await connection.contextCSN(of: TestNames.suffix))
            #expect(!cookie.covers(after))
            let none = try await connection.contextCSN(of: TestNames.people)
            #expect(none == nil)
            let error = await #expect(throws: LDAPError.self) {
                try await connection.contextCSN(of: TestNames.suffix.child("ou", "nowhere"))
            }
            #expect(error?.code == .noSuchObject)
        }
    }

    @Test func `a wrong password does not start a session`() async throws {
        let directory = try await TestDirectory.start()
        let wrong = directory.configuration(.simple(TestNames.admin, LDAPSecret("wrong")))
        let error = await #expect(throws: LDAPError.self) { try await ContentSyncSession.start(wrong, request) }
        #expect(error?.code == .invalidCredentials)
    }
}
