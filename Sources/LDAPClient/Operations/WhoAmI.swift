extension LDAPConnection {
    /// Who the server takes this connection for (RFC 4532): `dn:…` or `u:…`, empty for anonymous.
    public func whoAmI() async throws -> String {
        let response = try await extended("1.3.6.1.4.1.4203.1.11.3")
        return String(decoding: response.extendedValue ?? [], as: UTF8.self)
    }
}
