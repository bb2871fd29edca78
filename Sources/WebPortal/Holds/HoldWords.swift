internal import DirectoryModel
internal import Reports
internal import WorkerAPI

extension Administrator {
    /// Whether a batch is theirs to know of. One that reaches beyond a tenant is nobody's but Admin Pusat's.
    func sees(_ hold: HoldSummary) -> Bool {
        guard let own = ownTenant else { return true }
        return hold.level == .tenant && hold.service == own.service && hold.tenant == own.tenant
    }
}

/// A held batch in a person's words.
struct HoldWords {
    let hold: HoldSummary
    let style: ReportStyle

    private var language: Language { Language(style) }

    /// As a row of the list, or as the head of its own page.
    var values: [String: Any] {
        var values: [String: Any] = [
            "number": "\(hold.id)", "about": about, "state": state.text(in: language),
            "accounts": style.number(hold.accounts), "opened": style.longTime(hold.opened.time), "reason": reason,
        ]
        if hold.state == .open { values["isOpen"] = true }
        if let decided = hold.decided {
            let person = hold.decidedBy.map { DNText.value(of: $0) } ?? ""
            values["decided"] = "\(style.longTime(decided.time)), \(person)"
        }
        return values
    }

    private var about: String {
        switch hold.level {
        case .all: HoldsText.holdOfAll.text(in: language)
        case .service: HoldsText.holdOfService.text(in: language, "nama", hold.service ?? "")
        case .tenant: "\(style.language.name(tenant: hold.tenant ?? "")), \(hold.service ?? "")"
        }
    }

    private var state: HoldsText {
        switch hold.state {
        case .open: .holdOpen
        case .released: .holdReleased
        case .rejected: .holdRejected
        case .withdrawn: .holdWithdrawn
        }
    }

    /// The guard writes its reason in one form; anything else is shown as it is.
    private var reason: String {
        let form = /(\d+) blocks, closes and removals within (\d+) seconds of (\d+) accounts; (\d+) are allowed/
        guard let parts = hold.reason.wholeMatch(of: form), let seconds = Int(parts.2) else { return hold.reason }
        let number = { (digits: Substring) in style.number(Int(digits) ?? 0) }
        return HoldsText.holdReasonWords.text(in: language, "n", number(parts.1))
            .replacing("{menit}", with: style.number((seconds + 59) / 60))
            .replacing("{akun}", with: number(parts.3)).replacing("{batas}", with: number(parts.4))
    }
}

extension HeldAccount {
    func values(_ style: ReportStyle) -> [String: Any] {
        let language = Language(style)
        return [
            "address": address, "uuid": uuid, "kind": kind.word.text(in: language),
            "before": before?.word.text(in: language) ?? "–", "since": style.longTime(since.time),
        ]
    }
}

extension HeldAccount.Kind {
    fileprivate var word: HoldsText {
        switch self {
        case .block: .kindBlock
        case .close: .kindClose
        case .removal: .kindRemoval
        case .departure: .kindDeparture
        }
    }
}
