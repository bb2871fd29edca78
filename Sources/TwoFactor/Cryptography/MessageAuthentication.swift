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

    /// OpenSSL's name of the hash function.
    var digest: StaticString {
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

/// Owns OpenSSL's state of an HMAC; freeing it wipes the key inside.
private struct AuthenticationContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(TwoFactorError) {
        guard let hmac = FetchedAlgorithm.hmac.pointer, let context = EVP_MAC_CTX_new(hmac) else {
            throw .openSSL("EVP_MAC_CTX_new")
        }
        pointer = context
    }

    deinit { EVP_MAC_CTX_free(pointer) }
}

/// HMAC (RFC 2104) with one key, for one message after another.
struct MessageAuthenticator: ~Copyable {
    private let context: AuthenticationContext
    private let length: Int

    init(_ algorithm: OTPAlgorithm, key: SecretBytes) throws(TwoFactorError) {
        let context = try AuthenticationContext()
        try insist(key.withBytes { Self.begin(context.pointer, algorithm, $0) }, "EVP_MAC_init")
        self.context = context
        length = algorithm.macLength
    }

    /// The MAC of a message.
    mutating func code(of message: SecretBytes) throws(TwoFactorError) -> SecretBytes {
        // Without a key it begins anew with the one it has.
        try insist(EVP_MAC_init(context.pointer, nil, 0, nil), "EVP_MAC_init")
        let updated = message.withBytes {
            EVP_MAC_update(context.pointer, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        try insist(updated, "EVP_MAC_update")
        return try SecretBytes(count: length) { room throws(TwoFactorError) in
            var written = 0
            let out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try insist(EVP_MAC_final(context.pointer, out, &written, room.count), "EVP_MAC_final")
            guard written == room.count else { throw TwoFactorError(.cryptography, "a MAC of \(written) bytes") }
        }
    }

    private static func begin(_ context: OpaquePointer, _ algorithm: OTPAlgorithm, _ key: UnsafeRawBufferPointer)
        -> Int32
    {
        // An empty key is a key, too, and needs an address to be taken for one.
        let none: UInt8 = 0
        return withUnsafePointer(to: none) { empty in
            let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? empty
            return EVP_MAC_init(context, start, key.count, [.digest(algorithm.digest), OSSL_PARAM_construct_end()])
        }
    }
}

extension SecretBytes {
    /// The HMAC (RFC 2104) of `message` with these bytes as its key.
    func authenticationCode(
        _ algorithm: OTPAlgorithm = .sha256,
        of message: SecretBytes
    ) throws(TwoFactorError) -> SecretBytes {
        var authenticator = try MessageAuthenticator(algorithm, key: self)
        return try authenticator.code(of: message)
    }
}
