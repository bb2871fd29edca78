internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import Logging

/// `/admin/akun/:uuid/ubah`: names, further addresses, forwarding and quota.
struct AccountEditRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun/:uuid/ubah") { request, context in try await form(context) }
        router.post("admin/akun/:uuid/ubah") { request, context in try await save(request, context) }
    }

    private func form(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let uuid = try context.accountParameter
        let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
        let text = AccountText(AccountValues(record))
        return try await page(record, AccountFormPage(typed: text), was: text, context)
    }

    private func save(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let uuid = try context.accountParameter
        let (record, limits) = try await desk.withAccounts(of: administrator) { accounts in
            let record = try await accounts.record(uuid)
            return (record, try await accounts.limits(of: record.place))
        }
        guard let limits else { throw Detour.notFound }
        var typed = AccountText(form)
        typed[.address] = record.address.text
        var was = AccountText(form, prefix: "was_")
        was[.address] = record.address.text
        do {
            try await write(record, from: was, to: typed, limits, administrator)
        } catch let faults as AccountFaults {
            return try await page(record, AccountFormPage(typed: typed, faults: faults), was: was, context)
        }
        desk.note("edited", record, administrator)
        return await desk.done(.accountSaved, session, at: record.path)
    }

    private func write(
        _ record: AccountRecord,
        from was: AccountText,
        to typed: AccountText,
        _ limits: TenantLimits,
        _ administrator: Administrator
    ) async throws {
        let new = try AccountValues(typed, limits: limits.allowing(record))
        let old = AccountValues(shown: was, of: record)
        let change = AccountChange(from: old, to: new)
        guard !change.modifications.isEmpty else { return }
        do {
            try await desk.withAccounts(of: administrator) { accounts in
                _ = try await accounts.connection.modify(record.name, change.modifications)
            }
        } catch let error as LDAPError {
            let claimed: AccountField? = Set(new.aliases).isSubset(of: old.aliases) ? nil : .aliases
            throw AccountRefusal(error, claimed: claimed).faults ?? error as any Error
        }
    }

    private func page(
        _ record: AccountRecord,
        _ filled: AccountFormPage,
        was: AccountText,
        _ context: PortalContext
    ) async throws -> Response {
        let problem = filled.problem(in: context.language)
        var values = filled.values(in: context.language)
        values.merge(was.values(prefix: "was_")) { $1 }
        values["account"] = record.address.text
        values["action"] = "\(record.path)/ubah"
        values["back"] = record.path
        return try await desk.pages.page(
            .accountEdit,
            titled: AccountsText.accountEditTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem,
            values: values
        )
    }
}

extension AccountValues {
    /// What a form showed when it was opened. Nothing of it is judged: a value that was not there cannot be deleted, and then
    /// nothing is changed.
    init(shown text: AccountText, of record: AccountRecord) {
        self.init(record)
        (name, surname) = (text[.name], text[.surname])
        aliases = text[.aliases].split(separator: " ").map(String.init)
        forwards = text[.forwards].split(separator: " ").map(String.init)
        quota = QuotaText.bytes(text[.quota])
    }
}

extension TenantLimits {
    /// What an account has already it may keep: its own addresses' domains, and its quota.
    func allowing(_ record: AccountRecord) -> TenantLimits {
        let kept = record.aliases.compactMap { MailAddress($0)?.domain } + [record.address.domain]
        return TenantLimits(
            accounts: accounts,
            domains: domains.union(kept.map(String.init)),
            maxQuota: maxQuota.map { max($0, record.quota ?? 0) }
        )
    }
}
