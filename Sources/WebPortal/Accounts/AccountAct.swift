internal import DirectoryModel

/// What can be done about an account with one button, after a question; the raw values are the last part of its path.
enum AccountAct: String, Sendable, CaseIterable {
    case register = "daftarkan"
    case block = "blokir"
    case unblock = "buka-blokir"
    case close = "tutup"
    case endSessions = "sesi"
    case setPassword = "kata-sandi"
    case askForReset = "atur-ulang-2fa"
    case unlockCodes = "buka-kode"
    case issueTicket = "tiket-2fa"

    /// Whether it makes sense for an account as it stands.
    func isOffered(_ facts: AccountFacts) -> Bool {
        switch self {
        case .register: facts.status == .uploaded
        case .block, .close:
            facts.status != newStatus
                && (facts.status?.mayBecome(newStatus ?? .closed, isRegistered: facts.isRegistered) ?? false)
        case .unblock: facts.status == .blocked
        case .endSessions: facts.status == .active
        case .setPassword: facts.status == .active
        case .askForReset: facts.hasSecondFactor && !facts.hasResetRequest
        case .unlockCodes: facts.hasWrongCodes
        case .issueTicket: facts.status == .active && !facts.hasAuthenticator
        }
    }

    /// The status it leads to, where that does not depend on the account.
    var newStatus: AccountStatus? {
        switch self {
        case .register: .active
        case .block: .blocked
        case .close: .closed
        default: nil
        }
    }

    /// Whether it gives the account to whoever sees the next page.
    var needsStepUp: Bool { self == .setPassword || self == .issueTicket }
    var needsReason: Bool { self == .block || self == .close || self == .askForReset }
    /// Whether the account's address has to be typed, since there is no way back.
    var needsAddress: Bool { self == .close }
    var isDangerous: Bool { self == .block || self == .close || self == .askForReset }

    var button: AccountsText {
        switch self {
        case .register: .actRegister
        case .block: .actBlock
        case .unblock: .actUnblock
        case .close: .actClose
        case .endSessions: .actEndSessions
        case .setPassword: .actSetPassword
        case .askForReset: .actAskForReset
        case .unlockCodes: .actUnlockCodes
        case .issueTicket: .actIssueTicket
        }
    }

    var explanation: AccountsText {
        switch self {
        case .register: .actRegisterExplained
        case .block: .actBlockExplained
        case .unblock: .actUnblockExplained
        case .close: .actCloseExplained
        case .endSessions: .actEndSessionsExplained
        case .setPassword: .actSetPasswordExplained
        case .askForReset: .actAskForResetExplained
        case .unlockCodes: .actUnlockCodesExplained
        case .issueTicket: .actIssueTicketExplained
        }
    }

    var notice: AccountsText {
        switch self {
        case .register: .actRegisterDone
        case .block: .actBlockDone
        case .unblock: .actUnblockDone
        case .close: .actCloseDone
        case .endSessions: .actEndSessionsDone
        case .setPassword, .issueTicket: .accountSaved
        case .askForReset: .actAskForResetDone
        case .unlockCodes: .actUnlockCodesDone
        }
    }
}
