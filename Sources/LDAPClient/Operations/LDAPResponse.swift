internal import CLDAP

/// What a server answered to an operation (RFC 4511, section 4.1.9), with the controls it sent along.
public struct LDAPResponse: Sendable {
    /// The result.
    public let code: LDAPResultCode
    /// How far the server could follow the DN.
    public let matchedDN: String
    /// The server's own words; clean them before showing, as `LDAPError` does.
    public let diagnosticMessage: String
    /// Where the server refers to.
    public let referrals: [String]
    /// The response controls.
    public let controls: [LDAPControl]
    /// The name of an extended response, if this is one that has a name.
    public let extendedName: String?
    /// The value of an extended response, if this is one that has a value.
    public let extendedValue: [UInt8]?

    /// The control of this kind, if the server sent it.
    public func control(_ oid: String) -> LDAPControl? {
        controls.first { $0.oid == oid }
    }

    /// The error this response stands for.
    var error: LDAPError {
        LDAPError(code, diagnosticMessage, matchedDN: matchedDN, referrals: referrals)
    }

    /// Throws unless the code is one of the expected ones.
    func checked(for expected: Set<LDAPResultCode> = [.success]) throws(LDAPError) -> LDAPResponse {
        guard expected.contains(code) else { throw error }
        return self
    }
}

extension LDAPResponse {
    /// Reads a final message; throws when libldap cannot.
    init(_ message: ReceivedMessage) throws(LDAPError) {
        var code: Int32 = 0
        var matched: UnsafeMutablePointer<CChar>?
        var diagnostic: UnsafeMutablePointer<CChar>?
        var referrals: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<CLDAP.LDAPControl>?>?
        let status = ldap_parse_result(
            message.handle,
            message.pointer,
            &code,
            &matched,
            &diagnostic,
            &referrals,
            &controls,
            0
        )
        defer {
            ldap_memfree(matched)
            ldap_memfree(diagnostic)
            ldap_memvfree(UnsafeMutableRawPointer(referrals)?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self))
            ldap_controls_free(controls)
        }
        guard status == LDAP_SUCCESS else {
            throw LDAPError(LDAPResultCode(rawValue: status), "unreadable response")
        }
        let extended = try Self.extendedParts(of: message)
        self.init(
            code: LDAPResultCode(rawValue: code),
            matchedDN: matched.map { String(cString: $0) } ?? "",
            diagnosticMessage: diagnostic.map { String(cString: $0) } ?? "",
            referrals: Self.strings(referrals),
            controls: LDAPControl.list(controls),
            extendedName: extended.name,
            extendedValue: extended.value
        )
    }

    private static func strings(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
        var strings: [String] = []
        while let list, let text = list[strings.count] { strings.append(String(cString: text)) }
        return strings
    }

    private static func extendedParts(
        of message: ReceivedMessage
    ) throws(LDAPError) -> (name: String?, value: [UInt8]?) {
        guard message.type == CLDAP_EXTENDED_RESPONSE else { return (nil, nil) }
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<berval>?
        let status = ldap_parse_extended_result(message.handle, message.pointer, &name, &value, 0)
        defer {
            ldap_memfree(name)
            ber_bvfree(value)
        }
        // An extended response's own failure shows as the result code; only undecodable bytes are an error here.
        guard status != LDAP_DECODING_ERROR else { throw LDAPError(.decodingError, "unreadable extended response") }
        return (name.map { String(cString: $0) }, value.map { Array($0.pointee.bytes) })
    }
}

extension berval {
    /// The bytes, borrowed.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bv_val, count: bv_val == nil ? 0 : Int(bv_len))
    }
}
