/// The bearer token of a program that calls the API (RFC 6750), 256 random bits: `pamong_<id>_<secret>`. The beginning makes a
/// token that was published by mistake easy to find; the id names it among others and is no secret.
public struct ClientToken: Sendable {
    /// Eight symbols that name the token.
    public let id: String
    private let secret: SecretBytes

    private static let prefix = Array("pamong_".utf8)
    static let idLength = 8
    private static let secretLength = 43

    /// A new one. Throws `cryptography` when there is no randomness.
    public init() throws(TwoFactorError) {
        let symbols = try RandomBytes.open(count: Self.idLength).map { CodeShape.alphabet[Int($0 & 0x1F)] }
        id = String(decoding: symbols, as: UTF8.self)
        secret = try SecretBytes.random(count: 32).withBytes { BinaryText.base64URL.encoded($0) }
    }

    /// Reads what a program sent; `nil` for what cannot be a token of ours.
    public init?(_ text: SecretBytes) {
        let start = Self.prefix.count
        let middle = start + Self.idLength
        guard text.count == middle + 1 + Self.secretLength else { return nil }
        let parts: (id: String, secret: SecretBytes)? = text.withBytes { bytes in
            let id = bytes[start..<middle]
            guard bytes.starts(with: Self.prefix), Self.isID(id), bytes[middle] == UInt8(ascii: "_") else { return nil }
            let secret = UnsafeRawBufferPointer(rebasing: bytes[(middle + 1)...])
            guard BinaryText.base64URL.decoded(secret) != nil else { return nil }
            return (String(decoding: id, as: UTF8.self), SecretBytes(secret))
        }
        guard let parts else { return nil }
        (id, secret) = parts
    }

    /// As it is shown, once.
    public var shown: SecretBytes {
        let beginning = Self.prefix + Array("\(id)_".utf8)
        return SecretBytes(count: beginning.count + secret.count) { room in
            room.copyBytes(from: beginning)
            secret.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[beginning.count...]).copyMemory(from: $0) }
        }
    }

    static func isID(_ symbols: some Collection<UInt8>) -> Bool {
        symbols.count == idLength && symbols.allSatisfy(CodeShape.alphabet.contains)
    }

    /// What of it is stored. The token's own entropy is enough: a slow hash would only slow the server.
    func digest() throws(TwoFactorError) -> SecretBytes {
        try SecretBytes("pamong client token 1").authenticationCode(of: shown)
    }
}
