internal import CLDAP

extension LDAPConnection {
    /// Deletes an entry that has no children (RFC 4511, section 4.8). Throws `LDAPError`, with `.noSuchObject` when
    /// it is not there.
    @discardableResult
    public func delete(
        _ name: DistinguishedName,
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPResponse {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let requestControls = try memory.controls(controls + authorizing)
            return withExtendedLifetime(memory) { ldap_delete_ext(handle, name.description, requestControls, nil, id) }
        }
        return try response.checked()
    }
}
