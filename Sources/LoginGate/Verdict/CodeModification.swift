internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// The one write that a code costs. The directory makes it only while the assertion holds (RFC 4528), in one step: so a code
/// lets in once, whatever runs at the same time on whatever connection or gate, and wrong ones are counted up to the
/// limit exactly.
struct CodeModification: Sendable, Hashable {
    let changes: [LDAPModification]
    let assertion: LDAPFilter

    private static let lastStep: AttributeName = "pamongTotpLastStep"
    private static let failures: AttributeName = "pamongTotpFailures"
    private static let failedTime: AttributeName = "pamongTotpFailedTime"

    /// Wrong codes before the first wait: what ``TwoFactor/AttemptAllowance`` allows an account without any.
    static let freeAttempts = 5

    /// A right code: its step becomes the last one and the count begins anew. True of an absent step as well; never to be
    /// written as `<=`, whose equality lets the loser of a race in.
    static func right(step: Int64, below limit: Int) -> CodeModification {
        CodeModification(
            changes: [.replace(lastStep, String(step)), .replace(failures, "0"), .replace(failedTime)],
            assertion: .and([.not(.greaterOrEqual(lastStep, String(step))), isBelow(limit)])
        )
    }

    /// A wrong code: counted (RFC 4525), unless others used up the tries first.
    static func wrong(at now: Timestamp, below limit: Int) -> CodeModification {
        CodeModification(
            changes: [.increment(failures, by: 1), .replace(failedTime, now.generalizedTime)],
            assertion: isBelow(limit)
        )
    }

    /// A wrong code where there is no count yet, which nothing can be added to.
    static func firstWrong(at now: Timestamp) -> CodeModification {
        CodeModification(
            changes: [.add(failures, "1"), .replace(failedTime, now.generalizedTime)],
            assertion: .not(.present(failures))
        )
    }

    /// After a wait one try is allowed: while the count is what it was.
    private static func isBelow(_ limit: Int) -> LDAPFilter {
        let below = LDAPFilter.not(.greaterOrEqual(failures, String(limit)))
        return limit <= freeAttempts ? below : .and([below, .greaterOrEqual(failures, String(limit - 1))])
    }
}
