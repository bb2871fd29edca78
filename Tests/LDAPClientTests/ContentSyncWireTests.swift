import Testing

@testable import LDAPClient

/// What is sent, and what comes of answers no real provider gives.
@Suite struct ContentSyncWireTests {
    private static let csn = "20260125000000.000001Z#000000#001#000000"
    private static let other = "20260125000000.000001Z#000000#002#000000"
    private let request = ContentSyncRequest(base: TestNames.suffix, rid: 3)

    private func messages(_ script: [ScriptedServer.Step], _ request: ContentSyncRequest? = nil) async throws
        -> [ContentSyncMessage]
    {
        let server = try ScriptedServer(script)
        return try await ContentSyncSession.withSession(server.configuration, request ?? self.request) { session in
            var messages: [ContentSyncMessage] = []
            for try await batch in session { messages += batch }
            return messages
        }
    }

    @Test func `the request is refreshAndPersist, critical, with rid and without sid`() async throws {
        let server = try ScriptedServer([.message(Wire.done(0))])
        var request = request
        request.cookie = SyncCookie("rid=009,sid=001,csn=\(Self.other);\(Self.csn)")
        request.reloadHint = true
        try await ContentSyncSession.withSession(server.configuration, request) { session in
            for try await _ in session {}
        }
        let cookie = "rid=003,csn=\(Self.csn);\(Self.other)"
        let value = Wire.element(
            BERTag.sequence,
            Wire.element(BERTag.enumerated, [3]) + Wire.octets(cookie) + Wire.flag(true)
        )
        let control = Wire.octets(ContentSyncOID.request) + Wire.flag(true) + Wire.element(BERTag.octetString, value)
        #expect(server.firstRequest.firstRange(of: control) != nil)
        let manage = Wire.octets("2.16.840.1.113730.3.4.2") + Wire.flag(true)
        #expect(server.firstRequest.firstRange(of: manage) != nil)
        #expect(server.firstRequest.firstRange(of: Array("sid=".utf8)) == nil)
    }

    @Test func `without a cookie none is sent`() {
        #expect(request.control.value == Wire.element(BERTag.sequence, Wire.element(BERTag.enumerated, [3])))
    }

    @Test func `every kind of message is understood, with and without its optional members`() async throws {
        let cookie = "rid=003,sid=001,csn=\(Self.csn)"
        let expected = SyncCookie(cookie)
        let uuid = try #require(Wire.uuid.withUnsafeBytes { SyncUUID(bytes: $0) })
        let set = Wire.element(BERTag.set, Wire.element(BERTag.octetString, Wire.uuid))
        let done = Wire.control(
            ContentSyncOID.done,
            Wire.element(BERTag.sequence, Wire.octets(cookie) + Wire.flag(true))
        )
        let all = try await messages([
            .message(Wire.entry("uid=a"), controls: Wire.state(1)),
            .message(Wire.entry("uid=a"), controls: Wire.control("1.2.3", [1]) + Wire.state(2, cookie: cookie)),
            .message(Wire.reference("ldap://x/"), controls: Wire.state(0)),
            .message(Wire.info(Wire.element(0x80, Array(cookie.utf8)))),
            .message(Wire.info(Wire.element(0x80, Array("rid=000".utf8)))),
            .message(Wire.info(Wire.element(0xA1, []))),
            .message(Wire.info(Wire.element(0xA1, Wire.octets(cookie)))),
            .message(Wire.info(Wire.element(0xA1, Wire.flag(false)))),
            .message(Wire.info(Wire.element(0xA2, Wire.octets(cookie) + Wire.flag(false)))),
            .message(Wire.info(Wire.element(0xA3, set))),
            .message(Wire.info(Wire.element(0xA3, Wire.octets(cookie) + Wire.flag(true) + set))),
            .message(Wire.info([], oid: "1.2.3.4")),
            .message(Wire.done(0), controls: done),
        ])
        let entry = LDAPEntry(dn: "uid=a", attributes: [LDAPAttribute("uid", "a")])
        #expect(
            all == [
                .entry(state: .add, uuid: uuid, entry: entry, cookie: nil),
                .entry(state: .modify, uuid: uuid, entry: entry, cookie: expected),
                .reference(state: .present, uuid: uuid, uris: ["ldap://x/"], cookie: nil),
                .newCookie(expected), .newCookie(nil),
                .refreshDelete(cookie: nil, refreshDone: true), .refreshDelete(cookie: expected, refreshDone: true),
                .refreshDelete(cookie: nil, refreshDone: false), .refreshPresent(cookie: expected, refreshDone: false),
                .syncIDSet(uuids: [uuid], refreshDeletes: false, cookie: nil),
                .syncIDSet(uuids: [uuid], refreshDeletes: true, cookie: expected),
                .done(cookie: expected, refreshDeletes: true, result: .success),
            ]
        )
    }

    /// Answers that end the session because they cannot be understood.
    static let malformed: [(String, ScriptedServer.Step)] = [
        ("an entry without a state", .message(Wire.entry("uid=a"))),
        ("an entry with another control", .message(Wire.entry("uid=a"), controls: Wire.control("1.2.3", [1]))),
        ("a UUID of 15 bytes", .message(Wire.entry("uid=a"), controls: Wire.state(1, uuid: Array(1...15)))),
        ("a UUID of 17 bytes", .message(Wire.entry("uid=a"), controls: Wire.state(3, uuid: Array(1...17)))),
        ("a UUID of no bytes", .message(Wire.entry("uid=a"), controls: Wire.state(0, uuid: []))),
        ("a state of 4", .message(Wire.entry("uid=a"), controls: Wire.state(4))),
        ("a cookie that is no CSN", .message(Wire.entry("uid=a"), controls: Wire.state(1, cookie: "rid=001,csn=x"))),
        ("an empty state", .message(Wire.entry("uid=a"), controls: Wire.control(ContentSyncOID.state, []))),
        ("a reference without a state", .message(Wire.reference("ldap://x/"))),
        ("an empty info", .message(Wire.info([]))),
        ("an info of a choice nobody knows", .message(Wire.info(Wire.element(0xA4, [])))),
        ("an info cut short", .message(Wire.info([0xA1, 5, 4]))),
        ("an info with a length beyond reason", .message(Wire.info([0xA1, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]))),
        ("an info without a definite length", .message(Wire.info([0xA1, 0x80, 0, 0]))),
        ("an info with more behind it", .message(Wire.info(Wire.element(0xA1, []) + [0x80, 0]))),
        ("a set with a UUID too short", .message(Wire.info(Wire.element(0xA3, Wire.element(0x31, Wire.octets("x")))))),
        ("a set without a set", .message(Wire.info(Wire.element(0xA3, Wire.flag(true))))),
        ("a flag of two bytes", .message(Wire.info(Wire.element(0xA1, Wire.element(1, [0, 0]))))),
        ("a malformed end", .message(Wire.done(0), controls: Wire.control(ContentSyncOID.done, [1, 2, 3]))),
        (
            "an entry whose attributes are none",
            .message(
                Wire.element(0x64, Wire.octets("uid=a") + Wire.element(0x30, Wire.octets("x"))),
                controls: Wire.state(1)
            )
        ),
        (
            "an entry with a value that is none",
            .message(
                Wire.element(
                    0x64,
                    Wire.octets("uid=a")
                        + Wire.element(
                            0x30,
                            Wire.element(0x30, Wire.octets("uid") + Wire.element(0x31, Wire.flag(true)))
                        )
                ),
                controls: Wire.state(1)
            )
        ),
        ("an entry without a list", .message(Wire.element(0x64, Wire.octets("uid=a")), controls: Wire.state(1))),
    ]

    @Test(arguments: malformed.indices)
    func `what cannot be understood ends the session with an error`(_ index: Int) async throws {
        let (what, step) = Self.malformed[index]
        let script: [ScriptedServer.Step] = [.message(Wire.info(Wire.element(0xA3, Wire.element(0x31, [])))), step]
        let error = await #expect(throws: LDAPError.self, "\(what)") { try await messages(script) }
        #expect(error?.code == .decodingError, "\(what)")
    }

    @Test func `bytes that are no LDAP at all end the session with an error`() async throws {
        for bytes in [
            Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), [0x30, 0x80], [0x30, 3, 2, 1, 1],
            [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0],
        ] {
            var request = request
            request.refreshTimeout = .milliseconds(500)
            let error = await #expect(throws: LDAPError.self) { try await messages([.raw(bytes), .close], request) }
            #expect(error.map { [.serverDown, .decodingError, .timeout].contains($0.code) } == true)
        }
    }

    @Test(arguments: [0, 1, 7, 20])
    func `a connection that is cut is an error, never an end`(_ count: Int) async throws {
        let whole = ScriptedServer.Step.message(Wire.entry("uid=a"), controls: Wire.state(1))
        let error = await #expect(throws: LDAPError.self) {
            try await messages([whole, .truncated(Wire.entry("uid=b"), after: count), .close])
        }
        #expect(error?.code == .serverDown)
        #expect(error?.isRetriable == true)
    }

    @Test func `a cut after the refresh is an error too`() async throws {
        let error = await #expect(throws: LDAPError.self) {
            try await messages([.message(Wire.info(Wire.element(0xA1, []))), .close])
        }
        #expect(error?.code == .serverDown)
    }

    @Test(arguments: [3, 4, 11, 32, 49, 50, 52, 53, 4096] as [Int32])
    func `every result but success is thrown after what came before it`(_ code: Int32) async throws {
        let server = try ScriptedServer([
            .message(Wire.entry("uid=a"), controls: Wire.state(1)), .message(Wire.done(code)),
        ])
        try await ContentSyncSession.withSession(server.configuration, request) { session in
            var seen: [ContentSyncMessage] = []
            let error = await #expect(throws: LDAPError.self) {
                for try await batch in session { seen += batch }
            }
            #expect(error?.code.rawValue == code)
            #expect(error?.diagnosticMessage == "because")
            #expect(seen.count == 2)
            let result = LDAPResultCode(rawValue: code)
            #expect(seen.last == .done(cookie: nil, refreshDeletes: false, result: result))
        }
    }

    @Test func `silence during the refresh is a time-out`() async throws {
        var request = request
        request.refreshTimeout = .milliseconds(150)
        let error = await #expect(throws: LDAPError.self) {
            try await messages([.message(Wire.entry("uid=a"), controls: Wire.state(1))], request)
        }
        #expect(error?.code == .timeout)
    }

    @Test func `silence between two phases of a refresh is a time-out, after the refresh it is not`() async throws {
        var request = request
        request.refreshTimeout = .milliseconds(150)
        let between = await #expect(throws: LDAPError.self) {
            try await messages([.message(Wire.info(Wire.element(0xA2, Wire.flag(false))))], request)
        }
        #expect(between?.code == .timeout)
        // Long enough for the first message on any machine; what is proved is that nothing ends when it is over.
        request.refreshTimeout = .seconds(3)
        let server = try ScriptedServer([.message(Wire.info(Wire.element(0xA2, Wire.flag(true))))])
        try await ContentSyncSession.withSession(server.configuration, request) { session in
            var iterator = session.makeAsyncIterator()
            let first = try await iterator.next()
            #expect(first == [.refreshPresent(cookie: nil, refreshDone: true)])
            let waiting = Task {
                var iterator = iterator
                return try await iterator.next()
            }
            try await Task.sleep(for: .seconds(4))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }

    @Test func `a search tells a malformed entry from a good one too`() async throws {
        let server = try ScriptedServer([.message(Wire.element(0x64, Wire.octets("uid=a") + [0x30, 2, 0x30, 0]))])
        try await LDAPConnection.withConnection(server.configuration) { connection in
            let search = LDAPSearch(base: TestNames.suffix)
            let error = await #expect(throws: LDAPError.self) { try await connection.entries(search) }
            #expect(error?.code == .decodingError)
        }
    }
}
