/// HMAC-based one-time passwords (RFC 4226), with the hash functions that RFC 6238 adds.
enum HOTP {
    /// The code for a counter, in ASCII digits, leading zeros included.
    static func code(
        key: SecretBytes,
        counter: UInt64,
        digits: Int,
        algorithm: OTPAlgorithm
    ) throws(TwoFactorError) -> SecretBytes {
        var authenticator = try MessageAuthenticator(algorithm, key: key)
        return try code(&authenticator, counter: counter, digits: digits)
    }

    /// The same for one counter after another of one key.
    static func code(
        _ authenticator: inout MessageAuthenticator,
        counter: UInt64,
        digits: Int
    ) throws(TwoFactorError) -> SecretBytes {
        let message = SecretBytes(count: 8) { $0.storeBytes(of: counter.bigEndian, as: UInt64.self) }
        let number = try authenticator.code(of: message).withBytes { truncated($0) }
        return SecretBytes(count: digits) { room in
            var rest = number
            for index in room.indices.reversed() {
                room[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
    }

    /// Dynamic truncation (RFC 4226, section 5.3): 31 bits from where the last four bits point to.
    private static func truncated(_ mac: UnsafeRawBufferPointer) -> UInt32 {
        let offset = Int(mac[mac.count - 1] & 0x0F)
        return mac[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    }
}
