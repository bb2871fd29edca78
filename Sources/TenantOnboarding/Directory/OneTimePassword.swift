public import TwoFactor

/// A password that is handed over once and changed by its owner: twenty symbols without those that look alike, 99 bits.
public struct OneTimePassword: Sendable {
    /// As it is shown, once: `xxxxx-xxxxx-xxxxx-xxxxx`, hyphens included.
    public let shown: SecretBytes

    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    /// Makes one. Throws ``TwoFactorError`` when there is no randomness to be had.
    public init() throws(TwoFactorError) {
        let random = try SecretBytes.random(count: 20)
        shown = SecretBytes(count: 23) { room in
            random.withBytes { bytes in
                for index in bytes.indices {
                    // 32 symbols: the low five bits choose evenly.
                    room[index + index / 5] = Self.alphabet[Int(bytes[index] & 0x1F)]
                }
            }
            for index in [5, 11, 17] { room[index] = UInt8(ascii: "-") }
        }
    }
}
