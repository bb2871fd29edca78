import LDAPClient
import Testing

@testable import struct LDAPClient.PoolState

@Suite struct PoolStateTests {
    @Test func `leases spread over connections, then fill them, then wait in line`() {
        var pool = PoolState(maximumConnections: 2, leasesPerConnection: 2)
        #expect(pool.lease(waiter: 1) == .open(1))
        #expect(pool.opened(1).isEmpty)
        #expect(pool.lease(waiter: 2) == .open(2))
        #expect(pool.lease(waiter: 3) == .use(1))
        #expect(pool.lease(waiter: 4) == .wait)
        #expect(pool.opened(2) == [.init(waiter: 4, decision: .use(2))])
        #expect(pool.lease(waiter: 5) == .wait)
        #expect(pool.lease(waiter: 6) == .wait)
        #expect(pool.leases == 4)
        #expect(pool.returned(1, isUsable: true) == [.init(waiter: 5, decision: .use(1))])
        let answers = (pool.gaveUp(waiter: 6), pool.gaveUp(waiter: 6))
        #expect(answers == (true, false))
        #expect(pool.returned(1, isUsable: true).isEmpty)
        #expect(pool.leases == 3)
    }

    @Test func `an idle connection is used before a new one is opened`() {
        var pool = PoolState(maximumConnections: 3, leasesPerConnection: 4)
        _ = pool.lease(waiter: 1)
        _ = pool.opened(1)
        _ = pool.returned(1, isUsable: true)
        #expect(pool.lease(waiter: 2) == .use(1))
    }

    @Test func `who waits gets the place of a connection that was lost or could not be opened`() {
        var pool = PoolState(maximumConnections: 1, leasesPerConnection: 1)
        #expect(pool.lease(waiter: 1) == .open(1))
        #expect(pool.lease(waiter: 2) == .wait)
        #expect(pool.openingFailed(1) == [.init(waiter: 2, decision: .open(2))])
        #expect(pool.opened(2).isEmpty)
        #expect(pool.lease(waiter: 3) == .wait)
        #expect(pool.returned(2, isUsable: false) == [.init(waiter: 3, decision: .open(3))])
        #expect(pool.connectionCount == 1)
    }

    @Test(arguments: [1, 2, 3])
    func `the caps hold whatever happens`(_ seed: Int) {
        var pool = PoolState(maximumConnections: 3, leasesPerConnection: 2)
        var generator = SplitMix(state: UInt64(seed))
        var opening: [Int] = []
        var held: [Int] = []
        var waiter = 0
        func take(_ decision: PoolState.Decision) {
            switch decision {
            case .use(let id): held.append(id)
            case .open(let id): opening.append(id)
            case .wait: break
            }
        }
        for _ in 0..<5000 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                waiter += 1
                take(pool.lease(waiter: waiter))
            case 2 where !opening.isEmpty:
                let id = opening.removeFirst()
                if Bool.random(using: &generator) {
                    held.append(id)
                    pool.opened(id).forEach { take($0.decision) }
                } else {
                    pool.openingFailed(id).forEach { take($0.decision) }
                }
            case 3 where !held.isEmpty:
                let id = held.remove(at: Int.random(in: 0..<held.count, using: &generator))
                pool.returned(id, isUsable: true).forEach { take($0.decision) }
            default: break
            }
            #expect(pool.connectionCount <= 3)
            #expect(pool.leases == held.count + opening.count)
            #expect(pool.leases <= 6)
            #expect(pool.waiting == 0 || pool.leases == 6 || !opening.isEmpty)
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct PoolTests {
    @Test func `many tasks share a few connections`() async throws {
        let directory = try await TestDirectory.start(entries: TestDirectory.person("gita"))
        let pool = LDAPConnectionPool(
            directory.administrator,
            limits: .init(maximumConnections: 3, leasesPerConnection: 5, patience: .seconds(60))
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    let entry = try await pool.withConnection { try await $0.entry(TestNames.person("gita")) }
                    #expect(entry?.string(of: "uid") == "gita")
                    #expect(pool.usage.leases <= 15)
                }
            }
            try await group.waitForAll()
        }
        await pool.close()
        let accepted = directory.log.split(separator: "\n").filter {
            $0.contains("BIND dn=\"cn=admin") && $0.contains("mech=SIMPLE")
        }
        #expect((1...3).contains(accepted.count))
    }

    @Test func `a pool finds a restarted server again`() async throws {
        let directory = try await TestDirectory.start()
        let pool = LDAPConnectionPool(directory.administrator)
        _ = try await pool.withConnection { try await $0.whoAmI() }
        await directory.crash()
        let using = Task { try await pool.withConnection { try await $0.whoAmI() } }
        try await directory.restart()
        let identity = try await using.value
        #expect(identity == "dn:\(TestNames.admin)")
        await pool.close()
    }

    @Test func `a server that stays away is an error when patience ends`() async throws {
        let directory = try await TestDirectory.start()
        let pool = LDAPConnectionPool(directory.administrator, limits: .init(patience: .milliseconds(300)))
        await directory.stop()
        let error = await #expect(throws: LDAPError.self) { try await pool.withConnection { try await $0.whoAmI() } }
        #expect(error?.isRetriable == true)
        #expect(pool.usage.leases == 0)
    }

    @Test func `a wrong password is not tried again`() async throws {
        let directory = try await TestDirectory.start()
        let wrong = directory.configuration(.simple(TestNames.admin, LDAPSecret("wrong")))
        let pool = LDAPConnectionPool(wrong)
        let error = await #expect(throws: LDAPError.self) { try await pool.withConnection { try await $0.whoAmI() } }
        #expect(error?.code == .invalidCredentials)
        // slapd writes down a request before it answers it, and the answer only afterwards.
        #expect(directory.log.split(separator: "\n").filter { $0.contains("method=128") }.count == 1)
    }

    private func narrow(_ directory: TestDirectory, patience: Duration) -> LDAPConnectionPool {
        LDAPConnectionPool(
            directory.local,
            limits: .init(maximumConnections: 1, leasesPerConnection: 1, patience: patience)
        )
    }

    @Test func `who waits too long for a busy connection gets a time-out`() async throws {
        let directory = try await TestDirectory.start()
        let pool = narrow(directory, patience: .milliseconds(200))
        try await pool.withConnection { connection in
            let late = await #expect(throws: LDAPError.self) { try await pool.withConnection { _ in } }
            #expect(late?.code == .timeout)
            #expect(pool.usage.waiting == 0)
            _ = try await connection.whoAmI()
        }
        await pool.close()
    }

    @Test func `cancelling leaves the line, and a closed pool lends nothing`() async throws {
        let directory = try await TestDirectory.start()
        let pool = narrow(directory, patience: .seconds(60))
        try await pool.withConnection { connection in
            let task = Task { try await pool.withConnection { _ in } }
            try await poll("it waits") { pool.usage.waiting == 1 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(pool.usage.waiting == 0)
            _ = try await connection.whoAmI()
        }
        let identity = try await pool.withConnection { try await $0.whoAmI() }
        #expect(!identity.isEmpty)
        await pool.close()
        let closed = await #expect(throws: LDAPError.self) { try await pool.withConnection { _ in } }
        #expect(closed?.code == .serverDown)
    }
}
