internal import DirectoryModel
internal import LDAPClient
internal import NIOCore
internal import TwoFactor

/// The policies of all services, read again every few seconds and believed for a while when that fails. Confined to the
/// gate's event loop.
final class ServicePolicies {
    private let link: DirectoryLink
    private let search: LinkSearch
    private let believed: TimeAmount
    private let log: VerdictLog
    private var policies: [String: TwoFactorPolicy] = [:]
    private var readAt: NIODeadline?
    private var complaints: Set<String> = []

    /// More services than this are not ours.
    private static let limit = 200

    init(link: DirectoryLink, suffix: DistinguishedName, believed: Duration, log: VerdictLog) {
        self.link = link
        self.believed = TimeAmount(believed)
        self.log = log
        search = LinkSearch(
            base: suffix.child("ou", "services").description,
            scope: .oneLevel,
            attributes: ["cn", "pamongTwoFactorDeadline", "pamongNewcomerGrace", "pamongLateActivation"],
            entryLimit: Self.limit
        )
    }

    /// Whether they were read recently enough.
    var areBelieved: Bool {
        guard let readAt else { return false }
        return NIODeadline.now() - readAt < believed
    }

    /// The policy of a service, named in lower case; `nil` when there is none that can be understood, or all are too old.
    func policy(of service: String) -> TwoFactorPolicy? {
        areBelieved ? policies[service] : nil
    }

    /// Reads all of them.
    func refresh() -> EventLoopFuture<Void> {
        let asked = NIODeadline.now()
        return link.search(search, .equal("objectClass", "pamongService")).assumeIsolated().map { found in
            // None at all is a directory that hides something from us, not a platform without services.
            guard !found.isCut, !found.entries.isEmpty else { return self.complain("", "no policies are to be seen") }
            self.take(found.entries)
            self.readAt = asked
        }.nonisolated()
    }

    private func take(_ entries: [LDAPEntry]) {
        var fresh: [String: TwoFactorPolicy] = [:]
        for entry in entries {
            guard let service = entry.string(of: "cn")?.lowercased() else { continue }
            if let policy = Self.policy(entry) {
                fresh[service] = policy
                complaints.remove(service)
            } else {
                complain(service, "the policy of \(service) cannot be understood: its logins are unavailable")
            }
        }
        policies = fresh
    }

    private static func policy(_ entry: LDAPEntry) -> TwoFactorPolicy? {
        try? TwoFactorPolicy(
            deadline: entry.string(of: "pamongTwoFactorDeadline"),
            newcomerGraceDays: entry.string(of: "pamongNewcomerGrace"),
            lateActivation: entry.string(of: "pamongLateActivation")
        )
    }

    /// Counts every time, says it once.
    private func complain(_ service: String, _ words: String) {
        guard complaints.insert(service).inserted else { return log.counting.count(.policies) }
        log.alarm(.policies, words)
    }
}
