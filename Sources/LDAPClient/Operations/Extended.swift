internal import CLDAP

extension LDAPConnection {
    /// Any extended operation by its OID (RFC 4511, section 4.12). Throws `LDAPError` unless it succeeds.
    @discardableResult
    public func extended(
        _ oid: String,
        _ value: [UInt8]? = nil,
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPResponse {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let requestControls = try memory.controls(controls + authorizing)
            let content = value.map { memory.pointer(memory.value($0)) }
            return withExtendedLifetime(memory) {
                ldap_extended_operation(handle, oid, content, requestControls, nil, id)
            }
        }
        return try response.checked()
    }
}
