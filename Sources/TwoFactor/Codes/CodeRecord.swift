public import DirectoryModel

/// What the directory records of an account's codes: the last one used, wrong ones since. An entry below `cn=codes`, a
/// database of its own, named by the account's entryUUID: a login is no change of an account.
public struct CodeRecord: Sendable, Hashable {
    /// `pamongTotpLastStep`: the time step of the last code used. Only moves forward.
    public var lastStep: Int64?
    /// `pamongTotpFailures`: wrong codes since the last right one.
    public var failures: Int
    /// `pamongTotpFailedTime`: when the last wrong code came.
    public var failedTime: Timestamp?

    /// The entry that all records stand below.
    public static let base = "cn=codes"
    /// A record's object class.
    public static let objectClass = "pamongCodeRecord"
    /// The attribute that names a record.
    public static let account = "pamongAccountUUID"

    /// Left out is what an account has that never used a code.
    public init(lastStep: Int64? = nil, failures: Int = 0, failedTime: Timestamp? = nil) {
        (self.lastStep, self.failures, self.failedTime) = (lastStep, failures, failedTime)
    }

    /// The name of an account's record: a UUID needs no escaping (RFC 4514).
    public static func name(of account: EntryUUID) -> String { "\(Self.account)=\(account),\(base)" }

    /// Whether one more code may be tried.
    public func allowance(at now: Timestamp) -> AttemptAllowance {
        AttemptAllowance(failures: failures, failedTime: failedTime, now: now)
    }

    /// Whether the code of this step, or a later one, was used.
    public func covers(_ step: Int64) -> Bool { lastStep.map { $0 >= step } ?? false }
}
