public import DirectoryModel

/// What webmail hands to the mail servers in place of a password, after somebody signed in there with password and code:
///
///     pamong-session1.<kid>.<base64url: entryUUID16 ‖ protocols u16 ‖ issued u64 ‖ expires u64 ‖ mac32>
///
/// The MAC is HMAC-SHA256 under a key derived for session tickets, over everything before it, kid included. Printable ASCII without spaces or
/// anything IMAP quotes, at most 123 bytes. Times are Unix seconds, big endian. Good until it expires, the account is
/// blocked, or its sessions are revoked.
public struct SessionTicket: Sendable, Hashable {
    /// Whose it is.
    public let entry: EntryUUID
    /// Where it may be used.
    public let protocols: Set<LoginProtocol>
    /// When it was made.
    public let issued: Timestamp
    /// From when on it is refused.
    public let expires: Timestamp

    /// A ticket longer than this is never made, and never accepted whoever signed it.
    public static let longestLifetime: Duration = .seconds(24 * 3600)
    /// How a ticket begins. What begins like this is judged as a ticket and never passed on as a password.
    public static let prefix = "pamong-session1."

    /// Whether what a client sent as a password claims to be a ticket.
    public static func isTicket(_ password: SecretBytes) -> Bool {
        password.withBytes { $0.starts(with: prefix.utf8) }
    }

    init(entry: EntryUUID, protocols: Set<LoginProtocol>, issued: Timestamp, expires: Timestamp) {
        self.entry = entry
        self.protocols = protocols
        self.issued = issued
        self.expires = expires
    }

    // MARK: - The signed octets

    private static let order: [LoginProtocol] = [.imap, .pop3, .smtp, .submission, .sieve]
    static let length = 34

    var octets: [UInt8] {
        let mask = Self.order.enumerated().reduce(UInt16(0)) {
            protocols.contains($1.element) ? $0 | 1 << UInt16($1.offset) : $0
        }
        return entry.bytes + [UInt8(mask >> 8), UInt8(mask & 0xFF)] + issued.secondsOctets + expires.secondsOctets
    }

    /// `nil` when the octets are not what ``octets`` writes.
    init?(octets: some Collection<UInt8>) {
        let bytes = Array(octets)
        guard bytes.count == Self.length, let entry = EntryUUID(bytes: bytes[..<16]),
            let issued = Timestamp(secondsOctets: bytes[18..<26]),
            let expires = Timestamp(secondsOctets: bytes[26...])
        else { return nil }
        let mask = UInt16(bytes[16]) << 8 | UInt16(bytes[17])
        guard mask != 0, mask < 1 << UInt16(Self.order.count) else { return nil }
        let protocols = Self.order.enumerated().filter { mask & 1 << UInt16($0.offset) != 0 }.map(\.element)
        self.init(entry: entry, protocols: Set(protocols), issued: issued, expires: expires)
    }
}

extension Timestamp {
    fileprivate init?(secondsOctets octets: ArraySlice<UInt8>) {
        guard let seconds = Int64(exactly: octets.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) else { return nil }
        self.init(unixSeconds: seconds)
    }
}
