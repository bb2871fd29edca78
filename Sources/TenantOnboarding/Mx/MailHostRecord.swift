/// A mail host that a domain's MX records have to name.
public struct MailHostRecord: Hashable, Sendable, CustomStringConvertible {
    /// The host, in lower case, without the dot at the end.
    public let host: String
    /// The agreed priority.
    public let priority: UInt16

    /// Reads `narada.mail.go.id 10`; without a number the priority is 10. `nil` when the host is no host name.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard let host = parts.first, parts.count <= 2 else { return nil }
        guard let priority = parts.count == 2 ? UInt16(parts[1]) : 10 else { return nil }
        self.init(host: String(host), priority: priority)
    }

    /// Puts a record together; `nil` when the host is no host name.
    public init?(host: String, priority: UInt16) {
        let canonical = DNSName.canonical(host)
        guard DNSName.isHostName(canonical) else { return nil }
        self.host = canonical
        self.priority = priority
    }

    /// As the configuration writes it.
    public var description: String { "\(host) \(priority)" }

    /// The platform's two hosts, both with priority 10.
    public static let platform = [
        MailHostRecord(host: "narada.mail.go.id", priority: 10),
        MailHostRecord(host: "yamadipati.mail.go.id", priority: 10),
    ].compactMap { $0 }
}

/// One line of a DNS panel, as an administrator has to enter or delete it.
public struct DNSPanelRecord: Hashable, Sendable {
    /// What panels call *name* or *host*: `@` is the domain itself.
    public let name: String
    /// The type, `MX` or `CNAME`.
    public let type: String
    /// The priority; panels have a field of its own for it.
    public let priority: UInt16?
    /// The value, with the dot at the end, which keeps panels from adding the domain to it.
    public let value: String
    /// Time to live, in seconds.
    public let ttl: UInt32

    /// What to enter for one of the agreed hosts.
    public init(_ expected: MailHostRecord) {
        self.init("MX", expected.priority, expected.host, Self.usualTTL)
    }

    init(_ found: MxRecord) {
        self.init("MX", found.priority, found.host, found.ttl)
    }

    init(alias target: String) {
        self.init("CNAME", nil, target, Self.usualTTL)
    }

    private init(_ type: String, _ priority: UInt16?, _ host: String, _ ttl: UInt32) {
        name = "@"
        (self.type, self.priority, self.ttl) = (type, priority, ttl)
        value = host + "."
    }

    private static let usualTTL: UInt32 = 3600
}
