import LDAPClient
import Testing

/// Networks that fail in the middle of an answer.
@Suite struct FaultTests {
    private static func people(_ count: Int) -> String {
        (0..<count).map { TestDirectory.person("p\($0)") }.joined()
    }

    private func configuration(_ directory: TestDirectory, through proxy: FaultyProxy, tls: Bool) -> LDAPConfiguration {
        let server =
            tls ? LDAPServer.tls(host: "127.0.0.1", port: proxy.port) : .plain(host: "127.0.0.1", port: proxy.port)
        return LDAPConfiguration(
            server: server,
            authentication: .simple(TestNames.admin, LDAPSecret(TestDirectory.adminPassword)),
            tls: LDAPTLSConfiguration(trustRoots: .file(directory.file("authority.pem"))),
            operationTimeout: .seconds(60)
        )
    }

    @Test(arguments: [false, true])
    func `a large answer comes whole through TLS and without`(_ tls: Bool) async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3000), options: .init(tls: true))
        let proxy = try FaultyProxy(to: tls ? directory.tlsPort : directory.port, .cut, after: .max)
        try await LDAPConnection.withConnection(configuration(directory, through: proxy, tls: tls)) { connection in
            let entries = try await connection.entries(LDAPSearch(base: TestNames.people))
            #expect(entries.count == 3001)
        }
    }

    @Test(arguments: [false, true], [5000, 65_536, 200_001])
    func `a refresh that stalls is a time-out, one that is cut is a lost connection`(_ tls: Bool, _ count: Int)
        async throws
    {
        let directory = try await TestDirectory.start(entries: Self.people(3000), options: .init(tls: true))
        let port = tls ? directory.tlsPort : directory.port
        var request = ContentSyncRequest(base: TestNames.suffix, rid: 1)
        for (fault, code) in [(FaultyProxy.Fault.stall, LDAPResultCode.timeout), (.cut, .serverDown)] {
            // What is cut must be noticed as such, however late the machine is.
            request.refreshTimeout = fault == .stall ? .milliseconds(500) : .seconds(60)
            let proxy = try FaultyProxy(to: port, fault, after: count)
            let start = ContinuousClock.now
            let error = await #expect(throws: LDAPError.self) {
                try await ContentSyncSession.withSession(configuration(directory, through: proxy, tls: tls), request) {
                    session in
                    var follower = Follower(session)
                    try await follower.readRefresh()
                }
            }
            #expect(error?.code == code)
            #expect(error?.isRetriable == true)
            // It ends; how soon is the machine's business.
            #expect(ContinuousClock.now - start < .seconds(60))
        }
    }

    @Test(arguments: [false, true])
    func `cancelling works while the server stalls in the middle of an answer`(_ tls: Bool) async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3000), options: .init(tls: true))
        let proxy = try FaultyProxy(to: tls ? directory.tlsPort : directory.port, .stall, after: 100_003)
        var configuration = configuration(directory, through: proxy, tls: tls)
        configuration.operationTimeout = nil
        let connection = try await LDAPConnection.connect(configuration)
        let task = Task { try await connection.entries(LDAPSearch(base: TestNames.people)) }
        try await poll("the search is under way") { await connection.operationsInFlight == 1 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await connection.close()
    }

    @Test func `a request that the server does not take is an error in time`() async throws {
        let directory = try await TestDirectory.start()
        var configuration = directory.administrator
        configuration.connectTimeout = .seconds(1)
        let connection = try await LDAPConnection.connect(configuration)
        try await directory.freeze()
        let huge = LDAPAttribute("description", bytes: [[UInt8](repeating: 0x61, count: 32 << 20)])
        let error = await #expect(throws: LDAPError.self) {
            try await connection.modify(TestNames.people, [LDAPModification(.replace, huge)], timeout: .seconds(30))
        }
        #expect(error?.code == .timeout)
        #expect(await !connection.isOpen)
        directory.thaw()
    }
}
