internal import COpenSSL

/// Randomness from OpenSSL's generators, which the kernel seeds.
enum RandomBytes {
    /// Fills memory that stays secret.
    static func fill(_ room: UnsafeMutableRawBufferPointer) throws(TwoFactorError) {
        guard let start = room.baseAddress, !room.isEmpty else { return }
        try insist(
            RAND_priv_bytes(start.assumingMemoryBound(to: UInt8.self), Int32(clamping: room.count)),
            "RAND_priv_bytes"
        )
    }

    /// Bytes that everybody may see: salts and nonces.
    static func open(count: Int) throws(TwoFactorError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try insist(RAND_bytes(&bytes, Int32(clamping: count)), "RAND_bytes")
        return bytes
    }
}
