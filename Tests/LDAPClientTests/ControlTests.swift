import LDAPClient
import Testing

@Suite struct ControlTests {
    private let name = TestNames.person("eko")

    private func withEko(_ body: (LDAPConnection) async throws -> Void) async throws {
        let extra = "objectClass: posixAccount\nuidNumber: 40\ngidNumber: 1\nhomeDirectory: /"
        let directory = try await TestDirectory.start(entries: TestDirectory.person("eko", extra: extra))
        try await LDAPConnection.withConnection(directory.administrator, body)
    }

    @Test func `an increment is one step, and pre-read and post-read show both sides of it`() async throws {
        try await withEko { connection in
            let response = try await connection.modify(
                name,
                [.increment("uidNumber", by: 2)],
                controls: [.preRead(["uidNumber"]), .postRead(["uidNumber", "uid"])]
            )
            let (before, shown) = (try response.preReadEntry(), try response.postReadEntry())
            #expect(before?.strings(of: "uidNumber") == ["40"])
            let after = try #require(shown)
            #expect(after.string(of: "uidNumber") == "42")
            #expect(after.string(of: "uid") == "eko")
            let nameAfter = try after.distinguishedName()
            #expect(nameAfter == name)
        }
    }

    @Test func `concurrent increments are all counted`() async throws {
        try await withEko { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await connection.modify(name, [.increment("uidNumber", by: -1)]) }
                }
                try await group.waitForAll()
            }
            #expect(try await connection.entry(name)?.string(of: "uidNumber") == "-10")
        }
    }

    @Test func `an assertion that does not hold stops the change`() async throws {
        try await withEko { connection in
            let guarded = LDAPControl.assertion(.not(.greaterOrEqual("uidNumber", "50")))
            try await connection.modify(name, [.replace("uidNumber", "50")], controls: [guarded])
            let error = await #expect(throws: LDAPError.self) {
                try await connection.modify(name, [.replace("uidNumber", "51")], controls: [guarded])
            }
            #expect(error?.code == .assertionFailed)
            #expect(try await connection.entry(name)?.string(of: "uidNumber") == "50")
        }
    }

    @Test(arguments: [
        "(&(uid=eko)(objectClass=*))", "(|(uid=x)(uidNumber<=40))", "(!(uid=x))", "(mail=eko@*)", "(mail=*o@ex*le*org)",
        "(uid~=eko)", "(uid:caseExactMatch:=eko)", "(:caseIgnoreMatch:=eko)", "(ou:dn:=people)",
    ])
    func `every kind of filter is encoded as the server reads it`(_ text: String) async throws {
        try await withEko { connection in
            let filter = try LDAPFilter(parsing: text)
            try await connection.modify(name, [.replace("sn", "x")], controls: [.assertion(filter)])
            #expect(try await connection.entry(name, filter: filter) != nil)
            let opposite = LDAPControl.assertion(.not(filter))
            let error = await #expect(throws: LDAPError.self) {
                try await connection.modify(name, [.replace("sn", "y")], controls: [opposite])
            }
            #expect(error?.code == .assertionFailed)
        }
    }

    @Test func `a referral object is an entry with ManageDsaIT, and a refusal without`() async throws {
        try await withEko { connection in
            let branch = TestNames.suffix.child("ou", "elsewhere")
            try await connection.add(
                branch,
                [
                    LDAPAttribute("objectClass", "referral", "extensibleObject"), LDAPAttribute("ou", "elsewhere"),
                    LDAPAttribute("ref", "ldap://other.example.org/ou=elsewhere"),
                ],
                controls: [.manageDsaIT]
            )
            let managed = LDAPSearch(base: TestNames.suffix, controls: [.manageDsaIT])
            #expect(try await connection.entries(managed).contains { $0.dn == branch.description })
            let plain = LDAPSearch(base: TestNames.suffix)
            let error = await #expect(throws: LDAPError.self) { try await connection.entries(plain) }
            #expect(error?.code == .referral)
            #expect(error?.referrals == ["ldap://other.example.org/ou=elsewhere??sub"])
            var partial = plain
            partial.references = .ignore
            #expect(try await connection.entries(partial).count == 3)
            let direct = await #expect(throws: LDAPError.self) { try await connection.entry(branch) }
            #expect(direct?.code == .referral)
            #expect(direct?.referrals.isEmpty == false)
        }
    }

    @Test func `a critical control nobody knows is refused`() async throws {
        try await withEko { connection in
            let unknown = LDAPControl(oid: "1.2.3.4.5.6", isCritical: true)
            let error = await #expect(throws: LDAPError.self) { try await connection.delete(name, controls: [unknown]) }
            #expect(error?.code == .unavailableCriticalExtension)
            let survivor = try await connection.entry(name)
            #expect(survivor != nil)
        }
    }

    @Test func `paged results come page by page and all together`() async throws {
        let names = (0..<45).map { "p\($0)" }
        let directory = try await TestDirectory.start(
            entries: names.map { TestDirectory.person($0) }.joined(),
            options: .init(database: "olcSizeLimit: size.soft=10 size.hard=10 size.prtotal=unlimited")
        )
        let reader = directory.configuration(.simple(TestNames.person("p0"), LDAPSecret("secret of p0")))
        try await LDAPConnection.withConnection(reader) { connection in
            let search = LDAPSearch(base: TestNames.people, filter: .present("uid"), attributes: ["uid"])
            let error = await #expect(throws: LDAPError.self) { try await connection.entries(search) }
            #expect(error?.code == .sizeLimitExceeded)
            let pages = Pages()
            try await connection.searchPages(search, pageSize: 10) { await pages.take($0) }
            #expect(await pages.sizes == [10, 10, 10, 10, 5])
            #expect(await pages.names == Set(names))
        }
    }

    private actor Pages {
        var sizes: [Int] = []
        var names: Set<String> = []
        func take(_ page: [LDAPEntry]) {
            sizes.append(page.count)
            names.formUnion(page.flatMap { $0.strings(of: "uid") })
        }
    }

    @Test func `proxied authorization needs the right to it`() async throws {
        let directory = try await TestDirectory.start(
            entries: TestDirectory.person("eko") + TestDirectory.person("fitri")
        )
        let eko = directory.configuration(.simple(TestNames.person("eko"), LDAPSecret("secret of eko")))
        try await LDAPConnection.withConnection(eko) { connection in
            let asFitri = LDAPControl.proxiedAuthorization(as: TestNames.person("fitri"))
            let error = await #expect(throws: LDAPError.self) {
                try await connection.entry(TestNames.people, controls: [asFitri])
            }
            #expect(error?.code == LDAPResultCode(rawValue: 123))
        }
    }

    @Test func `passwords are changed, made by the server, and refused`() async throws {
        let directory = try await TestDirectory.start(entries: TestDirectory.person("eko"))
        try await LDAPConnection.withConnection(directory.administrator) { connection in
            try await connection.modifyPassword(of: name, to: LDAPSecret("baru"))
            let made = try #require(try await connection.modifyPassword(of: name, to: nil))
            await #expect(throws: LDAPError.self) {
                try await LDAPConnection.connect(directory.configuration(.simple(name, LDAPSecret("baru"))))
            }
            try await LDAPConnection.withConnection(directory.configuration(.simple(name, made))) { own in
                #expect(try await own.whoAmI() == "dn:\(name)")
                try await own.modifyPassword(from: made, to: LDAPSecret("sendiri"))
                let error = await #expect(throws: LDAPError.self) {
                    try await own.modifyPassword(of: TestNames.admin, to: LDAPSecret("x"))
                }
                #expect(error != nil)
            }
            let new = try await LDAPConnection.connect(directory.configuration(.simple(name, LDAPSecret("sendiri"))))
            await new.close()
        }
    }

    @Test func `an unknown extended operation is an error`() async throws {
        try await withEko { connection in
            let error = await #expect(throws: LDAPError.self) { try await connection.extended("1.2.3.4.5.7", [1]) }
            #expect(error?.code == .protocolError)
        }
    }
}
