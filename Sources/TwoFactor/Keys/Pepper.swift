/// What a keyed hash or a signature is for. Each has a key of its own, derived from a ring key by HKDF-SHA256 with an
/// empty salt and the label as info, so that one kind can never be taken for another.
enum Pepper: String {
    case recoveryCode = "pamong1 recovery-code hmac-sha256"
    case appPassword = "pamong1 app-password hmac-sha256"
    case activationTicket = "pamong1 activation-ticket hmac-sha256"
    case sessionTicket = "pamong1 session-ticket hmac-sha256"
    case resetRequest = "pamong1 reset-request hmac-sha256"
}

extension RingKey {
    /// The key for one purpose.
    func pepper(_ purpose: Pepper) throws(TwoFactorError) -> SecretBytes {
        try material.derivedKey(salt: [], info: Array(purpose.rawValue.utf8))
    }

    /// HMAC-SHA256 under the key for one purpose, over the open parts and then the secret one.
    func keyedHash(
        _ purpose: Pepper,
        _ parts: [UInt8],
        _ secret: SecretBytes = SecretBytes([])
    ) throws(TwoFactorError) -> SecretBytes {
        try pepper(purpose).keyedHash(parts, secret)
    }
}

extension SecretBytes {
    /// HMAC-SHA256 with these bytes as its key, over the open parts and then the secret one.
    func keyedHash(_ parts: [UInt8], _ secret: SecretBytes) throws(TwoFactorError) -> SecretBytes {
        let message = SecretBytes(count: parts.count + secret.count) { room in
            room.copyBytes(from: parts)
            secret.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[parts.count...]).copyMemory(from: $0) }
        }
        return try authenticationCode(of: message)
    }

    /// Compares with a stored MAC, in a time that depends on the lengths only.
    func equals(_ stored: [UInt8]) -> Bool {
        stored.withUnsafeBytes { equals($0) }
    }

    /// A MAC that is to be stored, where everybody who may read the attribute sees it.
    var stored: [UInt8] { withBytes { Array($0) } }
}
