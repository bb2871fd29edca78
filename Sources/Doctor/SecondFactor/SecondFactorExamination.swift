internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// Looks at the key ring, whether the directory's sealed values belong to it, and where codes are recorded.
struct SecondFactorExamination: Sendable {
    private let secondFactor: Doctor.SecondFactor
    private let directory: Doctor.Directory

    init(_ secondFactor: Doctor.SecondFactor, directory: Doctor.Directory) {
        self.secondFactor = secondFactor
        self.directory = directory
    }

    func findings() async -> [Finding] {
        let ring: KeyRing
        do {
            ring = try KeyRingFile(path: secondFactor.keyRing).load()
        } catch {
            return [.failed(.keyRing, error.description, remedy: "see `pamong totp keys --help`")]
        }
        return [.judge(ring: ring, path: secondFactor.keyRing), await fit(of: ring), await records(ring)]
    }

    /// Whether the ring opens the canaries, as the gate asks before it judges anybody.
    private func fit(of ring: KeyRing) async -> Finding {
        await asking(.canaries, ring) { store in
            let found = try await store.canaries()
            return .judge(canaries: try ring.judge(canaries: found.values, of: found.entry))
        }
    }

    /// Whether codes can be recorded. The gate asks that, too.
    private func records(_ ring: KeyRing) async -> Finding {
        await asking(.codes, ring) { .judge(codes: try await $0.accountsWithWrongCodes()) }
    }

    private func asking(
        _ check: Check,
        _ ring: KeyRing,
        _ question: (SecondFactorStore) async throws -> Finding
    ) async -> Finding {
        do {
            let pool = LDAPConnectionPool(
                try directory.configuration(of: secondFactor),
                limits: .init(maximumConnections: 1)
            )
            let store = SecondFactorStore(pool: pool, suffix: directory.suffix, keyRing: ring)
            do {
                let finding = try await question(store)
                await pool.close()
                return finding
            } catch {
                await pool.close()
                throw error
            }
        } catch {
            return .failed(
                check,
                "\(secondFactor.bindDN): \(error)",
                remedy: "check secondFactor.bindDN, secondFactor.passwordFile and secondFactor.providerUri"
            )
        }
    }
}

extension Finding {
    static func judge(ring: KeyRing, path: String) -> Finding {
        guard let primary = ring.primary else {
            return .failed(
                .keyRing,
                "\(path) has no primary key: nothing can be sealed",
                remedy: "`pamong totp keys add`, then `pamong totp keys promote`"
            )
        }
        let others = ring.keys.count - 1
        return .ok(.keyRing, "\(path): new values under \(primary.kid); \(others) older key\(others == 1 ? "" : "s")")
    }

    /// `nil`: there is nothing to record codes in.
    static func judge(codes wrong: Int?) -> Finding {
        guard let wrong else {
            return .failed(
                .codes,
                "\(CodeRecord.base) is not there: no gate can record codes, so none lets anybody in with one",
                remedy: "load LDIF/config/11-codes-database.ldif and LDIF/codes on the server that takes writes"
            )
        }
        return .ok(.codes, "\(CodeRecord.base) is there; \(wrong) account\(wrong == 1 ? " has" : "s have") wrong codes")
    }

    static func judge(canaries verdict: CanaryVerdict) -> Finding {
        switch verdict {
        case .fits: .ok(.canaries, "the ring opens what the directory holds")
        case .missing:
            .failed(
                .canaries,
                "the directory has no canary under the ring's primary key: no gate lets accounts in",
                remedy: "`pamong totp keys promote` writes it"
            )
        case .lacksKeys(let kids):
            .failed(
                .canaries,
                "the ring lacks \(kids.map(\.description).joined(separator: ", ")), which the directory's values need",
                remedy: "put the newest copy of the ring here; it has all keys"
            )
        case .wrongKey(let kid):
            .failed(
                .canaries,
                "the ring's key \(kid) is not the one the directory's values were sealed under",
                remedy: "this is another platform's ring: put the right one here"
            )
        }
    }
}
