public import DirectoryModel

/// A program's token as it stands in the directory:
///
///     $client1$<id>$<created>$<expires>$<base64url hash>
///
/// Times are Unix seconds. The hash is HMAC-SHA256 of the whole token under a fixed label.
public struct StoredClientToken: Sendable, Hashable {
    /// Names it; no secret.
    public let id: String
    /// When it was made.
    public let created: Timestamp
    /// From when on it is refused.
    public let expires: Timestamp
    private let digest: [UInt8]

    /// How long one is good unless somebody says otherwise.
    public static let defaultLifetime: Duration = .seconds(365 * 86_400)
    /// A program has the one it uses and, while it changes, the next one.
    public static let limit = 2
    private static let kind = "client1"

    /// Reads a value of `pamongClientToken`. Throws `unknownVersion` or `malformedValue`.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        let fields = try StoredRecord(value, kind: Self.kind, fields: 4).fields
        guard ClientToken.isID(fields[0]), let created = Timestamp(unixSecondsText: fields[1]),
            let expires = Timestamp(unixSecondsText: fields[2]), let digest = StoredRecord.mac(fields[3])
        else { throw .malformed(Self.kind) }
        self.id = String(decoding: fields[0], as: UTF8.self)
        (self.created, self.expires, self.digest) = (created, expires, digest)
    }

    /// What to store of a new token. Throws `invalidArgument` for a lifetime under a minute or over ten years.
    public init(
        of token: ClientToken,
        now: Timestamp,
        lifetime: Duration = Self.defaultLifetime
    ) throws(TwoFactorError) {
        guard (.seconds(60) ... .seconds(3660 * 86_400)).contains(lifetime),
            let created = Timestamp(unixSeconds: now.unixSeconds),
            let expires = Timestamp(unixSeconds: (now + lifetime).unixSeconds)
        else { throw TwoFactorError(.invalidArgument, "a token is good for a minute at least and ten years at most") }
        id = token.id
        (self.created, self.expires) = (created, expires)
        digest = try token.digest().withBytes { Array($0) }
    }

    /// The value to write; ASCII.
    public var text: String {
        "\(Self.beginning(ofID: id))\(created.unixSeconds)$\(expires.unixSeconds)$\(BinaryText.base64URL.text(digest))"
    }

    /// How the value of the token with this id begins.
    public static func beginning(ofID id: String) -> String { "$\(kind)$\(id)$" }

    /// Whether it is of this very token, compared in constant time.
    public func isOf(_ token: ClientToken) throws(TwoFactorError) -> Bool {
        let other = try token.digest()
        return digest.withUnsafeBytes { other.equals($0) }
    }
}
