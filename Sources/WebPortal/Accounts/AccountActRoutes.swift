internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import TenantOnboarding
internal import TwoFactor

/// `/admin/akun/:uuid/:act`: a question, and then what was asked about.
struct AccountActRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        for act in AccountAct.allCases {
            router.get("admin/akun/:uuid/\(act.rawValue)") { _, context in try await ask(act, context) }
            router.post("admin/akun/:uuid/\(act.rawValue)") { request, context in
                try await carryOut(act, request, context)
            }
        }
    }

    /// All that is known when an act is carried out.
    private struct Occasion: Sendable {
        let administrator: Administrator
        let record: AccountRecord
        let secondFactor: SecondFactorEntry
        let context: PortalContext
        var reason = ""
        var was = ""
        var session = ""

        var facts: AccountFacts { AccountFacts(record, secondFactor) }
    }

    private func occasion(_ context: PortalContext) async throws -> Occasion {
        let administrator = try await desk.administrator(context)
        let uuid = try context.accountParameter
        let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
        let secondFactor = try await desk.secondFactor(of: record)
        return Occasion(administrator: administrator, record: record, secondFactor: secondFactor, context: context)
    }

    // MARK: The question

    private func ask(_ act: AccountAct, _ context: PortalContext) async throws -> Response {
        let occasion = try await occasion(context)
        if act.needsStepUp { try desk.requireStepUp(context, thenTo: "\(occasion.record.path)/\(act.rawValue)") }
        guard act.isOffered(occasion.facts) else { return .seeOther(occasion.record.path) }
        return try await question(act, occasion)
    }

    private func question(_ act: AccountAct, _ occasion: Occasion, problem: AccountsText? = nil) async throws
        -> Response
    {
        let language = occasion.context.language
        let record = occasion.record
        var values: [String: Any] = [
            "account": record.address.text, "name": record.fullName, "was": record.status?.rawValue ?? "",
            "explanation": act.explanation.text(in: language), "button": act.button.text(in: language),
            "action": "\(record.path)/\(act.rawValue)", "back": record.path, "isDangerous": act.isDangerous,
        ]
        if act.needsReason { values["needsReason"] = ["typed": occasion.reason] }
        if act.needsAddress { values["needsAddress"] = true }
        return try await desk.pages.page(
            .accountAct,
            titled: act.button,
            occasion.context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: language),
            values: values
        )
    }

    // MARK: The act

    private func carryOut(_ act: AccountAct, _ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        var occasion = try await occasion(context)
        if act.needsStepUp { try desk.requireStepUp(context, thenTo: "\(occasion.record.path)/\(act.rawValue)") }
        (occasion.reason, occasion.was, occasion.session) = (form.text("reason"), form.text("was"), session)
        // The page that asked was about an account that has become another since.
        guard act.isOffered(occasion.facts), occasion.was == occasion.record.status?.rawValue ?? "" else {
            throw LDAPError(.assertionFailed)
        }
        if act.needsReason, !(1...200).contains(occasion.reason.utf8.count) {
            return try await question(act, occasion, problem: .faultReason)
        }
        if act.needsAddress, form.text("confirm").lowercased() != occasion.record.address.text {
            return try await question(act, occasion, problem: .faultConfirmation)
        }
        return try await perform(act, occasion)
    }

    /// Where the portal writes with its own rights, the directory is not asked about the person's: a tenant's administrators
    /// do not touch the account of a member of Admin Pusat there either, and nobody their own.
    private func requireOffice(_ act: AccountAct, _ occasion: Occasion) async throws {
        guard act == .unlockCodes || act == .issueTicket else { return }
        guard occasion.record.uuid != occasion.administrator.uuid else {
            throw SecondFactorError(.notAllowed, "nobody does this to their own account")
        }
        guard !occasion.administrator.isHeadOffice else { return }
        if try await desk.administrator(occasion.secondFactor)?.isHeadOffice == true {
            throw LDAPError(.insufficientAccessRights)
        }
    }

    private func perform(_ act: AccountAct, _ occasion: Occasion) async throws -> Response {
        do {
            try await requireOffice(act, occasion)
            switch act {
            case .register, .block, .unblock, .close: try await changeStatus(act, occasion)
            case .endSessions: try await endSessions(occasion)
            case .setPassword: return try await setPassword(occasion)
            case .askForReset: try await askForReset(occasion)
            case .unlockCodes: try await desk.store.unlock(occasion.secondFactor)
            case .issueTicket: return try await issueTicket(occasion)
            }
        } catch let error as SecondFactorError {
            guard let text = error.officeText else { throw error.asConflict }
            return try await question(act, occasion, problem: text)
        }
        desk.note(act.rawValue, occasion.record, occasion.administrator)
        return await desk.done(act.notice, occasion.session, at: occasion.record.path)
    }

    private func changeStatus(_ act: AccountAct, _ occasion: Occasion) async throws {
        let record = occasion.record
        guard let old = record.status, let new = act.status(of: record) else { throw LDAPError(.assertionFailed) }
        let reason = act.needsReason ? occasion.reason : nil
        try await desk.withAccounts(of: occasion.administrator) { accounts in
            let change = StatusChange(of: record, from: old, to: new, reason: reason)
            _ = try await accounts.connection.modify(record.name, change.modifications)
        }
        if new != .active { await desk.sessions.endAll(of: record.uuid) }
    }

    private func endSessions(_ occasion: Occasion) async throws {
        let record = occasion.record
        try await desk.withAccounts(of: occasion.administrator) { accounts in
            let now = Timestamp.now.generalizedTime
            _ = try await accounts.connection.modify(record.name, [.replace("pamongSessionsRevokedTime", now)])
        }
        await desk.sessions.endAll(of: record.uuid)
    }

    private func setPassword(_ occasion: Occasion) async throws -> Response {
        let password = try OneTimePassword()
        let record = occasion.record
        try await desk.withAccounts(of: occasion.administrator) { accounts in
            _ = try await accounts.connection.modifyPassword(of: record.name, to: password.forLDAP)
        }
        try await endSessions(occasion)
        desk.note(AccountAct.setPassword.rawValue, record, occasion.administrator)
        return try await desk.show(password, of: record, occasion.context)
    }

    // MARK: The second factor

    private func askForReset(_ occasion: Occasion) async throws {
        try await desk.withAccounts(of: occasion.administrator) { accounts in
            try await desk.store.askForReset(
                of: occasion.secondFactor,
                as: occasion.administrator.name,
                over: accounts.connection,
                reason: occasion.reason,
                lifetime: desk.configuration.resetLifetime
            )
        }
    }

    private func issueTicket(_ occasion: Occasion) async throws -> Response {
        let made = try await desk.store.makeTicket(for: occasion.secondFactor)
        desk.note(AccountAct.issueTicket.rawValue, occasion.record, occasion.administrator)
        let day = desk.pages.date(made.expires, occasion.context)
        return try await desk.pages.page(
            .accountSecret,
            titled: AccountsText.actIssueTicket,
            occasion.context,
            values: [
                "account": occasion.record.address.text, "secret": made.ticket.shown.shownText,
                "back": occasion.record.path,
                "explanation": AccountsText.ticketOnce.text(in: occasion.context.language, "tanggal", day),
            ]
        )
    }
}

extension SecondFactorError {
    /// What an officer is told; `nil` for a conflict that a look at the page explains.
    var officeText: AccountsText? {
        switch code {
        case .requestOpen: .faultRequestOpen
        case .requestExpired: .faultRequestExpired
        case .notTrustworthy: .faultRequestForged
        case .notAllowed: .faultOfficer
        default: nil
        }
    }

    /// Everything else is something that changed meanwhile.
    var asConflict: LDAPError { LDAPError(.assertionFailed) }
}
