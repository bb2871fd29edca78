internal import ConfigurationFiles
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// How far a command needs the key ring to be right.
enum RingUse {
    /// It seals, opens or signs: a ring that does not fit the directory would do harm.
    case fitting
    /// It looks after the ring itself, or looks at the directory only.
    case unchecked
}

extension PamongConfiguration {
    /// The key ring, checked for who may read it. Throws ``CommandFailure`` when none is configured.
    func keyRing() throws -> KeyRing {
        try KeyRingFile(path: try keyRingPath()).load()
    }

    func keyRingPath() throws -> String {
        guard let path = secondFactor.keyRing else {
            throw CommandFailure(.usage, "\(file): secondFactor.keyRing is missing: there are no keys to seal with")
        }
        return path
    }

    /// Lends access to second factors, as the identity that may write them, and closes its connections afterwards. A command
    /// needs no more than two of them; the portal serves very many people at once.
    func withSecondFactors<Value>(
        _ use: RingUse = .fitting,
        connections: Int = 2,
        _ body: (SecondFactorStore) async throws -> Value
    ) async throws -> Value {
        try await withSecondFactors(ring: try keyRing(), use, connections: connections, body)
    }

    /// The same with a ring in hand.
    func withSecondFactors<Value>(
        ring: KeyRing,
        _ use: RingUse,
        connections: Int = 2,
        _ body: (SecondFactorStore) async throws -> Value
    ) async throws -> Value {
        let pool = LDAPConnectionPool(try secondFactorConnection(), limits: .init(maximumConnections: connections))
        let store = SecondFactorStore(pool: pool, suffix: directory.suffix, keyRing: ring)
        do {
            if use == .fitting { try await requireFit(of: ring, store) }
            let value = try await body(store)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }

    func secondFactorConnection() throws -> LDAPConfiguration {
        guard let passwordFile = secondFactor.passwordFile else {
            throw CommandFailure(
                .usage,
                "\(file): secondFactor.passwordFile is missing: \(secondFactor.bindDN) cannot sign in"
            )
        }
        return LDAPConfiguration(
            server: secondFactor.provider,
            authentication: .simple(secondFactor.bindDN, try SecretFile.read(passwordFile)),
            tls: directory.tls
        )
    }

    /// With a wrong ring values would be written that no gate can open.
    private func requireFit(of ring: KeyRing, _ store: SecondFactorStore) async throws {
        let canaries = try await store.canaries()
        switch try ring.judge(canaries: canaries.values, of: canaries.entry) {
        case .fits: return
        case .missing:
            throw CommandFailure(
                .usage,
                "the directory has no canary of the ring's primary key yet: `pamong totp keys promote` writes it"
            )
        case .lacksKeys(let kids):
            let names = kids.map(\.description).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "the key ring lacks \(names), which the directory uses: it is an old ring, or another platform's"
            )
        case .wrongKey(let kid):
            throw CommandFailure(
                .usage,
                "the ring's key \(kid) is not the one the directory's values are sealed under: it is another platform's ring"
            )
        }
    }
}
