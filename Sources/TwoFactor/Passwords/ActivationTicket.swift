public import DirectoryModel

/// What the help desk gives a person who may activate after the deadline, good once: 12 symbols, 60 bits.
public struct ActivationTicket: Sendable {
    let symbols: SecretBytes

    /// How long one is good unless somebody says otherwise.
    public static let defaultLifetime: Duration = .seconds(86_400)

    /// Reads what somebody typed; spaces, hyphens and case do not matter. `nil` when it does not have the shape.
    public init?(typed: SecretBytes) {
        guard let symbols = CodeShape.activationTicket.symbols(typed: typed) else { return nil }
        self.symbols = symbols
    }

    fileprivate init() throws(TwoFactorError) {
        symbols = try CodeShape.activationTicket.fresh()
    }

    /// As it is read to its owner: `xxxx-xxxx-xxxx`.
    public var shown: SecretBytes { CodeShape.activationTicket.shown(symbols) }
}

/// A ticket as it stands in the directory: `$ticket1$<kid>$<expires, Unix seconds>$<base64url mac>`, the MAC being
/// HMAC-SHA256(pepper, entryUUID ‖ expires u64 BE ‖ symbols).
public struct StoredActivationTicket: Sendable, Hashable {
    /// The key whose pepper it was made with.
    public let kid: KeyIdentifier
    /// From when on it is refused.
    public let expires: Timestamp
    let mac: [UInt8]
    private static let kind = "ticket1"

    fileprivate init(kid: KeyIdentifier, expires: Timestamp, mac: [UInt8]) {
        self.kid = kid
        self.expires = expires
        self.mac = mac
    }

    /// Reads the value of `pamongActivationTicket`. Throws `unknownVersion` or `malformedValue`.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        let fields = try StoredRecord(value, kind: Self.kind, fields: 3).fields
        guard let kid = KeyIdentifier(bytes: fields[0]), let expires = Timestamp(unixSecondsText: fields[1]),
            let mac = StoredRecord.mac(fields[2])
        else { throw .malformed(Self.kind) }
        self.init(kid: kid, expires: expires, mac: mac)
    }

    /// The value to write, and to delete once the ticket is used; ASCII.
    public var text: String { "$\(Self.kind)$\(kid)$\(expires.unixSeconds)$\(BinaryText.base64URL.text(mac))" }
}

extension KeyRing {
    /// Makes a ticket: what the help desk tells, and what is stored. Throws `invalidArgument` for an impossible lifetime.
    public func makeActivationTicket(
        for entry: EntryUUID,
        now: Timestamp,
        lifetime: Duration = ActivationTicket.defaultLifetime
    ) throws(TwoFactorError) -> (ticket: ActivationTicket, stored: StoredActivationTicket) {
        guard lifetime >= .seconds(1), lifetime <= .seconds(31 * 86_400),
            let expires = Timestamp(unixSeconds: (now + lifetime).unixSeconds)
        else { throw TwoFactorError(.invalidArgument, "an activation ticket is good for a second to a month") }
        let (key, ticket) = (try primaryKey(), try ActivationTicket())
        let mac = try key.keyedHash(.activationTicket, entry.bytes + expires.secondsOctets, ticket.symbols).stored
        return (ticket, StoredActivationTicket(kid: key.kid, expires: expires, mac: mac))
    }

    /// Whether a typed ticket is the stored one of this entry, and still good. Throws `unknownKey`.
    public func accepts(
        _ ticket: ActivationTicket,
        for entry: EntryUUID,
        stored: StoredActivationTicket,
        at now: Timestamp
    ) throws(TwoFactorError) -> Bool {
        let mac = try requiredKey(stored.kid).keyedHash(
            .activationTicket,
            entry.bytes + stored.expires.secondsOctets,
            ticket.symbols
        )
        return mac.equals(stored.mac) && now < stored.expires
    }
}

extension Timestamp {
    /// Unix seconds as eight bytes, big endian.
    var secondsOctets: [UInt8] {
        withUnsafeBytes(of: unixSeconds.bigEndian) { Array($0) }
    }
}
