import DirectoryModel

@testable import TwoFactor

/// The values that the known answers are about, and short ways to write others.
enum TestValues {
    static let entry = EntryUUID(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)
    static let otherEntry = EntryUUID(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c9)
    static let enrolled = Timestamp(seconds: 1_769_360_400)
    static let salt = Array(UInt8(0xa0)...0xaf)
    static let nonce = Array(UInt8(0xb0)...0xbb)
    static let sealed =
        "$pamong1$2026a$oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u71NhK9A_dkxokhbahKiYEwjmcAuT-PpaVId9IvGoCiIRM8MLtFcDfJ1kWVE6gLpZ"
        + "_K87aYWTTSXdnNhTTmtlCUzdEG9yGPB_CDm5VH7mLvfalE8VW_mkcIMlgf9shMrfOSZOH-bDiUHfjt4y88Gv1s"

    static func kid(_ text: String) throws -> KeyIdentifier {
        guard let kid = KeyIdentifier(text) else { throw TwoFactorError(.invalidArgument, "no kid: \(text)") }
        return kid
    }

    /// The ring of the known answer: one primary key 2026a, 000102…1f.
    static func ring() throws -> KeyRing {
        try KeyRing(keys: [key("2026a", .primary, Array(0..<32))], retired: [])
    }

    static func key(_ kid: String, _ state: RingKey.State, _ bytes: [UInt8]) throws -> RingKey {
        RingKey(
            kid: try Self.kid(kid),
            state: state,
            created: Timestamp(seconds: 1_767_225_600),
            material: SecretBytes(bytes)
        )
    }

    static func secret(
        _ key: String = "12345678901234567890",
        _ parameters: TOTPParameters = .issued,
        generation: UInt32 = 1
    ) throws -> TOTPSecret {
        try TOTPSecret(
            key: SecretBytes(key),
            parameters: parameters,
            generation: generation,
            enrolledAt: enrolled
        )
    }

    static func parameters(_ algorithm: OTPAlgorithm, digits: Int, period: Int = 30) throws -> TOTPParameters {
        guard let parameters = TOTPParameters(algorithm: algorithm, digits: digits, period: period) else {
            throw TwoFactorError(.invalidArgument, "no such parameters")
        }
        return parameters
    }
}

extension Timestamp {
    init(seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }
}

extension SecretBytes {
    /// For comparing in tests.
    var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
    var array: [UInt8] { withBytes { Array($0) } }
}

extension String {
    /// The bytes that hexadecimal digits stand for.
    var fromHex: [UInt8] {
        let digits = compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

extension [UInt8] {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

/// The code of the error that `body` throws; `nil` when it throws none, or another kind.
func errorCode(_ body: () throws -> Void) -> TwoFactorError.Code? {
    do {
        try body()
        return nil
    } catch let error as TwoFactorError {
        return error.code
    } catch {
        return nil
    }
}
