internal import CLDAP

extension LDAPConnection {
    /// Authenticates (RFC 4511, section 4.2). Throws `LDAPError`, with `.invalidCredentials` for a wrong name or
    /// password. Nothing else should be under way on the connection meanwhile.
    ///
    /// An empty password is refused here, because servers take it as a wish to be anonymous and say yes
    /// (RFC 4513, section 5.1.2).
    public func bind(_ authentication: LDAPAuthentication) async throws {
        switch authentication {
        case .anonymous: break
        case .simple(let name, let password): try await simpleBind(name, password)
        case .external: try await externalBind()
        case .scram(let hash, let user, let password):
            try await exchangeBind(SASLExchange(mechanism: hash.rawValue, user: user, password: password))
        case .gssapi: try await exchangeBind(SASLExchange(mechanism: "GSSAPI", user: nil, password: nil))
        }
    }

    private func simpleBind(_ name: DistinguishedName, _ password: LDAPSecret) async throws {
        guard !password.isEmpty else { throw LDAPError(.inappropriateAuthentication, "the password is empty") }
        let response = try await perform(endsConnection: true) { handle, id in
            let memory = CMemory()
            var credentials = password.withBytes { memory.value($0) }
            return withExtendedLifetime(memory) {
                ldap_sasl_bind(handle, name.description, nil, &credentials, nil, nil, id)
            }
        }
        _ = try response.checked()
    }

    private func externalBind() async throws {
        let response = try await perform(endsConnection: true) { handle, id in
            let memory = CMemory()
            var credentials = memory.value([])
            return withExtendedLifetime(memory) {
                ldap_sasl_bind(handle, nil, "EXTERNAL", &credentials, nil, nil, id)
            }
        }
        _ = try response.checked()
    }

    private func exchangeBind(_ exchange: SASLExchange) async throws {
        try Task.checkCancellation()
        let id = try start { handle, id in exchange.step(handle, nil, id) }
        let response = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(id, .exchange(exchange, continuation), timeout: nil, endsConnection: true)
            }
        } onCancel: {
            abandonSoon(id)
        }
        _ = try response.checked()
    }

    /// Takes the next step of a SASL exchange, or ends it.
    func proceed(
        _ exchange: SASLExchange,
        _ continuation: CheckedContinuation<LDAPResponse, any Error>,
        with message: ReceivedMessage
    ) {
        do {
            let response = try LDAPResponse(message)
            guard response.code == .saslBindInProgress || response.code == .success else {
                return continuation.resume(returning: response)
            }
            var id: Int32 = -1
            let status = exchange.step(message.handle, message.pointer, &id)
            switch status {
            case LDAP_SUCCESS: continuation.resume(returning: response.completed)
            case LDAP_SASL_BIND_IN_PROGRESS:
                register(id, .exchange(exchange, continuation), timeout: nil, endsConnection: true)
            default: throw try openHandle().error(status, "the SASL exchange failed")
            }
        } catch {
            continuation.resume(throwing: error)
        }
    }
}

extension LDAPResponse {
    /// The same response once libsasl has accepted the server's side of the exchange.
    fileprivate var completed: LDAPResponse {
        LDAPResponse(
            code: .success,
            matchedDN: matchedDN,
            diagnosticMessage: diagnosticMessage,
            referrals: referrals,
            controls: controls,
            extendedName: nil,
            extendedValue: nil
        )
    }
}
