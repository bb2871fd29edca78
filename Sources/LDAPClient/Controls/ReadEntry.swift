extension LDAPControl {
    fileprivate static let preReadOID = "1.3.6.1.1.13.1"
    fileprivate static let postReadOID = "1.3.6.1.1.13.2"

    /// Asks for the entry as it was before a modify, delete or rename, in the same step (RFC 4527); see
    /// `LDAPResponse.preReadEntry()`. Without names, all user attributes.
    public static func preRead(_ attributes: [AttributeName] = [], isCritical: Bool = true) -> LDAPControl {
        LDAPControl(oid: preReadOID, isCritical: isCritical, value: selection(attributes))
    }

    /// Asks for the entry as it is after an add, modify or rename, in the same step (RFC 4527); see
    /// `LDAPResponse.postReadEntry()`. Without names, all user attributes.
    public static func postRead(_ attributes: [AttributeName] = [], isCritical: Bool = true) -> LDAPControl {
        LDAPControl(oid: postReadOID, isCritical: isCritical, value: selection(attributes))
    }

    private static func selection(_ attributes: [AttributeName]) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            for attribute in attributes { members.write(BERTag.octetString, attribute.text.utf8) }
        }
        return writer.bytes
    }

    /// The SearchResultEntry a response control carries.
    fileprivate func readEntry() throws(LDAPError) -> LDAPEntry {
        do {
            return try (value ?? []).withUnsafeBytes { bytes in
                var reader = BERReader(bytes)
                var members = BERReader(try reader.readElement().content)
                let name = try members.read(BERTag.octetString, "an entry's name")
                return try LDAPEntry(dn: name, attributeList: try members.read(BERTag.sequence, "attributes"))
            }
        } catch {
            throw LDAPError(.decodingError, "malformed read entry control")
        }
    }

    fileprivate static func entry(in response: LDAPResponse, _ oid: String) throws(LDAPError) -> LDAPEntry? {
        try response.control(oid)?.readEntry()
    }
}

extension LDAPResponse {
    /// The entry as it was before the operation; `nil` when the server sent none.
    public func preReadEntry() throws(LDAPError) -> LDAPEntry? {
        try LDAPControl.entry(in: self, LDAPControl.preReadOID)
    }

    /// The entry as it is after the operation; `nil` when the server sent none.
    public func postReadEntry() throws(LDAPError) -> LDAPEntry? {
        try LDAPControl.entry(in: self, LDAPControl.postReadOID)
    }
}
