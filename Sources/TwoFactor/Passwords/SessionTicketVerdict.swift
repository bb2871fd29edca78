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
        let head = Array(Self.head(key.kid).utf8)
        let mac = try Self.mac(of: ticket.octets, with: key)
        let body = SecretBytes(ticket.octets + mac).withBytes { BinaryText.base64URL.encoded($0) }
        return SecretBytes(count: head.count + body.count) { room in
            room.copyBytes(from: head)
            body.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[head.count...]).copyMemory(from: $0) }
        }
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
        guard let (kid, octets, mac) = Self.parts(of: text) else { return .forged }
        guard let key = key(kid) else { return .unknownKey(kid) }
        guard try constantTimeEqual(Self.mac(of: octets, with: key), mac),
            let ticket = SessionTicket(octets: octets), ticket.entry == entry
        else { return .forged }
        // A minute for clocks that differ a little; a ticket from the future is nobody's.
        guard ticket.issued <= now + .seconds(60), now < ticket.expires,
            ticket.expires <= ticket.issued + SessionTicket.longestLifetime
        else { return .expired }
        if let revoked, ticket.issued.unixSeconds <= revoked.unixSeconds { return .revoked }
        return ticket.protocols.contains(loginProtocol) ? .accepted(ticket) : .otherProtocol
    }

    private static func mac(of octets: [UInt8], with key: RingKey) throws(TwoFactorError) -> [UInt8] {
        try key.keyedHash(.sessionTicket, Array(head(key.kid).utf8) + octets)
    }

    private static func head(_ kid: KeyIdentifier) -> String { "\(SessionTicket.prefix)\(kid)." }

    /// Kid, signed octets and signature of a text in the form of a ticket.
    private static func parts(of text: SecretBytes) -> (KeyIdentifier, octets: [UInt8], mac: [UInt8])? {
        guard text.count <= 200, SessionTicket.isTicket(text) else { return nil }
        let parts = text.withBytes { Array($0.dropFirst(SessionTicket.prefix.utf8.count)) }
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let kid = KeyIdentifier(bytes: parts[0]),
            let bytes = BinaryText.base64URL.bytes(parts[1]), bytes.count == SessionTicket.length + 32
        else { return nil }
        return (kid, Array(bytes[..<SessionTicket.length]), Array(bytes[SessionTicket.length...]))
    }
}
