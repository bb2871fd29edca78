internal import Reports

/// The cards of the dashboard, from the counts of a service, a tenant or all.
struct CensusCards: Sendable, Hashable {
    /// One figure with its name and what is to be said of it.
    struct Card: Sendable, Hashable {
        var label: String
        var figure: String
        var note: String?
        var isAlarming = false
    }

    let cards: [Card]

    /// `hasTenants`: whether there is more than one tenant to count.
    init(_ row: CensusRow, hasTenants: Bool, _ style: ReportStyle) {
        let language = Language(style)
        let administrators: DashboardText =
            row.service?.hasPrefix("sakti.") == true ? .cardTreasuryAdministrators : .cardAdministrators
        var cards = [
            Card(label: administrators.text(in: language), figure: style.number(row.administrators)),
            Card(label: DashboardText.cardUploaded.text(in: language), figure: style.number(row.uploaded)),
            Card(
                label: DashboardText.cardRegistered.text(in: language),
                figure: style.number(row.registered),
                note: row.registeredPercent.map {
                    DashboardText.registeredShare.text(in: language, "n", style.number($0))
                }
            ),
            Card(label: DashboardText.cardBlocked.text(in: language), figure: style.number(row.blocked)),
            Card(
                label: DashboardText.cardTwoFactor.text(in: language),
                figure: style.number(row.twoFactor),
                note: row.twoFactorPercent.map {
                    DashboardText.twoFactorShare.text(in: language, "n", style.number($0))
                }
            ),
        ]
        if hasTenants {
            cards.append(Card(label: DashboardText.cardTenants.text(in: language), figure: style.number(row.tenants)))
        }
        self.cards = cards
    }

    var values: [[String: Any]] { cards.map(\.values) }
}

extension CensusCards.Card {
    var values: [String: Any] {
        var values: [String: Any] = ["label": label, "figure": figure]
        if let note { values["note"] = note }
        if isAlarming { values["isAlarming"] = true }
        return values
    }
}

extension CensusRow {
    /// Accounts with an active second factor in percent of the registered ones, without its decimals, so that 100 % means
    /// really all.
    var twoFactorPercent: Int? { registered > 0 ? min(twoFactor, registered) * 100 / registered : nil }
}
