internal import DirectoryModel
internal import NIOCore
internal import TwoFactor

/// One login under way: what its record needs, gathered as it becomes known.
struct LoginAttempt: Sendable {
    /// When the bind came, by the wall clock: codes, deadlines and locks count from here.
    let time: Timestamp
    /// What the login is for; `nil` while unknown.
    var purpose: LoginProtocol?
    /// Where it comes from.
    let client: String
    /// The address that was typed, if it had the form of one.
    var typed: MailAddress?
    /// The account, once found.
    var account: AccountRecord?
    private let began = NIODeadline.now()

    init(client: String, time: Timestamp) {
        self.client = client
        self.time = time
    }

    /// The record of this login.
    ///
    /// A name nobody has is recorded only if it has the form of an address: people type passwords into the wrong field,
    /// and those seldom do. A hash of them would be no better, since passwords can be guessed.
    func record(
        _ outcome: VerdictRecord.Outcome,
        _ reason: VerdictReason,
        wouldRefuse: VerdictReason? = nil
    ) -> VerdictRecord {
        VerdictRecord(
            time: time,
            account: account?.address ?? typed?.text,
            entryUUID: account?.entryUUID,
            service: account?.service,
            protocol: purpose,
            client: client,
            outcome: outcome,
            reason: reason,
            wouldRefuse: wouldRefuse,
            microseconds: (NIODeadline.now() - began).nanoseconds / 1000
        )
    }
}
