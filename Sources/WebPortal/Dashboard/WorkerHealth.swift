internal import Reports
internal import WorkerAPI

/// Where one worker stands, in words.
struct WorkerHealth {
    private let status: StatusReport
    private let style: ReportStyle
    private let language: Language

    init(_ status: StatusReport, _ style: ReportStyle) {
        (self.status, self.style) = (status, style)
        language = Language(style)
    }

    /// For Admin Pusat: everything. What is counted leads to the page where it is listed.
    var values: [String: Any] {
        var values = state
        values["lines"] = [
            line(.healthLag, lag), line(.healthQueue, style.number(status.work.waiting)),
            line(.healthSetAside, style.number(status.work.setAside), "/admin/karantina#dikesampingkan"),
            line(.healthHolds, style.number(status.holdsOpen), "/admin/tahanan"),
            line(.healthQuarantine, style.number(status.quarantined), "/admin/karantina"),
            line(.healthAudit, audit),
            line(.healthStore, status.mailStoreProblem ?? DashboardText.healthStoreGood.text(in: language)),
        ]
        return values
    }

    /// For a tenant's administrators: how far the worker is, and only what is held and set aside of their own.
    func values(ofTenant holds: Int?, quarantined: Int?) -> [String: Any] {
        var values = state
        values["reason"] = nil
        values["lines"] = [
            line(.healthLag, lag),
            line(.healthHolds, holds.map(style.number) ?? "–", "/admin/tahanan"),
            line(.healthQuarantine, quarantined.map(style.number) ?? "–", "/admin/karantina"),
        ]
        return values
    }

    private var state: [String: Any] {
        let word: DashboardText =
            switch status.phase {
            case .following: .healthFollowing
            case .refreshing: .healthRefreshing
            case .disconnected, .notRunning: .healthDisconnected
            }
        var values: [String: Any] = ["state": word.text(in: language)]
        if status.phase != .following { values["isAlarming"] = true }
        if let problem = status.problem { values["reason"] = problem }
        return values
    }

    private func line(_ name: DashboardText, _ text: String, _ link: String? = nil) -> [String: Any] {
        var values: [String: Any] = ["term": name.text(in: language), "text": text]
        if let link { values["link"] = link }
        return values
    }

    private var lag: String {
        guard let lag = status.lagSeconds else { return DashboardText.lagUnknown.text(in: language) }
        let (word, count): (DashboardText, Int) =
            switch lag {
            case ..<1: (.lagNone, 0)
            case ..<120: (.lagSeconds, Int(lag))
            case ..<7200: (.lagMinutes, Int(lag / 60))
            default: (.lagHours, Int(min(lag / 3600, 1_000_000)))
            }
        return word.text(in: language, "n", style.number(count))
    }

    private var audit: String {
        guard let audit = status.lastAudit else { return DashboardText.healthAuditNever.text(in: language) }
        let word: DashboardText =
            audit.isClean ? .healthAuditClean : audit.isRepaired ? .healthAuditMended : .healthAuditDiffers
        let differences = audit.stale + audit.vanished + audit.withoutMailbox + audit.withoutAccount
        return word.text(in: language, "waktu", style.longTime(audit.ended.time))
            .replacing("{n}", with: style.number(differences))
    }
}
