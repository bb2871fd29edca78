import Testing

@testable import TwoFactor

/// Answers computed with another implementation (Python's `cryptography`) once and for all: were the format to change, no
/// sealed secret of the platform would open.
struct KnownAnswerTests {
    @Test func `a secret seals to the known value`() throws {
        let sealed = try TestValues.ring().seal(
            TestValues.secret(),
            for: TestValues.entry,
            attribute: .secret,
            salt: TestValues.salt,
            nonce: TestValues.nonce
        )
        #expect(sealed.text == TestValues.sealed)
    }

    @Test func `the known value opens to the secret`() throws {
        let value = try SealedValue(TestValues.sealed.utf8)
        let secret = try TestValues.ring().open(value, for: TestValues.entry, attribute: .secret)
        #expect(value.text == TestValues.sealed)
        #expect(secret.key.text == "12345678901234567890")
        #expect(secret.parameters == .issued)
        #expect(secret.generation == 1)
        #expect(secret.enrolledAt == TestValues.enrolled)
    }

    @Test func `plaintext, authenticated data and subkey are the known ones`() throws {
        let envelope = Envelope(key: try TestValues.ring().primaryKey(), attribute: .secret, entry: TestValues.entry)
        let plaintext = TOTPSecretPlaintext.encoded(try TestValues.secret()).array
        let head = "0101061e000000010000000069764c1014" + "3132333435363738393031323334353637383930"
        #expect(plaintext == head.fromHex + [UInt8](repeating: 0, count: 59))
        #expect(
            envelope.authenticatedData.hex == "000770616d6f6e673100053230323661001070616d6f6e67746f747073656372657400"
                + "106ba7b8109dad11d180b400c04fd430c8"
        )
        #expect(
            try envelope.subkey(salt: TestValues.salt).array.hex
                == "20fc0eb5f835918cd3782648330bd58ef3efde3141d2dfa1e6c7df4ef8e08065"
        )
    }
}
