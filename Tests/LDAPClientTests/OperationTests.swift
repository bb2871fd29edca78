import LDAPClient
import Testing

@Suite struct OperationTests {
    @Test func `the right password binds and a wrong one is refused`() async throws {
        let directory = try await TestDirectory.start(entries: TestDirectory.person("budi"))
        let budi = TestNames.person("budi")
        let connection = try await LDAPConnection.connect(
            directory.configuration(.simple(budi, LDAPSecret("secret of budi")))
        )
        await connection.close()
        let error = await #expect(throws: LDAPError.self) {
            try await LDAPConnection.connect(directory.configuration(.simple(budi, LDAPSecret("wrong"))))
        }
        #expect(error?.code == .invalidCredentials)
        #expect(error?.isRetriable == false)
    }

    @Test func `an empty password is refused before anything is sent`() async throws {
        let directory = try await TestDirectory.start()
        let error = await #expect(throws: LDAPError.self) {
            try await LDAPConnection.connect(directory.configuration(.simple(TestNames.admin, LDAPSecret(""))))
        }
        #expect(error?.code == .inappropriateAuthentication)
        #expect(!directory.log.contains("method=128"))
    }

    @Test func `an entry is added, read, changed, compared, renamed and deleted`() async throws {
        let directory = try await TestDirectory.start()
        try await LDAPConnection.withConnection(directory.local) { connection in
            let name = TestNames.person("ayu")
            try await connection.add(
                name,
                [
                    LDAPAttribute("objectClass", "inetOrgPerson"), LDAPAttribute("uid", "ayu"),
                    LDAPAttribute("cn", "Ayu"), LDAPAttribute("sn", "Lestari"),
                    LDAPAttribute("jpegPhoto", bytes: [[0xFF, 0x00, 0xD8], []]),
                ]
            )
            try await connection.modify(
                name,
                [.add("mail", "ayu@example.org", "a@example.org"), .replace("sn", "Sari")]
            )
            let entry = try #require(try await connection.entry(name, attributes: ["mail", "sn", "jpegPhoto"]))
            #expect(entry.strings(of: "MAIL") == ["ayu@example.org", "a@example.org"])
            #expect(entry.string(of: "sn") == "Sari")
            #expect(entry.values(of: "jpegPhoto") == [[0xFF, 0x00, 0xD8], []])
            #expect(!entry.contains("cn"))
            #expect(try await connection.compare(name, "sn", Array("sari".utf8)))
            #expect(try await !connection.compare(name, "sn", Array("Lestari".utf8)))
            try await connection.modifyDN(name, to: RelativeDistinguishedName("uid", "ayu, s"))
            #expect(try await connection.entry(name) == nil)
            let renamed = TestNames.person("ayu, s")
            #expect(try await connection.entry(renamed)?.string(of: "uid") == "ayu, s")
            try await connection.delete(renamed)
            #expect(try await connection.entry(renamed) == nil)
        }
    }

    @Test func `a search gives all entries in order of arrival`() async throws {
        let names = (0..<3000).map { "p\($0)" }
        let directory = try await TestDirectory.start(entries: names.map { TestDirectory.person($0) }.joined())
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            var found: Set<String> = []
            let search = LDAPSearch(base: TestNames.people, filter: .present("uid"), attributes: ["uid"])
            for try await entry in try await connection.search(search) {
                found.formUnion(entry.strings(of: "uid"))
            }
            #expect(found == Set(names))
        }
    }

    @Test func `many searches share one connection`() async throws {
        let names = (0..<50).map { "p\($0)" }
        let directory = try await TestDirectory.start(entries: names.map { TestDirectory.person($0) }.joined())
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<900 {
                    group.addTask {
                        let name = "p\(index % 50)"
                        return try await connection.entry(TestNames.person(name))?.string(of: "uid") == name
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func `an actor reads searches and sessions in its own isolation`() async throws {
        let directory = try await TestDirectory.start(entries: TestDirectory.person("ika"))
        let keeper = Keeper()
        try await keeper.load(directory)
        #expect(await keeper.found == 3)
        #expect(await keeper.synced == 3)
    }

    private actor Keeper {
        var found = 0
        var synced = 0

        func load(_ directory: TestDirectory) async throws {
            try await LDAPConnection.withConnection(directory.local) { connection in
                for try await entry in try await connection.search(LDAPSearch(base: TestNames.suffix)) {
                    found += entry.dn.isEmpty ? 0 : 1
                }
            }
            let request = ContentSyncRequest(base: TestNames.suffix, rid: 1)
            try await ContentSyncSession.withSession(directory.local, request) { session in
                for try await batch in session {
                    for message in batch {
                        if case .entry = message { synced += 1 }
                        if case .refreshDelete(_, refreshDone: true) = message { return }
                    }
                }
            }
        }
    }
}
