internal import CLDAP

extension LDAPConnection {
    /// Makes a new entry (RFC 4511, section 4.7). Throws `LDAPError`, with `.entryAlreadyExists` when there is one.
    @discardableResult
    public func add(
        _ name: DistinguishedName,
        _ attributes: [LDAPAttribute],
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPResponse {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let list = try memory.modifications(attributes.map { (LDAP_MOD_ADD, $0) })
            let requestControls = try memory.controls(controls + authorizing)
            return withExtendedLifetime(memory) {
                ldap_add_ext(handle, name.description, list, requestControls, nil, id)
            }
        }
        return try response.checked()
    }
}
