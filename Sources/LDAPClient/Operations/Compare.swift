internal import CLDAP

extension LDAPConnection {
    /// Asks whether an entry has a value, without reading it (RFC 4511, section 4.10). Throws `LDAPError` for
    /// anything but yes or no: an attribute that is missing or hidden is an error, not a no.
    public func compare(
        _ name: DistinguishedName,
        _ attribute: AttributeName,
        _ value: [UInt8],
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> Bool {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let requestControls = try memory.controls(controls + authorizing)
            var assertion = memory.value(value)
            return withExtendedLifetime(memory) {
                ldap_compare_ext(handle, name.description, attribute.text, &assertion, requestControls, nil, id)
            }
        }
        return try response.checked(for: [.compareTrue, .compareFalse]).code == .compareTrue
    }
}
