/// Where a directory server listens, and how the way there is protected.
///
/// With TLS the certificate must be for `host` as it is given here; libldap reads `localhost` as this machine's own
/// name, so name the loopback address by its number.
public enum LDAPServer: Hashable, Sendable {
    /// TCP in the clear (`ldap://`).
    case plain(host: String, port: Int)
    /// TCP, made secure by the StartTLS operation before anything else is sent (RFC 4511, section 4.14).
    case startTLS(host: String, port: Int)
    /// TLS from the first byte (`ldaps://`).
    case tls(host: String, port: Int)
    /// A Unix socket (`ldapi://`), where the server knows the caller's user and group.
    case socket(path: String)

    /// Reads `ldap://`, `ldaps://` or `ldapi://` with the usual default ports; a path in `ldapi://` is percent-encoded
    /// or plain. `nil` for anything else. `startTLS` asks for it on `ldap://`.
    public init?(uri: String, startTLS: Bool = false) {
        guard let separator = uri.firstRange(of: "://") else { return nil }
        let scheme = uri[..<separator.lowerBound].lowercased()
        var rest = uri[separator.upperBound...]
        if scheme == "ldapi" {
            guard let path = Self.percentDecoded(rest), path.hasPrefix("/") else { return nil }
            self = .socket(path: path)
            return
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard scheme == "ldap" || scheme == "ldaps" else { return nil }
        guard let (host, port) = Self.hostAndPort(rest, defaultPort: scheme == "ldaps" ? 636 : 389) else { return nil }
        switch (scheme, startTLS) {
        case ("ldaps", _): self = .tls(host: host, port: port)
        case (_, true): self = .startTLS(host: host, port: port)
        default: self = .plain(host: host, port: port)
        }
    }

    /// The form libldap reads.
    public var uri: String {
        switch self {
        case .plain(let host, let port), .startTLS(let host, let port): "ldap://\(Self.bracketed(host)):\(port)"
        case .tls(let host, let port): "ldaps://\(Self.bracketed(host)):\(port)"
        case .socket(let path): "ldapi://\(Self.percentEncoded(path))"
        }
    }

    private static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }

    private static func hostAndPort(_ text: Substring, defaultPort: Int) -> (String, Int)? {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        guard let port else { return (String(host), defaultPort) }
        guard let number = Int(port), (1...65535).contains(number) else { return nil }
        return (String(host), number)
    }

    private static func percentEncoded(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain = byte.isKeyCharacter || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String(decoding: hexDigits(byte), as: UTF8.self)
        }.joined()
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension LDAPServer: CustomStringConvertible {
    /// The URI, with the protection named where the URI does not show it.
    public var description: String {
        if case .startTLS = self { return uri + " (StartTLS)" }
        return uri
    }
}
