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
    /// HMAC-SHA256 under the key for one purpose, over the open parts and then the secret one.
    func keyedHash(
        _ purpose: Pepper,
        _ parts: [UInt8],
        _ secret: SecretBytes = SecretBytes([])
    ) throws(TwoFactorError) -> [UInt8] {
        let pepper = try material.derivedKey(salt: [], info: Array(purpose.rawValue.utf8))
        let message = SecretBytes(count: parts.count + secret.count) { room in
            room.copyBytes(from: parts)
            secret.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[parts.count...]).copyMemory(from: $0) }
        }
        return try pepper.authenticationCode(of: message).withBytes { Array($0) }
    }
}

/// Compares two open byte strings, such as MACs, in a time that depends on their lengths only.
func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
