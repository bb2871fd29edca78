/// Who sent a request. What a header says of that is only believed of a proxy we know.
enum ClientAddress {
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwarded: the values of `X-Forwarded-For`, in order.
    static func of(peer: String?, forwarded: [String], trustedProxies: Set<String>) -> String {
        var client = peer ?? "unknown"
        let hops = forwarded.flatMap { $0.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }
        // Each proxy appends whom it was asked by; from the end, the first that is no proxy of ours is the client.
        for hop in hops.reversed() {
            guard trustedProxies.contains(client), isAddress(hop) else { break }
            client = hop
        }
        return client
    }

    /// Something that can stand in a log.
    private static func isAddress(_ text: String) -> Bool {
        (2...45).contains(text.count) && text.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
    }
}
