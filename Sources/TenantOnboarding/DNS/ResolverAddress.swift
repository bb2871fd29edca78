internal import Glibc

/// A name server to ask: an address, never a name, since a name would have to be looked up first.
public struct ResolverAddress: Hashable, Sendable, CustomStringConvertible {
    /// The IPv4 or IPv6 address as text, without brackets.
    public let host: String
    /// The port, 53 as a rule.
    public let port: UInt16
    private let isIPv6: Bool

    /// Reads `9.9.9.9`, `9.9.9.9:5353`, `2620:fe::fe` or `[2620:fe::fe]:53`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let (host, port) = Self.parts(String(text))
        guard let port, let isIPv6 = Self.family(of: host) else { return nil }
        (self.host, self.port, self.isIPv6) = (host, port, isIPv6)
    }

    /// The form c-ares reads and people write.
    public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func parts(_ text: String) -> (host: String, port: UInt16?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            return (String(text[text.index(after: text.startIndex)..<end]), port(rest))
        }
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return (text, 53) }
        return (String(text[..<colon]), port(text[colon...]))
    }

    private static func port(_ text: Substring) -> UInt16? {
        guard !text.isEmpty else { return 53 }
        guard text.first == ":", let port = UInt16(text.dropFirst()), port > 0 else { return nil }
        return port
    }

    /// Whether it is an IPv6 address; `nil` when it is no address at all.
    private static func family(of host: String) -> Bool? {
        var room = in6_addr()
        if inet_pton(AF_INET, host, &room) == 1 { return false }
        return inet_pton(AF_INET6, host, &room) == 1 ? true : nil
    }
}
