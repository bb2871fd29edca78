public import DirectoryModel
internal import LDAPClient
public import TwoFactor

/// What an account's service demands of it.
public struct SecondFactorDemand: Sendable, Hashable {
    /// The service's policy.
    public let policy: TwoFactorPolicy
    /// When the account was registered.
    public let registered: Timestamp?
    /// Why no second factor is needed, where somebody answers for that.
    public let exemption: TwoFactorExemption?

    /// Whether the account can be used without a second factor.
    public func requirement(at now: Timestamp) -> TwoFactorRequirement {
        policy.requirement(registered: registered, exemption: exemption, at: now)
    }

    /// Whether activating one now needs a ticket of the help desk.
    public func needsTicket(at now: Timestamp) -> Bool {
        policy.needsTicket(registered: registered, exemption: exemption, at: now)
    }
}

extension SecondFactorStore {
    /// Reads what an account's service demands. Throws `TwoFactorError` for a policy that cannot be understood, and
    /// ``SecondFactorError`` with `.notTrustworthy` for an account that belongs to no service.
    public func demand(on account: SecondFactorEntry) async throws -> SecondFactorDemand {
        let service = suffix.child("ou", "services").child("cn", account.place.service)
        let name = try DistinguishedName(account.dn)
        let (entry, own) = try await pool.withConnection { connection in
            let entry = try await connection.entry(service, attributes: Self.policyAttributes)
            return (entry, try await connection.entry(name, attributes: [Self.registered]))
        }
        guard let entry else {
            throw SecondFactorError(.notTrustworthy, "\(account.address) belongs to no service")
        }
        return SecondFactorDemand(
            policy: try TwoFactorPolicy(
                deadline: entry.string(of: Self.policyAttributes[0]),
                newcomerGraceDays: entry.string(of: Self.policyAttributes[1]),
                lateActivation: entry.string(of: Self.policyAttributes[2])
            ),
            registered: own?.value(of: Self.registered).flatMap { Timestamp(generalizedTime: $0) },
            exemption: account.exemption.flatMap { try? TwoFactorExemption($0) }
        )
    }

    private static let registered: AttributeName = "pamongRegisteredTime"
    private static let policyAttributes: [AttributeName] = [
        "pamongTwoFactorDeadline", "pamongNewcomerGrace", "pamongLateActivation",
    ]

    /// Ends all of an account's sessions: whoever logged in before has to log in again. Throws ``SecondFactorError`` with
    /// `.conflict`.
    public func revokeSessions(of account: SecondFactorEntry, now: Timestamp = .now) async throws {
        try await write(
            account,
            [.replace(SecondFactorAttributes.sessionsRevoked, now.generalizedTime)],
            assuming: Self.same(account)
        )
    }

    /// Whether a typed ticket is the one the help desk made for this account, and still good. It is used up when the second
    /// factor is activated.
    public func accepts(
        _ ticket: ActivationTicket,
        for account: SecondFactorEntry,
        now: Timestamp = .now
    ) throws -> Bool {
        guard let stored = account.ticket.flatMap({ try? StoredActivationTicket($0.utf8) }) else { return false }
        return try keyRing.accepts(ticket, for: account.uuid, stored: stored, at: now)
    }

    /// Signs a ticket with which webmail logs in by mail protocols in place of the person who has just proved who they are.
    public func issueSessionTicket(
        for account: SecondFactorEntry,
        lifetime: Duration,
        now: Timestamp = .now
    ) throws -> SecretBytes {
        try keyRing.issueSessionTicket(
            for: account.uuid,
            protocols: [.imap, .smtp, .submission, .sieve],
            now: now,
            lifetime: lifetime
        )
    }
}
