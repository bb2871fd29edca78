internal import DirectoryModel
internal import LDAPClient
internal import NIOCore
internal import TwoFactor

/// Logins that slapd is not asked about: app passwords and session tickets.
extension JudgeCore {
    func judge(
        _ password: AppPassword,
        _ account: AccountRecord,
        _ ring: KeyRing,
        _ purpose: LoginProtocol,
        _ attempt: LoginAttempt
    ) -> BindOpening {
        guard !account.isPasswordLockedForGood else { return refuse(attempt, .notActive) }
        do {
            let stored = account.appPasswords.compactMap { try? StoredAppPassword($0.utf8) }
            let verdict = try ring.judge(
                password,
                of: account.entryUUID,
                among: stored,
                for: purpose,
                at: attempt.time
            )
            switch verdict {
            case .accepted(let match):
                let renewed = try ring.renewed(match, usedWith: password, of: account.entryUUID, at: attempt.time)
                if let renewed { write(renewed, over: match, account, attempt) }
                return admit(account, attempt, .appPassword)
            case .expired: return refuse(attempt, .appPasswordExpired)
            case .otherProtocol, .unknown: return refuse(attempt, .appPasswordWrong)
            }
        } catch {
            log.alarm(.sealBroken, "the app passwords cannot be judged: \(error)", of: attempt)
            return unavailable(attempt, .sealBroken)
        }
    }

    func judge(
        ticket: SecretBytes,
        _ account: AccountRecord,
        _ ring: KeyRing,
        _ purpose: LoginProtocol,
        _ attempt: LoginAttempt,
        _ wouldRefuse: VerdictReason?
    ) -> BindOpening {
        guard !account.isPasswordLockedForGood else { return refuse(attempt, .notActive) }
        let verdict = try? ring.judge(
            sessionTicket: ticket,
            of: account.entryUUID,
            for: purpose,
            revoked: account.sessionsRevoked,
            at: attempt.time
        )
        switch verdict {
        case .accepted: return admit(account, attempt, .sessionTicket, wouldRefuse: wouldRefuse)
        case .expired, .revoked: return refuse(attempt, .ticketExpired)
        // A ticket that names a key the ring lacks is no better than a forged one: a ring that fits has all that sign.
        case .otherProtocol, .forged, .unknownKey, nil: return refuse(attempt, .ticketWrong)
        }
    }

    private func admit(
        _ account: AccountRecord,
        _ attempt: LoginAttempt,
        _ reason: VerdictReason,
        wouldRefuse: VerdictReason? = nil
    ) -> BindOpening {
        log.note(attempt.record(.admitted, reason, wouldRefuse: wouldRefuse))
        return .admit(authorizationID: "dn:\(account.dn)")
    }

    /// Writes down that an app password is in use, seldom and after its owner is in: by compare-and-swap, which fails when
    /// it was revoked in the meantime. Nobody waits for it, and nobody is refused for it.
    private func write(
        _ renewed: StoredAppPassword,
        over stored: StoredAppPassword,
        _ account: AccountRecord,
        _ attempt: LoginAttempt
    ) {
        let changes: [LDAPModification] = [
            .delete("pamongAppPassword", stored.text), .add("pamongAppPassword", renewed.text),
        ]
        write.modify(account.dn, changes).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let outcome) where outcome.code == 0: break
            // Another login wrote it first, or it was revoked.
            case .success(let outcome) where outcome.code == 16: break
            case .success(let outcome): self.complain("result \(outcome.code) \(outcome.message)", attempt)
            case .failure(let error): self.complain("\(error)", attempt)
            }
        }
    }

    private func complain(_ reason: String, _ attempt: LoginAttempt) {
        log.alarm(.lastUseNotWritten, "an app password's last use was not recorded: \(reason)", of: attempt)
    }
}
