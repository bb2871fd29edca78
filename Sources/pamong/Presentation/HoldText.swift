internal import DirectoryModel
internal import Reports
internal import WorkerAPI

/// Held batches for people.
enum HoldText {
    static func list(_ holds: [HoldSummary], _ time: LocalTime) -> String {
        guard !holds.isEmpty else { return "No batch is held.\n" }
        var table = TableFormat(header: ["batch", "state", "what", "accounts", "since", "reason"], leftColumns: 3)
        for hold in holds {
            table.add([
                "\(hold.id)", hold.state.rawValue, place(hold), "\(hold.accounts)", time.text(hold.opened), hold.reason,
            ])
        }
        return table.text
    }

    static func detail(_ detail: HoldDetail, _ time: LocalTime) -> String {
        let hold = detail.hold
        var text = "Batch \(hold.id), \(hold.state.rawValue): \(place(hold)), \(hold.reason)\n"
        text += "Held since \(time.text(hold.opened)), last changed \(time.text(hold.changed))\n"
        if let by = hold.decidedBy { text += "Decided \(time.text(hold.decided)) by \(by)\n" }
        text += "List fingerprint: \(detail.fingerprint)\n\n"
        var table = TableFormat(header: ["account", "what", "was", "tenant", "since"], leftColumns: 5)
        for account in detail.list {
            table.add([
                account.address, account.kind.rawValue, account.before?.rawValue ?? "", account.tenant,
                time.text(account.since),
            ])
        }
        return text + table.text + advice(detail)
    }

    private static func advice(_ detail: HoldDetail) -> String {
        guard detail.hold.state == .open || detail.hold.state == .rejected else { return "" }
        return """

            Blocked, closed and removed accounts cannot log in any more, for the directory sees to that by itself; open \
            sessions, mailboxes and archives are left alone.
            To let it happen:  pamong holds release \(detail.hold.id) --list \(detail.fingerprint) --as YOUR-ADDRESS
            To refuse it:      pamong holds reject \(detail.hold.id) --list \(detail.fingerprint) --as YOUR-ADDRESS
            To put it back:    pamong holds show \(detail.hold.id) --revert-ldif

            """
    }

    private static func place(_ hold: HoldSummary) -> String {
        switch hold.level {
        case .tenant: "\(hold.tenant ?? "") of \(hold.service ?? "")"
        case .service: hold.service ?? ""
        case .all: "all services"
        }
    }
}
