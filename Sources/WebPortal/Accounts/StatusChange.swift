internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// A change of an account's status. The old value is deleted by name, so that it fails when somebody else was faster.
struct StatusChange {
    let modifications: [LDAPModification]

    init(
        of record: AccountRecord,
        from old: AccountStatus,
        to new: AccountStatus,
        reason: String?,
        now: Timestamp = .now
    ) {
        var modifications: [LDAPModification] = [
            .delete("pamongAccountStatus", old.rawValue), .add("pamongAccountStatus", new.rawValue),
            reason.map { .replace("pamongStatusReason", $0) } ?? .replace("pamongStatusReason"),
        ]
        if new == .active, record.registered == nil {
            modifications.append(.add("pamongRegisteredTime", now.generalizedTime))
        }
        self.modifications = modifications
    }
}

extension AccountAct {
    /// The status the account goes to; `nil` for an act that changes none.
    func status(of record: AccountRecord) -> AccountStatus? {
        // One that nobody has registered goes back to where it was.
        self == .unblock ? (record.registered == nil ? .uploaded : .active) : newStatus
    }
}
