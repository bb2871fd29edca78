import DirectoryModel
import Testing

@testable import TwoFactor

/// The test vectors of the RFCs.
struct VectorTests {
    private static let hotp = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ]

    @Test func `RFC 4226, appendix D`() throws {
        for (counter, expected) in Self.hotp.enumerated() {
            let key = SecretBytes("12345678901234567890")
            let code = try HOTP.code(key: key, counter: UInt64(counter), digits: 6, algorithm: .sha1)
            #expect(code.text == expected)
        }
    }

    @Test(
        arguments: [
            (59, "94287082", "46119246", "90693936"), (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"), (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"), (20_000_000_000, "65353130", "77737706", "47863826"),
        ] as [(Int64, String, String, String)]
    )
    func `RFC 6238, appendix B`(time: Int64, sha1: String, sha256: String, sha512: String) throws {
        for (algorithm, length, expected) in [
            (OTPAlgorithm.sha1, 20, sha1), (.sha256, 32, sha256), (.sha512, 64, sha512),
        ] {
            let key = String((0..<length).map { Character("\(($0 + 1) % 10)") })
            let secret = try TestValues.secret(key, TestValues.parameters(algorithm, digits: 8))
            let now = Timestamp(seconds: time)
            let step = secret.parameters.step(at: now)
            #expect(try secret.code(step: step).digits.text == expected)
            let typed = try #require(OneTimeCode(typed: SecretBytes(expected)))
            #expect(try secret.judge(typed, at: now, lastStep: nil) == .right(step: step))
        }
    }

    @Test(arguments: [(1320, "000152"), (10980, "000866"), (54840, "000801")] as [(Int64, String)])
    func `leading zeros are kept`(time: Int64, expected: String) throws {
        let secret = try TestValues.secret()
        #expect(try secret.code(step: secret.parameters.step(at: Timestamp(seconds: time))).digits.text == expected)
    }

    @Test func `there is no code before 1970`() throws {
        let secret = try TestValues.secret()
        #expect(errorCode { _ = try secret.code(step: -1) } == .invalidArgument)
        #expect(TOTPParameters.issued.step(at: Timestamp(microseconds: -1)) == -1)
        #expect(TOTPParameters.issued.step(at: Timestamp(microseconds: 29_999_999)) == 0)
        let code = try secret.code(step: 0)
        #expect(try secret.judge(code, at: Timestamp(microseconds: -1), lastStep: nil) == .right(step: 0))
    }

    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `base 32 as in RFC 4648, section 10`(plain: String, encoded: String) {
        #expect(BinaryText.base32.text(Array(plain.utf8)) == encoded)
        #expect(BinaryText.base32.bytes(encoded.utf8) == Array(plain.utf8))
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
    ])
    func `base 64 as in RFC 4648, section 10`(plain: String, encoded: String) {
        #expect(BinaryText.base64.text(Array(plain.utf8)) == encoded)
        #expect(BinaryText.base64.bytes(encoded.utf8) == Array(plain.utf8))
        let open = encoded.filter { $0 != "=" }
        #expect(BinaryText.base64URL.text(Array(plain.utf8)) == open)
        #expect(BinaryText.base64URL.bytes(open.utf8) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zh", "Zm9", "Zm9vY", "Zg==", "Zm9v\n", " Zm9v", "Zm+v", "Zm/v", "Zm9é"])
    func `base 64 URL has one text for one value`(text: String) {
        #expect(BinaryText.base64URL.bytes(text.utf8) == nil)
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v="])
    func `base 64 insists on its padding`(text: String) {
        #expect(BinaryText.base64.bytes(text.utf8) == nil)
    }
}
