/// A sealed value as it stands in the directory: `$pamong1$<kid>$<base64url, no padding: salt16 ‖ nonce12 ‖ ciphertext
/// ‖ tag16>`. Its form has been checked, nothing more.
public struct SealedValue: Sendable, Hashable {
    /// The key it was sealed under.
    public let kid: KeyIdentifier
    let salt: [UInt8]
    let nonce: [UInt8]
    let ciphertext: [UInt8]

    static let version = "pamong1"
    static let saltLength = 16
    /// Every plaintext has this length, so that a value's length tells nothing.
    static let plaintextLength = 96
    private static let headLength = saltLength + AuthenticatedCipher.nonceLength

    init(kid: KeyIdentifier, salt: [UInt8], nonce: [UInt8], ciphertext: [UInt8]) {
        self.kid = kid
        self.salt = salt
        self.nonce = nonce
        self.ciphertext = ciphertext
    }

    /// Reads an attribute's value. Throws `unknownVersion` for a sealed value of another version and `malformedValue`
    /// for anything else: nothing is ever taken for plain text.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        try self.init(bytes: Array(value))
    }

    /// A generic function called from another module is not specialised, and this one looks at every byte.
    private init(bytes value: [UInt8]) throws(TwoFactorError) {
        let fields = value.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard value.count <= 1024, fields.count == 4, fields[0].isEmpty, fields[1].starts(with: "pamong".utf8) else {
            throw TwoFactorError(.malformedValue, "not a sealed value")
        }
        guard fields[1].elementsEqual(Self.version.utf8) else {
            throw TwoFactorError(.unknownVersion, "sealed by a version this program does not know")
        }
        guard let kid = KeyIdentifier(bytes: fields[2]), let bytes = BinaryText.base64URL.bytes(fields[3]),
            bytes.count == Self.headLength + Self.plaintextLength + AuthenticatedCipher.tagLength
        else { throw TwoFactorError(.malformedValue, "a sealed value with a bad kid, base 64 or length") }
        self.init(
            kid: kid,
            salt: Array(bytes[..<Self.saltLength]),
            nonce: Array(bytes[Self.saltLength..<Self.headLength]),
            ciphertext: Array(bytes[Self.headLength...])
        )
    }

    /// The value to write into the attribute; ASCII.
    public var text: String {
        "$\(Self.version)$\(kid)$\(BinaryText.base64URL.text(salt + nonce + ciphertext))"
    }
}

extension SealedValue: CustomStringConvertible {
    /// Names the key and nothing else: a sealed value has no business in a log.
    public var description: String { "sealed under \(kid)" }
}
