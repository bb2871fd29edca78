import LDAPClient
import Testing

/// Cancelling, waiting, losing the connection.
@Suite struct ConnectionTests {
    private static func people(_ count: Int) -> String {
        (0..<count).map { TestDirectory.person("p\($0)") }.joined()
    }

    @Test func `cancelling a search abandons it on the server, and the connection goes on`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(20_000))
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            let task = Task {
                for try await _ in try await connection.search(LDAPSearch(base: TestNames.people)) {
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            try await poll("the server is told") { directory.log.contains("ABANDON") }
            let identity = try await connection.whoAmI()
            #expect(identity == "dn:\(TestNames.admin)")
            #expect(await connection.operationsInFlight == 0)
        }
    }

    @Test func `leaving a search early abandons it`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(3000))
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            for try await entry in try await connection.search(LDAPSearch(base: TestNames.people)) {
                #expect(!entry.dn.isEmpty)
                break
            }
            try await poll("nothing is in flight") { await connection.operationsInFlight == 0 }
        }
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let directory = try await TestDirectory.start()
        try await LDAPConnection.withConnection(directory.local) { connection in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.delete(TestNames.people)
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            let people = try await connection.entry(TestNames.people)
            #expect(people != nil)
        }
    }

    @Test func `cancelling a write that waits ends the wait`() async throws {
        let directory = try await TestDirectory.start()
        let connection = try await LDAPConnection.connect(directory.local)
        try await directory.freeze()
        let task = Task { try await connection.modify(TestNames.people, [.replace("description", "x")]) }
        try await poll("the write waits") { await connection.operationsInFlight == 1 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        directory.thaw()
        let identity = try await connection.whoAmI()
        #expect(identity.contains("cn=peercred"))
        await connection.close()
    }

    @Test func `silence is a time-out, and a late answer disturbs nobody`() async throws {
        let directory = try await TestDirectory.start()
        try await LDAPConnection.withConnection(directory.local) { connection in
            try await directory.freeze()
            let limit = Duration.milliseconds(150)
            let error = await #expect(throws: LDAPError.self) {
                try await connection.modify(TestNames.people, [.replace("description", "x")], timeout: limit)
            }
            let search = await #expect(throws: LDAPError.self) {
                try await connection.entries(LDAPSearch(base: TestNames.people, timeout: limit))
            }
            directory.thaw()
            #expect(error?.code == .timeout)
            #expect(error?.isRetriable == true)
            #expect(search?.code == .timeout)
            try await poll("the server is back") { await (try? connection.whoAmI()) != nil }
        }
    }

    @Test func `a bind without an answer gives the connection up`() async throws {
        let directory = try await TestDirectory.start()
        var configuration = directory.administrator
        configuration.operationTimeout = .milliseconds(150)
        configuration.connectTimeout = .seconds(1)
        try await directory.freeze()
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        #expect(error?.code == .timeout)
        configuration.server = .startTLS(host: "127.0.0.1", port: directory.port)
        let upgrade = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        #expect(upgrade?.code == .timeout)
        directory.thaw()
    }

    @Test func `a TLS handshake without an answer ends in time`() async throws {
        let directory = try await TestDirectory.start(options: .init(tls: true))
        var configuration = LDAPConfiguration(server: .tls(host: "127.0.0.1", port: directory.tlsPort))
        configuration.connectTimeout = .seconds(1)
        try await directory.freeze()
        let start = ContinuousClock.now
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        #expect(error?.code == .timeout)
        // It ends; how soon is the machine's business.
        #expect(ContinuousClock.now - start < .seconds(60))
        directory.thaw()
    }

    @Test func `a server that agrees to StartTLS and then says nothing is a time-out`() async throws {
        let agreement = Wire.element(0x78, Wire.element(0x0A, [0]) + Wire.octets("") + Wire.octets(""))
        let server = try ScriptedServer([.message(agreement)])
        var configuration = LDAPConfiguration(server: .startTLS(host: "127.0.0.1", port: server.port))
        configuration.connectTimeout = .seconds(1)
        let error = await #expect(throws: LDAPError.self) { try await LDAPConnection.connect(configuration) }
        #expect(error?.code == .timeout)
    }

    @Test func `reading keeps the connection alive`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(20_000))
        var count = 0
        let search = LDAPSearch(base: TestNames.people)
        for try await _ in try await LDAPConnection.connect(directory.administrator).search(search) { count += 1 }
        #expect(count == 20_001)
    }

    @Test func `a crash fails what is under way, and the connection stays closed`() async throws {
        let directory = try await TestDirectory.start()
        let connection = try await LDAPConnection.connect(directory.local)
        try await directory.freeze()
        let write = Task { try await connection.modify(TestNames.people, [.replace("description", "x")]) }
        let read = Task { try await connection.entries(LDAPSearch(base: TestNames.people)) }
        try await poll("both wait") { await connection.operationsInFlight == 2 }
        await directory.crash()
        let writeError = await #expect(throws: LDAPError.self) { try await write.value }
        let readError = await #expect(throws: LDAPError.self) { try await read.value }
        #expect(writeError?.code == .serverDown)
        #expect(readError?.code == .serverDown)
        let later = await #expect(throws: LDAPError.self) { try await connection.whoAmI() }
        #expect(later?.code == .serverDown)
        #expect(await !connection.isOpen)
        await connection.close()
    }

    @Test func `a server that closes an idle connection is noticed`() async throws {
        let directory = try await TestDirectory.start()
        let connection = try await LDAPConnection.connect(directory.administrator)
        await directory.stop()
        try await poll("the connection is closed") { await !connection.isOpen }
    }

    @Test func `closing fails what is under way`() async throws {
        let directory = try await TestDirectory.start()
        let connection = try await LDAPConnection.connect(directory.local)
        try await directory.freeze()
        let waiting = Task { try await connection.whoAmI() }
        try await poll("it waits") { await connection.operationsInFlight == 1 }
        await connection.close()
        let error = await #expect(throws: LDAPError.self) { try await waiting.value }
        #expect(error?.code == .serverDown)
        await connection.close()
    }

    @Test func `a slow reader holds the server back, and other operations still get their answers`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(20_000))
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            var entries = try await connection.search(LDAPSearch(base: TestNames.people)).makeAsyncIterator()
            let first = try await entries.next()
            #expect(first != nil)
            // With a reader that takes nothing the socket is full; a second operation must make reading go on.
            for _ in 0..<3 {
                let identity = try await connection.whoAmI()
                #expect(identity == "dn:\(TestNames.admin)")
            }
            var count = 1
            while try await entries.next() != nil { count += 1 }
            #expect(count == 20_001)
        }
    }

    @Test func `a size limit is an error after the entries that came`() async throws {
        let directory = try await TestDirectory.start(entries: Self.people(20))
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            var count = 0
            let search = LDAPSearch(base: TestNames.people, sizeLimit: 5)
            let error = await #expect(throws: LDAPError.self) {
                for try await _ in try await connection.search(search) { count += 1 }
            }
            #expect(error?.code == .sizeLimitExceeded)
            #expect(count == 5)
        }
    }

    @Test func `errors carry the server's words and the matched name`() async throws {
        let directory = try await TestDirectory.start()
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            let missing = await #expect(throws: LDAPError.self) {
                try await connection.delete(TestNames.person("nobody"))
            }
            #expect(missing?.code == .noSuchObject)
            #expect(missing?.matchedDN == TestNames.people.description)
            let twice = await #expect(throws: LDAPError.self) {
                try await connection.add(
                    TestNames.people,
                    [LDAPAttribute("objectClass", "organizationalUnit"), LDAPAttribute("ou", "people")]
                )
            }
            #expect(twice?.code == .entryAlreadyExists)
            let schema = await #expect(throws: LDAPError.self) {
                try await connection.modify(TestNames.people, [.add("noSuchThing", "x")])
            }
            #expect(schema?.code == .undefinedAttributeType)
            #expect(schema?.description.contains("noSuchThing") == true)
            let missingAttribute = await #expect(throws: LDAPError.self) {
                try await connection.compare(TestNames.people, "description", [1])
            }
            #expect(missingAttribute?.code == .noSuchAttribute)
            let nonLeaf = await #expect(throws: LDAPError.self) { try await connection.delete(TestNames.suffix) }
            #expect(nonLeaf?.code == .notAllowedOnNonLeaf)
            let zero = await #expect(throws: LDAPError.self) {
                try await connection.entries(
                    LDAPSearch(base: TestNames.people, controls: [LDAPControl(oid: "1.2\0.3", isCritical: true)])
                )
            }
            #expect(zero?.code == .parameterError)
        }
    }

    @Test func `a secret prints as dots`() {
        let secret = LDAPSecret("rahasia")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(LDAPAuthentication.simple(.root, secret))"] {
            #expect(!text.contains("rahasia"))
        }
        #expect(secret.withBytes { String(decoding: $0, as: UTF8.self) } == "rahasia")
    }

    @Test func `an error's words are made safe to show`() {
        let error = LDAPError(.other, "a\u{0}b\u{1B}[31m\n" + String(repeating: "x", count: 900))
        #expect(error.diagnosticMessage.hasPrefix("ab[31mx"))
        #expect(error.diagnosticMessage.count == 500)
    }
}
