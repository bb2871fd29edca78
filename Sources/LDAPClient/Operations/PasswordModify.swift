internal import CLDAP

extension LDAPConnection {
    /// Changes a password the server's way (RFC 3062), so that it is hashed and checked against policy there.
    ///
    /// - Parameters:
    ///   - name: whose; `nil` for one's own.
    ///   - oldPassword: the password until now, if the server wants it.
    ///   - newPassword: the password from now on; `nil` to let the server make one.
    /// - Returns: the password the server made, when it was asked to.
    @discardableResult
    public func modifyPassword(
        of name: DistinguishedName? = nil,
        from oldPassword: LDAPSecret? = nil,
        to newPassword: LDAPSecret?,
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPSecret? {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let requestControls = try memory.controls(controls + authorizing)
            var user = memory.value((name?.description ?? "").utf8)
            let old = oldPassword.map { $0.withBytes { memory.pointer(memory.value($0)) } }
            let new = newPassword.map { $0.withBytes { memory.pointer(memory.value($0)) } }
            return withExtendedLifetime(memory) {
                withUnsafeMutablePointer(to: &user) { user in
                    ldap_passwd(handle, name == nil ? nil : user, old, new, requestControls, nil, id)
                }
            }
        }
        return try Self.madePassword(in: try response.checked())
    }

    private static func madePassword(in response: LDAPResponse) throws(LDAPError) -> LDAPSecret? {
        guard let value = response.extendedValue else { return nil }
        do {
            return try value.withUnsafeBytes { bytes in
                var reader = BERReader(bytes)
                var members = BERReader(try reader.read(BERTag.sequence, "a password modify response"))
                return try members.readIfPresent(BERTag.context(0)).map { LDAPSecret(bytes: $0) }
            }
        } catch {
            throw LDAPError(.decodingError, "malformed password modify response")
        }
    }
}
