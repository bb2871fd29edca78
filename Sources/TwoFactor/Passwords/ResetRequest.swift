public import DirectoryModel

/// An officer's request to take an account's second factor away, as it stands in the directory until another officer decides:
///
///     $reset1$<kid>$<asked, Unix seconds>$<base64url DN>$<base64url reason>$<base64url mac>
///
/// The MAC is HMAC-SHA256(pepper, entryUUID ‖ asked u64 BE ‖ lp(DN) ‖ lp(reason)): whoever may write the attribute with an
/// LDAP tool still cannot make a request in somebody else's name, and a request for one account is none for another.
public struct ResetRequest: Sendable, Hashable {
    /// The key whose pepper it was made with.
    public let kid: KeyIdentifier
    /// When it was asked; whole seconds.
    public let asked: Timestamp
    /// The DN of who asked.
    public let requester: String
    /// Why, in the officer's words.
    public let reason: String
    let mac: [UInt8]

    /// Bytes of UTF-8 a reason may have.
    public static let longestReason = 256
    private static let longestRequester = 320
    private static let kind = "reset1"

    /// Reads a value of `pamongTwoFactorReset`; its MAC is not looked at. Throws `unknownVersion` or `malformedValue`.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        let fields = try StoredRecord(value, kind: Self.kind, fields: 5).fields
        guard let kid = KeyIdentifier(bytes: fields[0]), let asked = Timestamp(unixSecondsText: fields[1]),
            let requester = Self.text(fields[2]), let reason = Self.text(fields[3]),
            let mac = StoredRecord.mac(fields[4])
        else { throw .malformed(Self.kind) }
        (self.kid, self.asked, self.requester, self.reason, self.mac) = (kid, asked, requester, reason, mac)
    }

    fileprivate init(kid: KeyIdentifier, asked: Timestamp, requester: String, reason: String, mac: [UInt8]) {
        (self.kid, self.asked, self.requester, self.reason, self.mac) = (kid, asked, requester, reason, mac)
    }

    /// The value to write, and to delete once it is decided about; ASCII.
    public var text: String {
        let base64 = BinaryText.base64URL
        let texts = [requester, reason].map { base64.text(Array($0.utf8)) }.joined(separator: "$")
        return "$\(Self.kind)$\(kid)$\(asked.unixSeconds)$\(texts)$\(base64.text(mac))"
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        BinaryText.base64URL.bytes(field).flatMap { String(validating: $0, as: UTF8.self) }
    }

    static func isAllowed(requester: String, reason: String) -> Bool {
        (1...longestRequester).contains(requester.utf8.count) && (1...longestReason).contains(reason.utf8.count)
            && (requester + reason).unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    static func signed(_ entry: EntryUUID, _ asked: Timestamp, _ requester: String, _ reason: String) -> [UInt8] {
        entry.bytes + asked.secondsOctets
            + [requester, reason].flatMap { text in
                [UInt8(truncatingIfNeeded: text.utf8.count >> 8), UInt8(truncatingIfNeeded: text.utf8.count)]
                    + text.utf8
            }
    }
}

extension KeyRing {
    /// Signs a request. Throws `invalidArgument` for a reason that is empty, has control characters or more than
    /// ``ResetRequest/longestReason`` bytes, and for a DN of more than 320.
    public func makeResetRequest(
        for entry: EntryUUID,
        by requester: String,
        reason: String,
        now: Timestamp
    ) throws(TwoFactorError) -> ResetRequest {
        guard ResetRequest.isAllowed(requester: requester, reason: reason),
            let asked = Timestamp(unixSeconds: now.unixSeconds)
        else {
            throw TwoFactorError(.invalidArgument, "a reason has 1 to \(ResetRequest.longestReason) bytes of text")
        }
        let key = try primaryKey()
        let mac = try key.keyedHash(.resetRequest, ResetRequest.signed(entry, asked, requester, reason)).stored
        return ResetRequest(kid: key.kid, asked: asked, requester: requester, reason: reason, mac: mac)
    }

    /// Whether a request was made through Pamong, for this entry. Throws `unknownKey`.
    public func accepts(_ request: ResetRequest, for entry: EntryUUID) throws(TwoFactorError) -> Bool {
        let signed = ResetRequest.signed(entry, request.asked, request.requester, request.reason)
        return try requiredKey(request.kid).keyedHash(.resetRequest, signed).equals(request.mac)
    }
}
