import DirectoryModel
import Testing
import TwoFactor

struct ResetRequestTests {
    private let entry = EntryUUID(high: 1, low: 2)
    private let now = Timestamp(microseconds: 1_769_360_400_000_000)

    private func ring(_ name: String = "2026a") throws -> KeyRing {
        var ring = KeyRing()
        let kid = try #require(KeyIdentifier(name))
        try ring.add(kid, now: now)
        try ring.promote(kid)
        return ring
    }

    private func request(_ ring: KeyRing, reason: String = "ponsel hilang, sudah ditelepon") throws -> ResetRequest {
        try ring.makeResetRequest(for: entry, by: "mail=wati@x.go.id,dc=x", reason: reason, now: now)
    }

    @Test func `a request survives the directory and is accepted for its entry only`() throws {
        let ring = try ring()
        let read = try ResetRequest(try request(ring).text.utf8)
        #expect(read.requester == "mail=wati@x.go.id,dc=x")
        #expect(read.reason == "ponsel hilang, sudah ditelepon")
        #expect(read.asked == now)
        #expect(read.kid.description == "2026a")
        #expect(try ring.accepts(read, for: entry))
        #expect(try !ring.accepts(read, for: EntryUUID(high: 1, low: 3)))
    }

    @Test(arguments: [2, 3, 4, 5, 6]) func `whatever field is changed, it is not accepted`(field: Int) throws {
        let ring = try ring()
        var fields = try request(ring).text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        let other = try ring.makeResetRequest(
            for: entry,
            by: "mail=tono@x.go.id,dc=x",
            reason: "lain",
            now: now + .seconds(1)
        )
        fields[field] =
            field == 2 ? "2026b" : String(other.text.split(separator: "$", omittingEmptySubsequences: false)[field])
        let changed = try ResetRequest(fields.joined(separator: "$").utf8)
        #expect((try? ring.accepts(changed, for: entry)) != true)
    }

    @Test func `another ring's key of the same name does not accept it`() throws {
        let request = try request(try ring())
        let other = try ring()
        #expect(try !other.accepts(request, for: entry))
        let third = try ring("2027a")
        let error = #expect(throws: TwoFactorError.self) { try third.accepts(request, for: entry) }
        #expect(error?.code == .unknownKey)
    }

    @Test(arguments: ["", "a\nb", String(repeating: "x", count: 257)])
    func `a reason that is none is refused`(reason: String) throws {
        let ring = try ring()
        let error = #expect(throws: TwoFactorError.self) { try request(ring, reason: reason) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: ["", "please", "$reset1$2026a", "$reset2$2026a$1$eA$eA$eA", "$reset1$2026A$1$eA$eA$eA"])
    func `what is no request is not read`(text: String) {
        #expect(throws: TwoFactorError.self) { try ResetRequest(text.utf8) }
    }
}
