import DirectoryModel
import Testing

@testable import TwoFactor

struct KeyRingTests {
    private let kids: [KeyIdentifier]

    init() throws { kids = try ["a", "b", "c"].map(TestValues.kid) }

    @Test func `a ring begins with one key that is promoted`() throws {
        var ring = KeyRing()
        #expect(ring.primary == nil)
        try ring.add(kids[0], now: Timestamp(microseconds: 1_767_225_600_999_999))
        #expect(ring.keys.map(\.state) == [.decrypt] && ring.primary == nil)
        #expect(ring.keys[0].created == Timestamp(seconds: 1_767_225_600))
        #expect(errorCode { try ring.add(kids[1], now: .now) } == .keyRing, "the first is promoted first")
        try ring.promote(kids[0])
        #expect(ring.primary?.kid == kids[0])
    }

    @Test func `exactly one key is primary through a rotation`() throws {
        var ring = KeyRing()
        try ring.add(kids[0], now: .now)
        try ring.promote(kids[0])
        for kid in kids[1...] {
            try ring.add(kid, now: .now)
            #expect(ring.keys.count { $0.state == .primary } == 1)
            try ring.promote(kid)
            #expect(ring.primary?.kid == kid && ring.keys.count { $0.state == .primary } == 1)
        }
        try ring.promote(kids[2])
        #expect(ring.primary?.kid == kids[2])
    }

    @Test func `a kid is never used again`() throws {
        var ring = KeyRing()
        try ring.add(kids[0], now: .now)
        try ring.promote(kids[0])
        #expect(errorCode { try ring.add(kids[0], now: .now) } == .keyRing)
        try ring.add(kids[1], now: .now)
        try ring.promote(kids[1])
        try ring.retire(kids[0])
        #expect(ring.retired == [kids[0]] && ring.key(kids[0]) == nil)
        #expect(errorCode { try ring.add(kids[0], now: .now) } == .keyRing)
    }

    @Test func `a failed change changes nothing`() throws {
        var ring = try TestValues.ring()
        #expect(errorCode { try ring.retire(TestValues.kid("2026a")) } == .keyRing, "the primary key stays")
        #expect(errorCode { try ring.retire(kids[0]) } == .unknownKey)
        #expect(errorCode { try ring.promote(kids[0]) } == .unknownKey)
        #expect(errorCode { try ring.add(kids[0], now: Timestamp(microseconds: -1)) } == .invalidArgument)
        #expect(ring.keys.map(\.kid.description) == ["2026a"] && ring.primary != nil && ring.retired.isEmpty)
    }

    @Test(arguments: ["", "2026A", "a-b", "a b", "ä", "12345678901234567", "a\n", "a$"])
    func `what is no kid is refused`(text: String) {
        #expect(KeyIdentifier(text) == nil)
    }

    @Test func `kids are ordered by name`() throws {
        #expect(
            try [TestValues.kid("b"), TestValues.kid("a1"), TestValues.kid("a")].sorted().map(\.description) == [
                "a", "a1", "b",
            ]
        )
    }

    @Test func `keys differ and so do peppers`() throws {
        var ring = KeyRing()
        let first = try ring.add(kids[0], now: .now)
        try ring.promote(kids[0])
        let second = try ring.add(kids[1], now: .now)
        #expect(first.material != second.material && first.material.count == 32)
        let purposes = [Pepper.recoveryCode, .appPassword, .activationTicket, .sessionTicket]
        let hashes = try purposes.map { try first.keyedHash($0, [1]).array.hex }
        #expect(Set(hashes).count == purposes.count)
    }
}
