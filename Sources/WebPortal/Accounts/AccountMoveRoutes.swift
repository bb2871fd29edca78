internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient

/// `/admin/akun/:uuid/pindah`: another address, and for Admin Pusat another tenant or service. It is one operation, and the
/// mailbox, named by entryUUID, goes along.
struct AccountMoveRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun/:uuid/pindah") { request, context in
            let administrator = try await desk.administrator(context)
            let uuid = try context.accountParameter
            let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
            var typed = AccountText(AccountValues(record))
            (typed[.service], typed[.tenant]) = (record.place.service, record.place.tenant)
            return try await page(record, AccountFormPage(typed: typed), administrator, context)
        }
        router.post("admin/akun/:uuid/pindah") { request, context in try await move(request, context) }
    }

    private func move(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let uuid = try context.accountParameter
        let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
        var typed = AccountText(AccountValues(record))
        typed[.address] = form.text(AccountField.address.rawValue)
        typed[.service] = administrator.ownTenant?.service ?? form.text(AccountField.service.rawValue)
        typed[.tenant] = administrator.ownTenant?.tenant ?? form.text(AccountField.tenant.rawValue)
        // A page that is older than the last move or rename shows another address.
        guard form.text("was_address") == record.address.text else { throw LDAPError(.assertionFailed) }
        do {
            try await desk.withAccounts(of: administrator) { [typed] in try await rename(record, typed, $0) }
        } catch let faults as AccountFaults {
            return try await page(record, AccountFormPage(typed: typed, faults: faults), administrator, context)
        }
        desk.note("moved", record, administrator)
        return await desk.done(.accountMoved, session, at: record.path)
    }

    private func rename(_ record: AccountRecord, _ typed: AccountText, _ accounts: AccountDirectory) async throws {
        let place = TenantName(service: typed[.service], tenant: typed[.tenant])
        guard let limits = try await accounts.limits(of: place) else {
            throw AccountFaults(byField: [.tenant: AccountFault(text: .faultTenant, value: place.tenant)])
        }
        let values = try AccountValues(typed, limits: limits)
        guard values.address != record.address.text || place != record.place else { return }
        // Nobody is asked about the new name of a rename but the unique overlay, which does not look at further addresses.
        if values.address != record.address.text, try await accounts.isInUse(values.address) {
            throw AccountFaults(byField: [.address: AccountFault(text: .faultInUse)])
        }
        let parent = place == record.place ? nil : limits.accounts
        do {
            let name = RelativeDistinguishedName("mail", values.address)
            try await accounts.connection.modifyDN(record.name, to: name, under: parent)
        } catch let error as LDAPError {
            throw AccountRefusal(error, claimed: nil).faults ?? error as any Error
        }
    }

    private func page(
        _ record: AccountRecord,
        _ filled: AccountFormPage,
        _ administrator: Administrator,
        _ context: PortalContext
    ) async throws -> Response {
        let problem = filled.problem(in: context.language)
        var values = filled.values(in: context.language)
        values["was_address"] = record.address.text
        values["account"] = record.address.text
        values["action"] = "\(record.path)/pindah"
        values["back"] = record.path
        if administrator.isHeadOffice {
            let services = try await desk.withAccounts(of: administrator) { try await $0.serviceNames() }
            let chosen = filled.typed[.service]
            values["headOffice"] = [
                "services": services.map { ["name": $0, "isChosen": $0 == chosen] as [String: Any] }
            ]
        }
        return try await desk.pages.page(
            .accountMove,
            titled: AccountsText.accountMoveTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem,
            values: values
        )
    }
}
