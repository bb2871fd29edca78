internal import DirectoryModel
internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `/admin/akun/:uuid`: all that the person may see of an account, and what can be done about it.
struct AccountPageRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun/:uuid") { request, context in try await show(context) }
    }

    private func show(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let uuid = try context.accountParameter
        let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
        let secondFactor = try await desk.secondFactor(of: record)
        let words = StandingWords(secondFactor, pages: desk.pages, context)
        var values = details(record, context)
        values["standing"] = words.text
        if let since = words.since { values["since"] = since }
        if record.hasResetRequest { values["hasRequest"] = true }
        let facts = AccountFacts(record, secondFactor)
        values["acts"] = AccountAct.allCases.filter { $0.isOffered(facts) }.map { act -> [String: Any] in
            [
                "path": "\(record.path)/\(act.rawValue)", "text": act.button.text(in: context.language),
                "isDangerous": act.isDangerous,
            ]
        }
        if record.status != .closed { values["isOpen"] = ["path": record.path] }
        return try await desk.pages.page(
            .accountDetail,
            titled: AccountsText.accountDetailTitle,
            context,
            values: values
        )
    }

    private func details(_ record: AccountRecord, _ context: PortalContext) -> [String: Any] {
        let language = context.language
        return [
            "title": record.address.text, "name": record.fullName, "surname": record.surname,
            "service": record.place.service, "tenant": record.place.tenant,
            "status": record.status.word.text(in: language), "reasonNow": record.reason ?? "–",
            "aliases": record.aliases.isEmpty ? "–" : record.aliases.joined(separator: ", "),
            "forwards": record.forwards.isEmpty ? "–" : record.forwards.joined(separator: ", "),
            "quota": record.quota.map { QuotaText.shown($0) } ?? AccountsText.quotaOfService.text(in: language),
            "host": record.mailHost ?? "–",
            "registered": record.registered.map { desk.pages.date($0, context) } ?? "–",
        ]
    }
}

/// What decides about what is offered for an account.
struct AccountFacts: Sendable {
    let status: AccountStatus?
    let isRegistered: Bool
    /// Anything that a reset would take away, a ticket included.
    let hasSecondFactor: Bool
    /// One that is active.
    let hasAuthenticator: Bool
    let hasWrongCodes: Bool
    let hasResetRequest: Bool

    init(_ record: AccountRecord, _ secondFactor: SecondFactorEntry) {
        (status, isRegistered) = (record.status, record.registered != nil)
        (hasSecondFactor, hasWrongCodes) = (secondFactor.holdsAnything, secondFactor.codes.failures > 0)
        hasAuthenticator = secondFactor.secret != nil || secondFactor.since != nil
        hasResetRequest = record.hasResetRequest
    }
}

extension PortalContext {
    /// The account that a path is about. Throws ``Detour/notFound`` for what is no entryUUID.
    var accountParameter: EntryUUID {
        get throws {
            guard let uuid = parameters.get("uuid").flatMap({ EntryUUID($0) }) else { throw Detour.notFound }
            return uuid
        }
    }
}

extension Desk {
    /// The second factor of an account that the person was found to see. Throws ``Detour/notFound`` when the address has
    /// become another account's.
    func secondFactor(of record: AccountRecord) async throws -> SecondFactorEntry {
        guard let entry = try await accountIfAny(record.address), entry.uuid == record.uuid else {
            throw Detour.notFound
        }
        return entry
    }

    /// Says on the next page what was done, and goes there.
    func done(_ notice: AccountsText, _ session: String, at path: String) async -> Response {
        await sessions.update(session) { $0.notice = notice }
        return .seeOther(path)
    }

    /// Writes down who did what to which account.
    func note(_ what: String, _ record: AccountRecord, _ administrator: Administrator) {
        logger.info(
            "account changed",
            metadata: ["what": "\(what)", "account": "\(record.address)", "by": "\(administrator.address)"]
        )
    }
}
