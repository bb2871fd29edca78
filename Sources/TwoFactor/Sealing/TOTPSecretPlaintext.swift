internal import DirectoryModel

/// What is sealed: `0x01 ‖ algorithm(1) ‖ digits(1) ‖ period(1) ‖ generation(u32 BE) ‖ enrolledAt(u64 BE, Unix seconds)
/// ‖ secretLength(1) ‖ secret ‖ zeros up to 96 bytes`. Algorithm, digits and period are inside, so that nobody who can write to the
/// directory can weaken them.
enum TOTPSecretPlaintext {
    private static let version: UInt8 = 1
    private static let headLength = 17

    static func encoded(_ secret: TOTPSecret) -> SecretBytes {
        SecretBytes(count: SealedValue.plaintextLength) { room in
            room[0] = version
            room[1] = secret.parameters.algorithm.rawValue
            room[2] = UInt8(secret.parameters.digits)
            room[3] = UInt8(secret.parameters.period)
            room.storeBytes(of: secret.generation.bigEndian, toByteOffset: 4, as: UInt32.self)
            room.storeBytes(of: secret.enrolledAt.unixSeconds.bigEndian, toByteOffset: 8, as: Int64.self)
            room[16] = UInt8(secret.key.count)
            secret.key.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[headLength...]).copyMemory(from: $0) }
        }
    }

    /// Throws `malformedValue` for anything that ``encoded(_:)`` would not write.
    static func decoded(_ plaintext: SecretBytes) throws(TwoFactorError) -> TOTPSecret {
        guard let secret = try plaintext.withBytes({ bytes throws(TwoFactorError) in try decoded(bytes) }) else {
            throw TwoFactorError(.malformedValue, "a sealed secret with impossible contents")
        }
        return secret
    }

    private static func decoded(_ bytes: UnsafeRawBufferPointer) throws(TwoFactorError) -> TOTPSecret? {
        guard bytes.count == SealedValue.plaintextLength, bytes[0] == version,
            let algorithm = OTPAlgorithm(rawValue: bytes[1]),
            let parameters = TOTPParameters(algorithm: algorithm, digits: Int(bytes[2]), period: Int(bytes[3])),
            let enrolledAt = Timestamp(
                unixSeconds: Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int64.self))
            )
        else { return nil }
        let end = headLength + Int(bytes[16])
        guard TOTPSecret.keyLengths.contains(Int(bytes[16])), bytes[end...].allSatisfy({ $0 == 0 }) else { return nil }
        return try TOTPSecret(
            key: SecretBytes(UnsafeRawBufferPointer(rebasing: bytes[headLength..<end])),
            parameters: parameters,
            generation: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
            enrolledAt: enrolledAt
        )
    }
}
