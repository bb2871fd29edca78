internal import CLDAP

/// A message as libldap lends it: valid until the connection frees it, and only on the connection's queue.
struct ReceivedMessage {
    let handle: OpaquePointer
    let pointer: OpaquePointer
    /// The tag of RFC 4511's protocolOp choice.
    let type: Int

    /// Whether it ends its operation.
    var isFinal: Bool {
        type != CLDAP_SEARCH_ENTRY && type != CLDAP_SEARCH_REFERENCE
            && type != CLDAP_INTERMEDIATE_RESPONSE
    }

    /// Copies the entry of a SearchResultEntry.
    func entry() throws(LDAPError) -> LDAPEntry {
        var dn = berval()
        var attributes = berval()
        guard cldap_entry_parts(handle, pointer, &dn, &attributes) == LDAP_SUCCESS else {
            throw LDAPError(.decodingError, "malformed entry")
        }
        do {
            return try LDAPEntry(dn: dn.bytes, attributeList: attributes.bytes)
        } catch {
            throw LDAPError(error, in: "entry")
        }
    }

    /// Copies the URIs of a SearchResultReference.
    func references() throws(LDAPError) -> [String] {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let status = ldap_parse_reference(handle, pointer, &list, nil, 0)
        defer { ldap_memvfree(UnsafeMutableRawPointer(list)?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)) }
        guard status == LDAP_SUCCESS else { throw LDAPError(.decodingError, "malformed reference") }
        var references: [String] = []
        while let list, let text = list[references.count] { references.append(String(cString: text)) }
        return references
    }
}
