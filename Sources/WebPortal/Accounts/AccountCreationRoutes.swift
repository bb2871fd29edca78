internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import TenantOnboarding
internal import TwoFactor

/// `/admin/akun/baru`: one new account. Whether it is registered already, and gets a password that is shown once, is the
/// administrator's to say.
struct AccountCreationRoutes: Sendable {
    let desk: Desk
    private let path = "/admin/akun/baru"

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun/baru") { request, context in
            let administrator = try await desk.administrator(context)
            let fields = try request.queryFields
            var typed = AccountText()
            typed[.service] = administrator.ownTenant?.service ?? fields.text("layanan")
            typed[.tenant] = administrator.ownTenant?.tenant ?? fields.text("instansi")
            typed[.host] = desk.configuration.mailHost ?? ""
            return try await page(AccountFormPage(typed: typed), isActive: false, administrator, context)
        }
        router.post("admin/akun/baru") { request, context in try await make(request, context) }
    }

    private func make(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let isActive = form.text("status") == AccountStatus.active.rawValue
        if isActive { try desk.requireStepUp(context, thenTo: path) }
        var typed = AccountText(form)
        if let own = administrator.ownTenant { (typed[.service], typed[.tenant]) = (own.service, own.tenant) }
        if typed[.host].isEmpty { typed[.host] = desk.configuration.mailHost ?? "" }
        let place = TenantName(service: typed[.service], tenant: typed[.tenant])
        do {
            let password = isActive ? try OneTimePassword() : nil
            let record = try await desk.withAccounts(of: administrator) { [typed] accounts in
                try await create(typed, in: place, password, accounts)
            }
            desk.note("created", record, administrator)
            guard let password else { return await desk.done(.accountCreated, session, at: record.path) }
            return try await desk.show(password, of: record, context)
        } catch let faults as AccountFaults {
            return try await page(
                AccountFormPage(typed: typed, faults: faults),
                isActive: isActive,
                administrator,
                context
            )
        }
    }

    private func create(
        _ typed: AccountText,
        in place: TenantName,
        _ password: OneTimePassword?,
        _ accounts: AccountDirectory
    ) async throws -> AccountRecord {
        guard let limits = try await accounts.limits(of: place) else {
            throw AccountFaults(byField: [.tenant: AccountFault(text: .faultTenant, value: place.tenant)])
        }
        let values = try AccountValues(typed, limits: limits)
        // An account that can log in needs a place for its mail.
        guard values.host != nil || password == nil else {
            throw AccountFaults(byField: [.host: AccountFault(text: .faultHostMissing)])
        }
        let name = limits.accounts.child("mail", values.address)
        do {
            try await accounts.connection.add(name, NewAccount(values, isActive: password != nil).attributes)
        } catch let error as LDAPError {
            throw AccountRefusal(error, claimed: .address).faults ?? error as any Error
        }
        if let password { try await accounts.connection.modifyPassword(of: name, to: password.forLDAP) }
        guard let entry = try await accounts.connection.entry(name, attributes: AccountRecord.attributes),
            let record = try AccountRecord(entry)
        else { throw Detour.notFound }
        return record
    }

    private func page(
        _ filled: AccountFormPage,
        isActive: Bool,
        _ administrator: Administrator,
        _ context: PortalContext
    ) async throws -> Response {
        let problem = filled.problem(in: context.language)
        var values = filled.values(in: context.language)
        values["isActive"] = isActive
        if administrator.isHeadOffice {
            let services = try await desk.withAccounts(of: administrator) { try await $0.serviceNames() }
            let chosen = filled.typed[.service]
            values["headOffice"] = [
                "services": services.map { ["name": $0, "isChosen": $0 == chosen] as [String: Any] }
            ]
        }
        return try await desk.pages.page(
            .accountNew,
            titled: AccountsText.accountNewTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem,
            values: values
        )
    }
}

/// A new account's entry.
struct NewAccount {
    let attributes: [LDAPAttribute]

    init(_ values: AccountValues, isActive: Bool, now: Timestamp = .now) {
        var attributes = [
            LDAPAttribute("objectClass", "inetOrgPerson", "inetLocalMailRecipient", "pamongAccount"),
            LDAPAttribute("mail", values.address), LDAPAttribute("cn", values.name),
            LDAPAttribute("sn", values.surname),
            LDAPAttribute("pamongAccountStatus", (isActive ? AccountStatus.active : .uploaded).rawValue),
        ]
        if !values.aliases.isEmpty { attributes.append(LDAPAttribute("mailLocalAddress", values.aliases)) }
        if !values.forwards.isEmpty { attributes.append(LDAPAttribute("mailRoutingAddress", values.forwards)) }
        if let quota = values.quota { attributes.append(LDAPAttribute("pamongQuota", String(quota))) }
        if let host = values.host { attributes.append(LDAPAttribute("mailHost", host)) }
        if isActive { attributes.append(LDAPAttribute("pamongRegisteredTime", now.generalizedTime)) }
        self.attributes = attributes
    }
}

extension OneTimePassword {
    /// The same in the directory client's own wiping owner.
    var forLDAP: LDAPSecret { shown.withBytes { LDAPSecret(bytes: $0) } }
}

extension Desk {
    /// The one page that shows a password.
    func show(_ password: OneTimePassword, of record: AccountRecord, _ context: PortalContext) async throws -> Response
    {
        try await pages.page(
            .accountSecret,
            titled: AccountsText.accountPasswordTitle,
            context,
            values: [
                "account": record.address.text, "secret": password.shown.shownText, "back": record.path,
                "explanation": AccountsText.accountPasswordOnce.text(in: context.language),
            ]
        )
    }
}
