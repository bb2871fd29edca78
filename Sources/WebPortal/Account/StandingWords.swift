internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// How an account's second factor stands, in a person's words.
struct StandingWords {
    let state: SecondFactorState
    let text: String
    let since: String?

    init(_ account: SecondFactorEntry, pages: PageRenderer, _ context: PortalContext) {
        state = SecondFactorState(account.facts, at: .now)
        let isExempt = account.exemption.flatMap { try? TwoFactorExemption($0) }?.holds(at: .now) ?? false
        let word: PageText =
            switch state {
            case .active: .stateActive
            case .pending: .statePending
            case .none: isExempt ? .stateExempt : .stateNone
            case .locked, .secretMissing: .stateLocked
            }
        text = word.text(in: context.language)
        since = account.since.map {
            PageText.activeSince.text(in: context.language, "tanggal", pages.date($0, context))
        }
    }
}

/// What is said of a code that does not fit.
struct ClockHint {
    let minutes: Int?

    init(_ offset: Duration?) {
        let seconds = offset.map { abs(Int($0.components.seconds)) }
        // Less than half a minute is no clock that anybody could set better.
        minutes = seconds.flatMap { $0 >= 30 ? max(1, ($0 + 30) / 60) : nil }
    }

    func text(in language: Language) -> String {
        guard let minutes else { return PageText.codeWrong.text(in: language) }
        return PageText.clockOff.text(in: language, "n", "\(minutes)")
    }
}

/// The apps the users were told of.
enum AuthenticatorApp: String {
    case google, microsoft

    init(_ text: String) { self = AuthenticatorApp(rawValue: text) ?? .google }

    var steps: PageText { self == .google ? .stepsGoogle : .stepsMicrosoft }
}

extension SecondFactorError {
    /// What a person is told; `nil` for what is no affair of theirs.
    var pageText: PageText? {
        switch code {
        case .conflict, .alreadyActive: .changedMeanwhile
        case .nothingPending, .enrolmentExpired: .enrolmentOver
        case .notTrustworthy: .untrusted
        case .notActive: .appPasswordsNeedTwoFactor
        case .tooManyAppPasswords: .appPasswordTooMany
        case .noSuchAppPassword: .changedMeanwhile
        default: nil
        }
    }
}

extension SecretBytes {
    /// For the one page that shows it.
    var shownText: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}

extension Timestamp {
    /// Whole seconds since 1970, as the directory keeps times.
    var unixSeconds: Int64 { microseconds / 1_000_000 }
}
