import DirectoryModel
import Testing

@testable import TwoFactor

struct SealingTests {
    private let value: SealedValue

    init() throws { value = try SealedValue(TestValues.sealed.utf8) }

    private func open(
        _ value: SealedValue,
        with ring: KeyRing? = nil,
        for entry: EntryUUID = TestValues.entry,
        attribute: SealedAttribute = .secret
    ) throws -> TOTPSecret {
        try (ring ?? TestValues.ring()).open(value, for: entry, attribute: attribute)
    }

    @Test func `two seals of one secret differ and both open`() throws {
        let (ring, secret) = (try TestValues.ring(), try TestValues.secret())
        let values = try (0..<2).map { _ in try ring.seal(secret, for: TestValues.entry, attribute: .secret) }
        #expect(values[0] != values[1])
        #expect(values[0].salt != values[1].salt && values[0].nonce != values[1].nonce)
        for value in values { #expect(try open(SealedValue(value.text.utf8)).key == secret.key) }
    }

    @Test(arguments: OTPAlgorithm.allCases, [6, 8])
    func `all parameters come back`(algorithm: OTPAlgorithm, digits: Int) throws {
        let parameters = try TestValues.parameters(algorithm, digits: digits, period: 60)
        for length in [16, 20, 64, 79] {
            let key = try SecretBytes.random(count: length)
            let secret = try TOTPSecret(
                key: key,
                parameters: parameters,
                generation: .max,
                enrolledAt: Timestamp(seconds: 253_402_300_799)
            )
            let sealed = try TestValues.ring().seal(secret, for: TestValues.entry, attribute: .pending)
            let opened = try open(sealed, attribute: .pending)
            #expect(opened.key == key && opened.parameters == parameters && opened.generation == .max)
            #expect(opened.enrolledAt == secret.enrolledAt)
            #expect(sealed.text.utf8.count == TestValues.sealed.utf8.count, "the length tells nothing")
        }
    }

    @Test func `each byte flipped is refused`() throws {
        let bytes = salted(value)
        for index in bytes.indices {
            for bit in 0..<8 {
                var altered = bytes
                altered[index] ^= 1 << bit
                let text = "$pamong1$2026a$\(BinaryText.base64URL.text(altered))"
                let flipped = try SealedValue(text.utf8)
                #expect(errorCode { _ = try open(flipped) } == .notAuthentic)
            }
        }
    }

    @Test func `each character replaced is refused`() throws {
        let text = Array(TestValues.sealed.utf8)
        for index in text.indices {
            for replacement in [text[index] ^ 1, text[index] ^ 0x20, UInt8(ascii: "A"), 0, 0x80, UInt8(ascii: "$")]
            where replacement != text[index] {
                var altered = text
                altered[index] = replacement
                #expect(errorCode { _ = try open(SealedValue(altered)) } != nil)
            }
        }
    }

    @Test func `another entry's or attribute's value does not open`() throws {
        #expect(errorCode { _ = try open(value, for: TestValues.otherEntry) } == .notAuthentic)
        #expect(errorCode { _ = try open(value, attribute: .pending) } == .notAuthentic)
        #expect(errorCode { _ = try open(value, attribute: .canary) } == .notAuthentic)
    }

    @Test func `a canary is never a secret`() throws {
        let ring = try TestValues.ring()
        let canary = try #require(try ring.sealCanaries(for: TestValues.entry).first)
        #expect(errorCode { _ = try open(canary) } == .notAuthentic)
        #expect(errorCode { _ = try open(canary, attribute: .canary) } == .malformedValue)
    }

    @Test func `a kid that the ring lacks is told apart`() throws {
        let other = try KeyRing(keys: [TestValues.key("2026b", .primary, Array(0..<32))], retired: [])
        let error = #expect(throws: TwoFactorError.self) { try open(value, with: other) }
        #expect(error?.code == .unknownKey && error?.concernsKeys == true)
        let renamed = SealedValue(
            kid: try TestValues.kid("2026b"),
            salt: value.salt,
            nonce: value.nonce,
            ciphertext: value.ciphertext
        )
        #expect(errorCode { _ = try open(renamed, with: other) } == .notAuthentic, "the kid is authenticated")
    }

    @Test func `another key of the same name does not open`() throws {
        let other = try KeyRing(keys: [TestValues.key("2026a", .primary, Array(1...32))], retired: [])
        #expect(errorCode { _ = try open(value, with: other) } == .notAuthentic)
    }

    @Test func `an old generation is refused`() throws {
        let ring = try TestValues.ring()
        let old = try ring.seal(TestValues.secret(generation: 3), for: TestValues.entry, attribute: .secret)
        #expect(
            errorCode { _ = try ring.open(old, for: TestValues.entry, attribute: .secret, generationAtLeast: 4) }
                == .oldGeneration
        )
        let opened = try ring.open(old, for: TestValues.entry, attribute: .secret, generationAtLeast: 3)
        #expect(opened.generation == 3)
    }

    @Test(arguments: ["pamong2", "pamong", "pamong11", "pamong0"]) func `another version is told apart`(version: String)
    {
        let text = TestValues.sealed.replacing("pamong1", with: version)
        #expect(errorCode { _ = try SealedValue(text.utf8) } == .unknownVersion)
    }

    @Test(arguments: [
        "", "$", "$$$", "12345678901234567890", "$pamong1$2026a$", "$pamong1$2026a", "$pamong1$$oKGi",
        "$pamong1$2026A$oKGi",
        "$pamong1$12345678901234567$oKGi", "$app1$2026a$oKGi", "pamong1$2026a$oKGi", "$pamong1$2026a$oKGi$",
        "{CLEARTEXT}GEZDGNBV",
    ])
    func `what is no sealed value is refused`(text: String) {
        #expect(errorCode { _ = try SealedValue(text.utf8) } == .malformedValue)
    }

    @Test func `padding, blanks and other lengths are refused`() {
        for text in [
            TestValues.sealed + "$", TestValues.sealed + "$x", TestValues.sealed + "=", TestValues.sealed + "A",
            TestValues.sealed + "\n", " " + TestValues.sealed,
            TestValues.sealed + "\0", String(TestValues.sealed.dropLast()), String(TestValues.sealed.dropLast(4)),
            TestValues.sealed + "AAAA", String(repeating: "$pamong1$a$", count: 200),
        ] {
            #expect(errorCode { _ = try SealedValue(text.utf8) } == .malformedValue)
        }
    }

    @Test(
        arguments: [
            (0, 0), (0, 2), (1, 0), (1, 4), (2, 7), (2, 0), (3, 0), (8, 0x80), (16, 15), (16, 80), (16, 255), (95, 1),
            (37, 1),
        ] as [(Int, UInt8)]
    )
    func `genuine but impossible contents are refused`(offset: Int, byte: UInt8) throws {
        var bytes = TOTPSecretPlaintext.encoded(try TestValues.secret()).array
        bytes[offset] = byte
        let key = try TestValues.ring().primaryKey()
        let sealed = try Envelope(key: key, attribute: .secret, entry: TestValues.entry).seal(SecretBytes(bytes))
        #expect(errorCode { _ = try open(sealed) } == .malformedValue)
    }

    @Test func `a key of impossible length is not sealed`() throws {
        for length in [0, 15, 80] {
            let key = SecretBytes([UInt8](repeating: 7, count: length))
            #expect(
                errorCode { _ = try TOTPSecret(key: key, generation: 1, enrolledAt: TestValues.enrolled) }
                    == .invalidArgument
            )
        }
    }

    @Test func `nothing is sealed without a primary key`() throws {
        let secret = try TestValues.secret()
        var ring = KeyRing()
        #expect(errorCode { _ = try ring.seal(secret, for: TestValues.entry, attribute: .secret) } == .keyRing)
        try ring.add(TestValues.kid("a"), now: .now)
        #expect(errorCode { _ = try ring.seal(secret, for: TestValues.entry, attribute: .secret) } == .keyRing)
    }

    @Test func `after a promotion values are resealed once`() throws {
        var ring = try TestValues.ring()
        try ring.add(TestValues.kid("2026b"), now: .now)
        #expect(!ring.needsResealing(value))
        try ring.promote(TestValues.kid("2026b"))
        #expect(ring.needsResealing(value))
        let resealed = try #require(try ring.reseal(value, for: TestValues.entry, attribute: .secret))
        #expect(resealed.kid.description == "2026b")
        #expect(try open(resealed, with: ring).key.text == "12345678901234567890")
        #expect(try ring.reseal(resealed, for: TestValues.entry, attribute: .secret) == nil)
        try ring.retire(TestValues.kid("2026a"))
        #expect(errorCode { _ = try open(value, with: ring) } == .unknownKey)
        #expect(try open(resealed, with: ring).generation == 1)
    }

    @Test func `a sealed value does not print itself`() {
        #expect("\(value)" == "sealed under 2026a")
    }

    @Test func `an enrolment ends after 15 minutes`() throws {
        let secret = try TestValues.secret()
        #expect(!secret.isPendingOver(at: TestValues.enrolled + .seconds(899)))
        #expect(secret.isPendingOver(at: TestValues.enrolled + .seconds(900)))
        let active = try secret.activated(at: Timestamp(seconds: 1_769_360_500))
        #expect(active.enrolledAt == Timestamp(seconds: 1_769_360_500) && active.key == secret.key)
        let fresh = try TOTPSecret.fresh(generation: 2, now: .now)
        #expect(fresh.key.count == 20 && fresh.parameters == .issued && fresh.generation == 2)
    }

    private func salted(_ value: SealedValue) -> [UInt8] { value.salt + value.nonce + value.ciphertext }
}

struct CanaryTests {
    private func ring(_ kid: String = "2026a", _ first: UInt8 = 0) throws -> KeyRing {
        try KeyRing(keys: [TestValues.key(kid, .primary, Array(first..<(first + 32)))], retired: [])
    }

    @Test func `the ring that sealed them fits`() throws {
        var ring = try ring()
        try ring.add(TestValues.kid("2026b"), now: .now)
        let canaries = try ring.sealCanaries(for: TestValues.entry)
        #expect(canaries.map(\.kid.description) == ["2026a", "2026b"])
        #expect(try ring.judge(canaries: canaries, of: TestValues.entry) == .fits)
    }

    @Test func `a wrong ring is recognised`() throws {
        let canaries = try ring().sealCanaries(for: TestValues.entry)
        #expect(
            try ring("2026a", 1).judge(canaries: canaries, of: TestValues.entry) == .wrongKey(TestValues.kid("2026a"))
        )
        #expect(
            try ring("2026b").judge(canaries: canaries, of: TestValues.entry) == .lacksKeys([TestValues.kid("2026a")])
        )
        #expect(try ring().judge(canaries: canaries, of: TestValues.otherEntry) == .wrongKey(TestValues.kid("2026a")))
        #expect(try KeyRing().judge(canaries: canaries, of: TestValues.entry) == .lacksKeys([TestValues.kid("2026a")]))
    }

    @Test func `no canary under the primary key is no fit`() throws {
        var ring = try ring()
        let canaries = try ring.sealCanaries(for: TestValues.entry)
        #expect(try ring.judge(canaries: [], of: TestValues.entry) == .missing)
        try ring.add(TestValues.kid("2026b"), now: .now)
        #expect(try ring.judge(canaries: canaries, of: TestValues.entry) == .fits)
        try ring.promote(TestValues.kid("2026b"))
        #expect(try ring.judge(canaries: canaries, of: TestValues.entry) == .missing)
        #expect(try KeyRing().judge(canaries: [], of: TestValues.entry) == .missing)
    }

    @Test func `a sealed secret is no canary`() throws {
        let secret = try ring().seal(TestValues.secret(), for: TestValues.entry, attribute: .canary)
        #expect(try ring().judge(canaries: [secret], of: TestValues.entry) == .wrongKey(TestValues.kid("2026a")))
    }
}
