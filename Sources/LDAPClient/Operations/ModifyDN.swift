internal import CLDAP

extension LDAPConnection {
    /// Renames an entry, moves it, or both (RFC 4511, section 4.9). Its identity and all below it go along.
    ///
    /// - Parameters:
    ///   - name: the entry as it is called now.
    ///   - newRDN: its new relative name.
    ///   - newParent: the entry to move it under; `nil` to leave it where it is.
    ///   - deletesOldRDN: whether the old name's value is taken out of the entry.
    @discardableResult
    public func modifyDN(
        _ name: DistinguishedName,
        to newRDN: RelativeDistinguishedName,
        under newParent: DistinguishedName? = nil,
        deletesOldRDN: Bool = true,
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPResponse {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let requestControls = try memory.controls(controls + authorizing)
            return withExtendedLifetime(memory) {
                ldap_rename(
                    handle,
                    name.description,
                    newRDN.description,
                    newParent?.description,
                    deletesOldRDN ? 1 : 0,
                    requestControls,
                    nil,
                    id
                )
            }
        }
        return try response.checked()
    }
}
