public import DirectoryModel

/// What a session ticket turned out to be.
public enum SessionTicketVerdict: Sendable, Hashable {
    /// Genuine and good for this account and protocol.
    case accepted(SessionTicket)
    /// Genuine, and its time is over, or has not begun.
    case expired
    /// Genuine, and all sessions of the account were ended after it was made.
    case revoked
    /// Genuine, and made for other protocols.
    case otherProtocol
    /// Not signed by us, altered, or another account's.
    case forged
    /// It names a key that the ring lacks: forged, or the ring is older than the one it was signed with. Nothing more can be
    /// said, and since anybody can send such a thing it is no reason to call the ring wrong.
    case unknownKey(KeyIdentifier)
}

extension KeyRing {
    /// Signs a ticket, to be sent as the password.
    ///
    /// Throws `invalidArgument` when `protocols` is empty or holds other than mail programs' protocols, or when the lifetime is not
    /// between a second and ``SessionTicket/longestLifetime``.
    public func issueSessionTicket(
        for entry: EntryUUID,
        protocols: Set<LoginProtocol>,
        now: Timestamp,
        lifetime: Duration
    ) throws(TwoFactorError) -> SecretBytes {
        guard !protocols.isEmpty, protocols.allSatisfy(\.isMailProgram) else {
            throw TwoFactorError(.invalidArgument, "a session ticket is for mail protocols")
        }
        guard lifetime >= .seconds(1), lifetime <= SessionTicket.longestLifetime,
            let issued = Timestamp(unixSeconds: now.unixSeconds),
            let expires = Timestamp(unixSeconds: (issued + lifetime).unixSeconds)
        else { throw TwoFactorError(.invalidArgument, "a session ticket is good for a second to a day") }
        let ticket = SessionTicket(entry: entry, protocols: protocols, issued: issued, expires: expires)
        return try sign(ticket, with: primaryKey())
    }

    func sign(_ ticket: SessionTicket, with key: RingKey) throws(TwoFactorError) -> SecretBytes {
        let signed = SecretBytes.joined([SecretBytes(ticket.octets), try Self.mac(of: ticket.octets, with: key)])
        let body = signed.withBytes { BinaryText.base64URL.encoded($0) }
        return .joined([SecretBytes(Self.head(key.kid)), body])
    }

    /// Judges what ``SessionTicket/isTicket(_:)`` recognised.
    ///
    /// - Parameters:
    ///   - entry: the account that wants to log in.
    ///   - revoked: when the account's sessions were last ended (`pamongSessionsRevokedTime`); tickets of that very second are
    ///     refused too.
    ///
    /// Throws only when OpenSSL does.
    public func judge(
        sessionTicket text: SecretBytes,
        of entry: EntryUUID,
        for loginProtocol: LoginProtocol,
        revoked: Timestamp?,
        at now: Timestamp
    ) throws(TwoFactorError) -> SessionTicketVerdict {
        guard let (kid, signed) = Self.parts(of: text) else { return .forged }
        guard let key = key(kid) else { return .unknownKey(kid) }
        guard let ticket = try Self.genuineTicket(signed, key), ticket.entry == entry else { return .forged }
        // A minute for clocks that differ a little; a ticket from the future is nobody's.
        guard ticket.issued <= now + .seconds(60), now < ticket.expires,
            ticket.expires <= ticket.issued + SessionTicket.longestLifetime
        else { return .expired }
        if let revoked, ticket.issued.unixSeconds <= revoked.unixSeconds { return .revoked }
        return ticket.protocols.contains(loginProtocol) ? .accepted(ticket) : .otherProtocol
    }

    private static func mac(of octets: [UInt8], with key: RingKey) throws(TwoFactorError) -> SecretBytes {
        try key.keyedHash(.sessionTicket, Array(head(key.kid).utf8) + octets)
    }

    private static func head(_ kid: KeyIdentifier) -> String { "\(SessionTicket.prefix)\(kid)." }

    /// The ticket in octets ‖ MAC when the MAC is ours; `nil` for anything else. A genuine MAC is as good as a password, so it
    /// stays in memory that is wiped.
    private static func genuineTicket(_ signed: SecretBytes, _ key: RingKey) throws(TwoFactorError) -> SessionTicket? {
        let octets = signed.withBytes { Array($0.prefix(SessionTicket.length)) }
        let mac = try mac(of: octets, with: key)
        let isGenuine = signed.withBytes { mac.equals(UnsafeRawBufferPointer(rebasing: $0.dropFirst(octets.count))) }
        return isGenuine ? SessionTicket(octets: octets) : nil
    }

    /// Kid and decoded rest of a text in the form of a ticket.
    private static func parts(of text: SecretBytes) -> (KeyIdentifier, SecretBytes)? {
        guard text.count <= 200, SessionTicket.isTicket(text) else { return nil }
        return text.withBytes { bytes in
            let rest = bytes.dropFirst(SessionTicket.prefix.utf8.count)
            guard let point = rest.firstIndex(of: UInt8(ascii: ".")), let kid = KeyIdentifier(bytes: rest[..<point]),
                let signed = BinaryText.base64URL.decoded(UnsafeRawBufferPointer(rebasing: rest[(point + 1)...])),
                signed.count == SessionTicket.length + 32
            else { return nil }
            return (kid, signed)
        }
    }
}
