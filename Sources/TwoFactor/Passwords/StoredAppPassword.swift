public import DirectoryModel

/// An app password as it stands in the directory:
///
///     $app1$<kid>$<id>$<protocols, comma>$<created>$<expires>$<last used or empty>$<base64url label>$<base64url mac>
///
/// Times are Unix seconds: they are compared, never read by people. The MAC is HMAC-SHA256(pepper, entryUUID ‖ id ‖ symbols).
public struct StoredAppPassword: Sendable, Hashable {
    /// The key whose pepper it was made with.
    public let kid: KeyIdentifier
    /// Names it among those of its account, 8 symbols; no secret.
    public let id: String
    /// What its owner calls it: "Thunderbird on the office computer".
    public let label: String
    /// Where it may be used; mail programs only.
    public let protocols: Set<LoginProtocol>
    /// When it was made.
    public let created: Timestamp
    /// From when on it is refused.
    public let expires: Timestamp
    /// When it was last used, to within ``useResolution``; `nil` when it never was.
    public let lastUsed: Timestamp?
    let mac: [UInt8]

    /// How often the last use is written down at most.
    public static let useResolution: Duration = .seconds(6 * 3600)
    /// Bytes of UTF-8 a label may have.
    public static let longestLabel = 128
    static let idLength = 8
    private static let kind = "app1"

    init(
        kid: KeyIdentifier,
        id: String,
        label: String,
        protocols: Set<LoginProtocol>,
        created: Timestamp,
        expires: Timestamp,
        lastUsed: Timestamp?,
        mac: [UInt8]
    ) {
        self.kid = kid
        self.id = id
        self.label = label
        self.protocols = protocols
        self.created = created
        self.expires = expires
        self.lastUsed = lastUsed
        self.mac = mac
    }

    /// Reads a value of `pamongAppPassword`. Throws `unknownVersion` or `malformedValue`.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        let fields = try StoredRecord(value, kind: Self.kind, fields: 8).fields
        guard let kid = KeyIdentifier(bytes: fields[0]), Self.isID(fields[1]),
            let protocols = Self.protocols(fields[2]), let created = Timestamp(unixSecondsText: fields[3]),
            let expires = Timestamp(unixSecondsText: fields[4]), let label = Self.label(fields[6]),
            let mac = StoredRecord.mac(fields[7])
        else { throw .malformed(Self.kind) }
        let lastUsed = Timestamp(unixSecondsText: fields[5])
        guard lastUsed != nil || fields[5].isEmpty else { throw .malformed(Self.kind) }
        self.init(
            kid: kid,
            id: String(decoding: fields[1], as: UTF8.self),
            label: label,
            protocols: protocols,
            created: created,
            expires: expires,
            lastUsed: lastUsed,
            mac: mac
        )
    }

    /// The value to write; ASCII, at most 1,024 characters.
    public var text: String {
        let names = protocols.map(\.rawValue).sorted().joined(separator: ",")
        let times = "\(created.unixSeconds)$\(expires.unixSeconds)$\(lastUsed.map { "\($0.unixSeconds)" } ?? "")"
        let base64 = BinaryText.base64URL
        return "$\(Self.kind)$\(kid)$\(id)$\(names)$\(times)$\(base64.text(Array(label.utf8)))$\(base64.text(mac))"
    }

    /// The same with its use at `now` written down; `nil` while the last use is recent enough. For a compare-and-swap modify, which
    /// may lose: then the password was revoked in between.
    public func used(at now: Timestamp) -> StoredAppPassword? {
        if let lastUsed, now < lastUsed + Self.useResolution { return nil }
        guard let second = Timestamp(unixSeconds: now.unixSeconds) else { return nil }
        return StoredAppPassword(
            kid: kid,
            id: id,
            label: label,
            protocols: protocols,
            created: created,
            expires: expires,
            lastUsed: second,
            mac: mac
        )
    }

    private static func isID(_ field: ArraySlice<UInt8>) -> Bool {
        field.count == idLength && field.allSatisfy(CodeShape.alphabet.contains)
    }

    /// In order and without repetition, as ``text`` writes them.
    private static func protocols(_ field: ArraySlice<UInt8>) -> Set<LoginProtocol>? {
        let names = field.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let protocols = Set(names.compactMap(LoginProtocol.init(rawValue:)))
        guard protocols.count == names.count, names == names.sorted() else { return nil }
        return protocols.allSatisfy(\.isMailProgram) ? protocols : nil
    }

    private static func label(_ field: ArraySlice<UInt8>) -> String? {
        guard let bytes = BinaryText.base64URL.bytes(field), let text = String(validating: bytes, as: UTF8.self),
            isLabel(text)
        else { return nil }
        return text
    }

    /// Something to read: bounded, without control characters.
    static func isLabel(_ text: String) -> Bool {
        (1...longestLabel).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
