/// How far a consumer is: for each server that makes changes, the highest CSN it has seen.
///
/// A provider's cookie often holds the CSN of one server only, so cookies are *merged*, never replaced
/// (RFC 4533 leaves the content to the provider; this is OpenLDAP's). `sid=` is dropped when reading and never
/// written: a provider that is told its own server id would hold back the changes born there. Cookies without `csn=`
/// say nothing; `delcsn=` is not a position.
public struct SyncCookie: Hashable, Sendable {
    /// At most one CSN for each server, ordered by server id.
    public private(set) var csns: [ChangeSequenceNumber]

    /// The highest CSN of each server among these.
    public init(csns: some Sequence<ChangeSequenceNumber>) {
        self.csns = []
        for csn in csns { merge(csn) }
    }

    /// Reads a cookie as a provider sends it, or as `text(rid:)` writes it; `nil` when it has no `csn=`, or one that
    /// is not made of CSNs.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { bytes in try? Self.parse(UnsafeRawBufferPointer(bytes)) }
        guard let cookie = parsed ?? nil else { return nil }
        self = cookie
    }

    /// Reads a cookie from a message: `nil` without `csn=`; throws when there is one that is not made of CSNs.
    static func parse(_ bytes: UnsafeRawBufferPointer) throws(MalformedBER) -> SyncCookie? {
        let label: StaticString = "csn="
        for part in bytes.split(separator: UInt8(ascii: ",")) where part.starts(with: label.bytes) {
            var cookie = SyncCookie(csns: [])
            for text in part.dropFirst(label.utf8CodeUnitCount).split(separator: UInt8(ascii: ";")) {
                guard let csn = ChangeSequenceNumber(bytes: UnsafeRawBufferPointer(rebasing: text)) else {
                    throw MalformedBER(expectation: "CSNs in the cookie")
                }
                cookie.merge(csn)
            }
            return cookie.csns.isEmpty ? nil : cookie
        }
        return nil
    }

    /// What has been seen of one server.
    public subscript(serverID: UInt16) -> ChangeSequenceNumber? {
        csns.first { $0.serverID == serverID }
    }

    /// Goes forward to `csn` for its server; never backwards.
    public mutating func merge(_ csn: ChangeSequenceNumber) {
        let index = csns.firstIndex { $0.serverID >= csn.serverID } ?? csns.endIndex
        if index < csns.endIndex, csns[index].serverID == csn.serverID {
            csns[index] = max(csns[index], csn)
        } else {
            csns.insert(csn, at: index)
        }
    }

    /// Goes forward to everything `other` has seen.
    public mutating func merge(_ other: SyncCookie) {
        for csn in other.csns { merge(csn) }
    }

    /// Both together.
    public func merging(_ other: SyncCookie) -> SyncCookie {
        var merged = self
        merged.merge(other)
        return merged
    }

    /// Whether everything `other` has seen was seen here too.
    public func covers(_ other: SyncCookie) -> Bool {
        other.csns.allSatisfy { csn in self[csn.serverID].map { $0 >= csn } ?? false }
    }

    /// The cookie to send: `rid=NNN,csn=a;b;c`, with the replica id of this consumer, 0 to 999.
    public func text(rid: Int) -> String {
        let digits = String(min(max(rid, 0), 999))
        let padded = String(repeating: "0", count: 3 - digits.count) + digits
        return "rid=\(padded),csn=\(csns.map(\.description).joined(separator: ";"))"
    }
}

extension StaticString {
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}
