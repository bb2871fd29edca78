internal import DirectoryModel
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// Holds the key ring, and knows whether it is the right one: codes are judged only while it opens the canaries that the
/// directory keeps with the gate's own identity. With a wrong ring every code would look wrong, and thousands of accounts
/// would be locked. Confined to the gate's event loop.
final class RingCheck {
    private let link: DirectoryLink
    private let search: LinkSearch
    private let log: VerdictLog

    /// The ring in use, which fits what the directory said last; `nil` while none does.
    private(set) var ring: KeyRing?
    /// The ring that was given last.
    private var given: KeyRing
    /// One that was in use and fits still, while the one that was given does not.
    private var former: KeyRing?
    private var canaries: (values: [SealedValue], entry: EntryUUID)?
    private var complaint: String?

    /// `identity` is the DN that the gate signs in with: `cn=gate,ou=system,<suffix>`.
    init(ring: KeyRing, identity: DistinguishedName, link: DirectoryLink, log: VerdictLog) {
        given = ring
        self.link = link
        self.log = log
        search = LinkSearch(
            base: identity.description,
            scope: .base,
            attributes: ["entryUUID", "pamongSealedCanary"],
            entryLimit: 1
        )
    }

    /// Puts another ring in place. The present one stays in use until the new one fits the directory.
    func replace(with ring: KeyRing) {
        former = self.ring
        given = ring
        judge()
    }

    /// Reads the canaries. What was known stays when the directory does not answer: no login gets in without it anyway.
    func check() -> EventLoopFuture<Void> {
        link.search(search).assumeIsolated().map { found in
            do {
                self.canaries = try Self.canaries(found.entries.first)
            } catch {
                self.canaries = nil
                return self.refuse("a canary is no sealed value: \(error)")
            }
            self.judge()
        }.nonisolated()
    }

    private static func canaries(_ entry: LDAPEntry?) throws -> (values: [SealedValue], entry: EntryUUID)? {
        guard let entry, let uuid = entry.string(of: "entryUUID").flatMap(EntryUUID.init) else { return nil }
        return (try entry.values(of: "pamongSealedCanary").map { try SealedValue($0) }, uuid)
    }

    private func judge() {
        guard let canaries else { return refuse("the directory shows no canaries to the gate") }
        do {
            let verdict = try given.judge(canaries: canaries.values, of: canaries.entry)
            if verdict == .fits { return accept() }
            try fallBack(canaries)
            complain("the key ring does not fit the directory: \(Self.words(verdict))")
        } catch {
            refuse("the canaries cannot be judged: \(error)")
        }
    }

    private func accept() {
        ring = given
        former = nil
        if complaint != nil { log.logger.notice("the key ring fits the directory again") }
        complaint = nil
    }

    /// Goes on with the ring that was replaced as long as that one fits.
    private func fallBack(_ canaries: (values: [SealedValue], entry: EntryUUID)) throws {
        guard let former, try former.judge(canaries: canaries.values, of: canaries.entry) == .fits else {
            ring = nil
            return
        }
        ring = former
    }

    private func refuse(_ reason: String) {
        ring = nil
        complain(reason)
    }

    /// Counts every time, says it once.
    private func complain(_ reason: String) {
        guard complaint != reason else { return log.counting.count(.keyRing) }
        complaint = reason
        log.alarm(.keyRing, "\(reason); logins are \(ring == nil ? "unavailable" : "judged with the former ring")")
    }

    private static func words(_ verdict: CanaryVerdict) -> String {
        switch verdict {
        case .fits: "fits"
        case .missing: "no canary stands under its primary key"
        case .lacksKeys(let kids): "it lacks \(kids.map(\.description).joined(separator: ", "))"
        case .wrongKey(let kid): "its \(kid) is another key"
        }
    }
}
