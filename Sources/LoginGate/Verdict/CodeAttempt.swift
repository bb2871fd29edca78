internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// A code that came with a right password, and what it costs: one write. The directory makes it only while the assertion
/// holds (RFC 4528), in one step: so a code lets in once, whatever runs at the same time on whatever connection or gate,
/// and wrong ones are counted up to the limit exactly.
struct CodeAttempt: Sendable, Hashable {
    /// The step whose code it is; `nil` for a wrong code.
    let step: Int64?
    /// Wrong codes there may be at most for this one to be tried: see ``TwoFactor/AttemptAllowance/open(below:)``.
    let limit: Int
    /// Whether the directory holds a count already; nothing can be added to one that is absent.
    var hasCount = true

    /// Wrong codes before the first wait: what ``TwoFactor/AttemptAllowance`` allows an account without any.
    static let freeAttempts = 5

    private static let lastStep: AttributeName = "pamongTotpLastStep"
    private static let failures: AttributeName = "pamongTotpFailures"
    private static let failedTime: AttributeName = "pamongTotpFailedTime"

    /// A right code's step becomes the last one, and the count begins anew. A wrong code is counted (RFC 4525).
    func changes(at now: Timestamp) -> [LDAPModification] {
        if let step {
            return [
                .replace(Self.lastStep, String(step)), .replace(Self.failures, "0"), .replace(Self.failedTime),
            ]
        }
        let count: LDAPModification = hasCount ? .increment(Self.failures, by: 1) : .add(Self.failures, "1")
        return [count, .replace(Self.failedTime, now.generalizedTime)]
    }

    /// What has to hold for the write. True of an absent last step as well; never to be written as `<=`, whose equality lets
    /// the loser of a race in.
    var assertion: LDAPFilter {
        guard let step else { return hasCount ? isBelowLimit : .not(.present(Self.failures)) }
        return .and([.not(.greaterOrEqual(Self.lastStep, String(step))), isBelowLimit])
    }

    /// After a wait one try is allowed: while the count is what it was.
    private var isBelowLimit: LDAPFilter {
        let below = LDAPFilter.not(.greaterOrEqual(Self.failures, String(limit)))
        return limit <= Self.freeAttempts ? below : .and([below, .greaterOrEqual(Self.failures, String(limit - 1))])
    }
}
