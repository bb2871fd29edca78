public import DirectoryModel

/// An account that needs no second factor: until when, who answers for it, and why. In `pamongTwoFactorExemption` as
/// `<expires, GeneralizedTime>$<owner>$<reason>`, to be read and written by administrators with any LDAP tool.
public struct TwoFactorExemption: Sendable, Hashable {
    /// From when on it counts no more. There is none without an end.
    public let expires: Timestamp
    /// The mail address or name of whoever answers for it.
    public let owner: String
    /// Why.
    public let reason: String

    /// Puts an exemption together; whole seconds. Throws `invalidArgument` when owner or reason is empty or too long, holds control
    /// characters, or the owner a `$`.
    public init(expires: Timestamp, owner: String, reason: String) throws(TwoFactorError) {
        guard let expires = Timestamp(unixSeconds: expires.unixSeconds) else {
            throw TwoFactorError(.invalidArgument, "an exemption ends between 1970 and 9999")
        }
        guard Self.isText(owner, upTo: 256), !owner.utf8.contains(UInt8(ascii: "$")) else {
            throw TwoFactorError(.invalidArgument, "an exemption needs an owner of at most 256 bytes without $")
        }
        guard Self.isText(reason, upTo: 512) else {
            throw TwoFactorError(.invalidArgument, "an exemption needs a reason of at most 512 bytes")
        }
        self.expires = expires
        self.owner = owner
        self.reason = reason
    }

    /// Reads the attribute's value. Throws `malformedValue`: what cannot be understood exempts nobody.
    public init(_ value: String) throws(TwoFactorError) {
        let fields = value.split(separator: "$", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, let expires = Timestamp(generalizedTime: fields[0].utf8),
            let exemption = try? TwoFactorExemption(
                expires: expires,
                owner: String(fields[1]),
                reason: String(fields[2])
            )
        else {
            throw TwoFactorError(.malformedValue, "an exemption is written YYYYMMDDHHMMSSZ$owner$reason")
        }
        self = exemption
    }

    /// The value to write.
    public var text: String { "\(expires.generalizedTime)$\(owner)$\(reason)" }

    /// Whether it counts.
    public func holds(at now: Timestamp) -> Bool { now < expires }

    private static func isText(_ text: String, upTo length: Int) -> Bool {
        (1...length).contains(text.utf8.count) && text.contains { !$0.isWhitespace }
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension Timestamp {
    /// GeneralizedTime (RFC 4517, section 3.3.13) in whole seconds, as the directory's time attributes are written:
    /// `20260125170000Z`.
    public var generalizedTime: String {
        let second = Timestamp(microseconds: unixSeconds * 1_000_000)
        return second.rfc3339.filter { $0 != "-" && $0 != ":" && $0 != "T" }
    }

    /// The same with microseconds, where two moments of one second must not look alike: `20260125170000.250000Z`.
    public var exactGeneralizedTime: String {
        let fraction = String(microseconds - unixSeconds * 1_000_000)
        return generalizedTime.dropLast() + "." + String(repeating: "0", count: 6 - fraction.count) + fraction + "Z"
    }
}
