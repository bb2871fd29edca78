internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// One account's second factor as it is shown: nothing sealed, nothing hashed.
struct AccountSecondFactor: Encodable {
    let account, service, tenant, standing: String
    let since, lockedUntil, sessionsRevoked: String?
    let failures, recoveryCodesLeft: Int
    let appPasswords: [AppPasswordItem]
    let hasTicket, hasResetRequest: Bool
    let exemption: String?
    /// Counts the authenticators this account has had; `nil` when the secret was not opened.
    let generation: UInt32?

    private enum CodingKeys: String, CodingKey {
        case account, service, tenant, standing, since, lockedUntil, sessionsRevoked, failures, recoveryCodesLeft
        case appPasswords, hasTicket, hasResetRequest, exemption, generation
    }

    private let entry: SecondFactorEntry

    init(_ entry: SecondFactorEntry, _ ring: KeyRing?, now: Timestamp) throws {
        self.entry = entry
        account = entry.address.text
        (service, tenant) = entry.place
        standing = try SecondFactorStanding(entry, ring, at: now).rawValue
        (since, sessionsRevoked) = (entry.since?.rfc3339, entry.sessionsRevoked?.rfc3339)
        lockedUntil = Self.lock(entry, now)
        (failures, recoveryCodesLeft) = (entry.codes.failures, entry.recoveryCodes.count)
        appPasswords = entry.storedAppPasswords.map(AppPasswordItem.init)
        (hasTicket, hasResetRequest) = (entry.ticket != nil, entry.resetRequest != nil)
        exemption = entry.exemption
        generation = Self.generation(entry, ring)
    }

    private static func lock(_ entry: SecondFactorEntry, _ now: Timestamp) -> String? {
        guard case .locked(let until) = SecondFactorState(entry.facts, at: now) else { return nil }
        return until?.rfc3339 ?? "the help desk helps"
    }

    private static func generation(_ entry: SecondFactorEntry, _ ring: KeyRing?) -> UInt32? {
        guard let ring, let text = entry.secret, let value = try? SealedValue(text.utf8) else { return nil }
        return try? ring.open(value, for: entry.uuid, attribute: .secret).generation
    }

    func text(_ time: LocalTime) -> String {
        let lines: [(String, String)] = [
            ("second factor", standing), ("service", service), ("tenant", tenant),
            ("since", entry.since.map { time.text($0) } ?? ""),
            ("authenticator", generation.map { "number \($0) of this account" } ?? ""),
            ("wrong codes", failures == 0 ? "" : "\(failures)"),
            ("locked until", lockedUntil.map { _ in lockText(time) } ?? ""),
            ("recovery codes", entry.secret == nil ? "" : "\(recoveryCodesLeft) left"),
            ("app passwords", entry.secret == nil ? "" : "\(appPasswords.count): `pamong totp app-password list`"),
            ("exemption", exemption ?? ""), ("ticket", hasTicket ? "one is out" : ""),
            ("reset", hasResetRequest ? "asked for: `pamong totp approvals`" : ""),
            ("sessions ended", entry.sessionsRevoked.map { time.text($0) } ?? ""),
        ]
        return account + "\n"
            + lines.filter { !$0.1.isEmpty }.map { name, value in
                "  " + name + String(repeating: " ", count: 16 - name.count) + value + "\n"
            }.joined()
    }

    private func lockText(_ time: LocalTime) -> String {
        guard case .locked(let until?) = SecondFactorState(entry.facts, at: .now) else {
            return "the help desk helps: `pamong totp unlock`"
        }
        return time.text(until)
    }
}
