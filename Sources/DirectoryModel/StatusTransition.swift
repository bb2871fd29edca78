extension AccountStatus {
    /// Whether an account may go from this status to another: `uploaded` → `active` ⇄ `blocked` → `closed`.
    ///
    /// An account can be blocked before anybody has registered it, and is then let go back to `uploaded`. A registered one
    /// stays registered, and what is closed stays closed: its mailbox is archived and its address rests.
    public func mayBecome(_ next: AccountStatus, isRegistered: Bool) -> Bool {
        switch (self, next) {
        case (let old, let new) where old == new: true
        case (.uploaded, _): true
        case (.active, .blocked), (.active, .closed), (.blocked, .active), (.blocked, .closed): true
        case (.blocked, .uploaded): !isRegistered
        default: false
        }
    }
}
