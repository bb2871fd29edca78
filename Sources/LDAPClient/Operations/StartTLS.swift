internal import CLDAP

/// The StartTLS operation (RFC 4511, section 4.14).
enum StartTLS {
    /// Makes a fresh connection secure before anything else is sent; waits up to `timeout` for the server's consent
    /// and as long again for the handshake.
    static func upgrade(_ handle: LDAPHandle, timeout: Duration) throws(LDAPError) {
        var id: Int32 = -1
        try handle.check(ldap_start_tls(handle.pointer, nil, nil, &id), "StartTLS could not be asked for")
        var limit = timeval(timeout)
        var message: OpaquePointer?
        let type = ldap_result(handle.pointer, id, LDAP_MSG_ALL, &limit, &message)
        defer { if let message { ldap_msgfree(message) } }
        guard type != 0 else { throw LDAPError(.timeout, "no answer to StartTLS in time") }
        guard type > 0, let message else { throw handle.lastError("StartTLS failed") }
        let received = ReceivedMessage(handle: handle.pointer, pointer: message, type: Int(type))
        _ = try LDAPResponse(received).checked()
        try handle.installTLS()
    }
}
