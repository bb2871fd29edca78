public import DirectoryModel
public import LDAPClient
internal import TwoFactor

/// One step of a tenant as a change of its entry: all of it or nothing.
public struct StepChange: Hashable, Sendable {
    /// Where the tenant stands afterwards.
    public let status: TenantStatus
    /// What to change in its entry.
    public let modifications: [LDAPModification]
    /// What the entry still has to be (RFC 4528), or somebody else was faster.
    public let assumption: LDAPFilter
    /// What is recorded.
    public let record: TenantRecord
}

extension JoiningTenant {
    /// Decides about a step: what changes, or why it cannot be taken now and what is missing.
    ///
    /// A pure decision: `who` is the name the person signed in as, and `now` the moment. Throws ``OnboardingError`` with
    /// `.outOfOrder`, `.invalid` or `.mxNotRight`.
    public func change(
        for event: JoiningEvent,
        by who: String,
        at now: Timestamp
    ) throws(OnboardingError) -> StepChange {
        let moment = moment(after: now)
        let (status, note, values) = try effect(of: event, at: moment)
        let record = TenantRecord(time: moment, who: who, step: event.step, note: note)
        let base: [LDAPModification] = [
            .replace(TenantAttributes.status, status.rawValue), .add(TenantAttributes.record, record.text),
        ]
        return StepChange(status: status, modifications: base + values, assumption: assumption, record: record)
    }

    /// Two steps never bear the same second, so that their order shows; a record from the future is somebody's mistake
    /// and moves nothing.
    private func moment(after now: Timestamp) -> Timestamp {
        let known = records.map(\.time) + [credentialsDate].compactMap { $0 }
        guard let last = known.filter({ $0 < now + .seconds(60) }).max() else { return now }
        return max(now, last + .seconds(1))
    }

    /// The entry is as it was read, as far as steps go. Credentials can be issued twice in the same status, so their date
    /// counts, too.
    private var assumption: LDAPFilter {
        let standing: LDAPFilter =
            status.map { .equal(TenantAttributes.status, $0.rawValue) } ?? .not(.present(TenantAttributes.status))
        let issued: LDAPFilter =
            credentialsDate.map { .equal(TenantAttributes.credentialsDate, $0.generalizedTime) }
            ?? .not(.present(TenantAttributes.credentialsDate))
        return .and([standing, issued])
    }

    private typealias Effect = (TenantStatus, String, [LDAPModification])

    private func effect(of event: JoiningEvent, at now: Timestamp) throws(OnboardingError) -> Effect {
        switch event {
        case .requested(let request): try requested(request, now)
        case .ndaSigned(let date): try ndaSigned(date, now)
        case .credentialsIssued(let address): try credentialsIssued(address, now)
        case .mxAwaited: try mxAwaited()
        case .activated(let reports): try activated(reports)
        case .suspended(let reason): try suspended(reason)
        case .resumed(let reports): try resumed(reports)
        case .left(let reason): try left(reason)
        }
    }

    private func requested(_ request: JoiningRequest, _ now: Timestamp) throws(OnboardingError) -> Effect {
        try require([.left], "its letter of request", "is recorded already")
        try Self.check(request.letterDate, "the letter's date", notAfter: now)
        let gone: [LDAPModification] = [
            .replace(TenantAttributes.ndaDate), .replace(TenantAttributes.credentialsDate),
            .replace(TenantAttributes.reason),
        ]
        return (.requested, "letter \(request.letterNumber)", request.modifications + gone)
    }

    private func ndaSigned(_ date: Timestamp, _ now: Timestamp) throws(OnboardingError) -> Effect {
        try require([.requested], "the NDA", "is recorded already")
        try Self.check(date, "the NDA's date", notAfter: now)
        if let letterDate, date < letterDate {
            throw OnboardingError(.invalid, "the NDA cannot have been signed before the letter of request was written")
        }
        return (.nda, namedAdministrator ?? "", [.replace(TenantAttributes.ndaDate, date.generalizedTime)])
    }

    private func credentialsIssued(_ address: MailAddress, _ now: Timestamp) throws(OnboardingError) -> Effect {
        try require([.nda, .credentials], "the credentials", "are handed over already")
        guard ndaDate != nil else {
            throw OnboardingError(.outOfOrder, "\(name) has no date of the NDA (pamongNdaDate): record it first")
        }
        let known = Set(confirmedDomains.map(\.name) + [requestedDomain].compactMap { $0 })
        guard known.contains(String(address.domain)) else {
            let names = known.sorted().joined(separator: ", ")
            let allowed = names.isEmpty ? "\(name) has no domain yet" : "the domains of \(name) are \(names)"
            throw OnboardingError(.invalid, "\(address) is in another domain: \(allowed)")
        }
        return (.credentials, address.text, [.replace(TenantAttributes.credentialsDate, now.generalizedTime)])
    }

    private func mxAwaited() throws(OnboardingError) -> Effect {
        try require([.credentials], "the wait for the MX records", "has begun already")
        var missing: [String] = []
        if administrators.isEmpty { missing.append("an administrator in its cn=administrators") }
        if confirmedDomains.isEmpty { missing.append("a confirmed domain below its ou=domains") }
        guard missing.isEmpty else {
            let list = missing.joined(separator: " and ")
            throw OnboardingError(.outOfOrder, "\(name) lacks \(list): issue the credentials again, which makes them")
        }
        return (.mx, confirmedDomains.map(\.name).joined(separator: " "), [])
    }

    /// Refuses an activation that is not the tenant's next step, before anybody waits for resolvers.
    public func requireTurnToActivate() throws(OnboardingError) {
        try require([.mx], "the activation", "was done already")
        guard !confirmedDomains.isEmpty else {
            throw OnboardingError(
                .outOfOrder,
                "\(name) has no confirmed domain below its ou=domains: confirm one first"
            )
        }
    }

    private func activated(_ reports: [MxReport]) throws(OnboardingError) -> Effect {
        try requireTurnToActivate()
        try requireRightMx(reports)
        return (.active, confirmedDomains.map(\.name).joined(separator: " "), [.replace(TenantAttributes.reason)])
    }

    private func suspended(_ reason: String) throws(OnboardingError) -> Effect {
        try require([.credentials, .mx, .active], "a suspension", "is in force already")
        let reason = try Self.checked(reason)
        return (.suspended, reason, [.replace(TenantAttributes.reason, reason)])
    }

    private func resumed(_ reports: [MxReport]) throws(OnboardingError) -> Effect {
        try require([.suspended], "the end of a suspension", "has come already")
        var status = statusBeforeSuspension
        // Without a right answer about each domain it waits for its records again.
        if status == .active, !confirmedDomains.allSatisfy({ Self.isRight($0, reports) }) { status = .mx }
        return (status, "back to \(status.rawValue)", [.replace(TenantAttributes.reason)])
    }

    private func left(_ reason: String) throws(OnboardingError) -> Effect {
        try require([.requested, .nda, .credentials, .mx, .active, .suspended], "its leaving", "is recorded already")
        let reason = try Self.checked(reason)
        return (.left, reason, [.replace(TenantAttributes.reason, reason)])
    }
}

// MARK: - What steps need

extension JoiningTenant {
    /// Refuses a step that does not follow, and says which one does.
    private func require(_ allowed: [TenantStatus], _ what: String, _ again: String) throws(OnboardingError) {
        guard let status else {
            throw OnboardingError(
                .outOfOrder,
                "\(name) has no known pamongTenantStatus: set one of the known values first"
            )
        }
        guard !allowed.contains(status) else { return }
        throw OnboardingError(
            .outOfOrder,
            "\(name) stands at \(status.rawValue): \(what) \(missing(status, allowed, again))"
        )
    }

    private func missing(_ status: TenantStatus, _ allowed: [TenantStatus], _ again: String) -> String {
        let order = TenantStatus.allCases
        let own = order.firstIndex(of: status) ?? 0
        let needed = allowed.compactMap { order.firstIndex(of: $0) }.min() ?? 0
        switch (status, allowed) {
        case (_, [.left]): return again
        case (_, [.suspended]): return "needs a suspension first"
        case (.left, _): return allowed.contains(.suspended) ? again : "needs a new letter of request first"
        case (.suspended, _):
            return allowed.contains(.active) ? again : "has to wait until the suspension ends (resume)"
        default: return own > needed ? again : "needs first: " + Self.words(for: order[(own + 1)...needed])
        }
    }

    private static func words(for steps: ArraySlice<TenantStatus>) -> String {
        let words: [TenantStatus: String] = [
            .nda: "the signed NDA", .credentials: "credentials handed over", .mx: "the wait for the MX records",
        ]
        return steps.compactMap { words[$0] }.joined(separator: ", then ")
    }

    private func requireRightMx(_ reports: [MxReport]) throws(OnboardingError) {
        for domain in confirmedDomains {
            guard let report = reports.first(where: { $0.domain == domain.name }) else {
                throw OnboardingError(.mxNotRight, "the MX records of \(domain.name) were not looked at")
            }
            guard report.status == .correct else {
                throw OnboardingError(.mxNotRight, "\(domain.name): \(report.problems.joined(separator: "; "))")
            }
        }
    }

    private static func isRight(_ domain: TenantDomain, _ reports: [MxReport]) -> Bool {
        reports.contains { $0.domain == domain.name && $0.status == .correct }
    }

    /// A date of tomorrow may be today's in Jayapura.
    private static func check(_ date: Timestamp, _ what: String, notAfter now: Timestamp) throws(OnboardingError) {
        if date > now + .seconds(86_400) { throw OnboardingError(.invalid, "\(what) lies in the future") }
    }

    private static func checked(_ reason: String) throws(OnboardingError) -> String {
        let reason = reason.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let text = String(String.UnicodeScalarView(reason))
        guard !text.allSatisfy(\.isWhitespace) else { throw OnboardingError(.invalid, "a reason is needed") }
        guard text.count <= TenantRecord.longestNote else {
            throw OnboardingError(.invalid, "the reason is longer than \(TenantRecord.longestNote) characters")
        }
        return text
    }
}

extension JoiningRequest {
    /// What the letter says, as attributes.
    var attributes: [LDAPAttribute] {
        [
            LDAPAttribute(TenantAttributes.letterNumber, letterNumber),
            LDAPAttribute(TenantAttributes.letterDate, letterDate.generalizedTime),
            LDAPAttribute(TenantAttributes.letterSigner, signer),
            LDAPAttribute(TenantAttributes.letterSignerRank, rank.rawValue),
            LDAPAttribute(TenantAttributes.plannedUse, plannedUse),
            LDAPAttribute(TenantAttributes.requestedDomain, domain),
            LDAPAttribute(TenantAttributes.namedAdministrator, administrator),
            LDAPAttribute(TenantAttributes.contact, contact),
        ]
    }

    var modifications: [LDAPModification] { attributes.map { LDAPModification(.replace, $0) } }
}
