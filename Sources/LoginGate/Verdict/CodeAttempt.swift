internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// A code that came with a right password, and what it costs: one write to the account's ``TwoFactor/CodeRecord``. The directory
/// makes it only while the assertion holds (RFC 4528), in one step: so a code lets in once, whatever runs at the same time
/// on whatever connection or gate, and wrong ones are counted up to the limit exactly.
struct CodeAttempt: Sendable, Hashable {
    /// The step whose code it is; `nil` for a wrong code.
    let step: Int64?
    /// Wrong codes there may be at most for this one to be tried: see ``TwoFactor/AttemptAllowance/open(below:)``.
    var limit = freeAttempts

    /// Wrong codes before the first wait: what ``TwoFactor/AttemptAllowance`` allows an account without any.
    static let freeAttempts = 5

    private typealias Names = CodeRecord.Names

    /// A right code's step becomes the last one, and the count begins anew. A wrong code is counted (RFC 4525).
    func changes(at now: Timestamp) -> [LDAPModification] {
        if let step {
            return [
                .replace(Names.lastStep, String(step)), .replace(Names.failures, "0"), .replace(Names.failedTime),
            ]
        }
        return [.increment(Names.failures, by: 1), .replace(Names.failedTime, now.generalizedTime)]
    }

    /// What has to hold for the write. True of an absent last step as well; never to be written as `<=`, whose equality lets
    /// the loser of a race in.
    var assertion: LDAPFilter {
        guard let step else { return isBelowLimit }
        return .and([.not(.greaterOrEqual(Names.lastStep, String(step))), isBelowLimit])
    }

    /// After a wait one try is allowed: while the count is what it was.
    private var isBelowLimit: LDAPFilter {
        let below = LDAPFilter.not(.greaterOrEqual(Names.failures, String(limit)))
        return limit <= Self.freeAttempts ? below : .and([below, .greaterOrEqual(Names.failures, String(limit - 1))])
    }

    /// What the record is once the write is made.
    func after(_ record: CodeRecord, at now: Timestamp) -> CodeRecord {
        if let step { return CodeRecord(lastStep: step) }
        return CodeRecord(lastStep: record.lastStep, failures: record.failures + 1, failedTime: now)
    }

    /// What the record leaves of it: the attempt with the limit that holds now, or why it would be made in vain.
    func against(_ record: CodeRecord, at now: Timestamp) -> Result<CodeAttempt, Vain> {
        guard case .open(let limit) = record.allowance(at: now) else { return .failure(.locked) }
        if let step, record.covers(step) { return .failure(.used) }
        return .success(CodeAttempt(step: step, limit: limit))
    }

    /// Why a code is not tried.
    enum Vain: Error, Hashable {
        case locked
        case used

        var reason: VerdictReason { self == .locked ? .locked : .codeUsed }
    }
}

extension CodeAttempt {
    /// What was typed, judged without knowing what was used before: the record's affair.
    init(_ verdict: CodeVerdict) {
        switch verdict {
        case .right(let step), .used(let step): self.init(step: step)
        case .wrong: self.init(step: nil)
        }
    }
}
