internal import COpenSSL

/// The hash functions behind codes and keyed hashes.
public enum OTPAlgorithm: UInt8, Sendable, Hashable, Codable, CaseIterable {
    /// What authenticator apps understand; HMAC-SHA1 is not touched by SHA-1's collisions.
    case sha1 = 1
    /// HMAC-SHA256.
    case sha256 = 2
    /// HMAC-SHA512.
    case sha512 = 3

    /// The name in an otpauth URI.
    public var name: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }

    /// Bytes of a MAC.
    var macLength: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }
}

extension SecretBytes {
    /// The HMAC (RFC 2104) of `message` with these bytes as its key.
    func authenticationCode(
        _ algorithm: OTPAlgorithm = .sha256,
        of message: SecretBytes
    ) throws(TwoFactorError) -> SecretBytes {
        try SecretBytes(count: algorithm.macLength) { room throws(TwoFactorError) in
            let done = withBytes { key in
                message.withBytes { data in Self.mac(algorithm, key: key, data: data, into: room) }
            }
            guard done else { throw .openSSL("EVP_Q_mac") }
        }
    }

    private static func mac(
        _ algorithm: OTPAlgorithm,
        key: UnsafeRawBufferPointer,
        data: UnsafeRawBufferPointer,
        into room: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var length = 0
        let out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let bytes = data.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let mac = EVP_Q_mac(
            nil,
            "HMAC",
            nil,
            algorithm.name,
            nil,
            key.baseAddress,
            key.count,
            bytes,
            data.count,
            out,
            room.count,
            &length
        )
        return mac != nil && length == room.count
    }
}
