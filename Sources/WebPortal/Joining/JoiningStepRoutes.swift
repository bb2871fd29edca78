internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import TenantOnboarding

/// `/admin/bergabung/<entryUUID>`: one tenant's way in, step by step. The page has its name from the entry's UUID, so that it
/// stays what it is when the tenant is renamed.
struct JoiningStepRoutes: Sendable {
    let desk: Desk
    let looks: MxLooks
    private var shared: TenantDesk { TenantDesk(desk: desk) }
    private var view: JoiningView { JoiningView(desk: desk, looks: looks) }

    func add(to router: Router<PortalContext>) {
        let tenant = router.group("admin/bergabung/:uuid")
        tenant.get { _, context in
            let administrator = try await desk.administrator(context)
            return try await view.page(try await found(context, administrator), administrator, context)
        }
        tenant.post("nda") { request, context in try await recordNda(request, context) }
        tenant.post("kredensial") { request, context in try await issueCredentials(request, context) }
        tenant.post("mx") { request, context in
            try await take(request, context, .joiningMxDone) { _ in .mxAwaited }
        }
        tenant.post("periksa") { request, context in try await look(request, context) }
        tenant.post("aktifkan") { request, context in try await activate(request, context) }
        tenant.post("lanjutkan") { request, context in try await resume(request, context) }
        for ending in [JoiningEnding.suspension, .leaving] {
            tenant.get(RouterPath(ending.rawValue)) { _, context in try await ask(ending, context) }
            tenant.post(RouterPath(ending.rawValue)) { request, context in try await end(ending, request, context) }
        }
    }

    /// The tenant the path names, if this person sees it. Throws ``Detour/notFound``.
    private func found(_ context: PortalContext, _ administrator: Administrator) async throws -> JoiningTenant {
        guard let uuid = context.parameters.get("uuid").flatMap({ EntryUUID($0) }) else { throw Detour.notFound }
        let tenant = try await shared.tenants(as: administrator) { try await $0.tenant(uuid: "\(uuid)") }
        guard let tenant, administrator.sees(TenantPlace(tenant).name) else { throw Detour.notFound }
        return tenant
    }

    /// One step of Admin Pusat's, and back to the page; what is wrong is said there.
    private func take(
        _ request: Request,
        _ context: PortalContext,
        _ done: JoiningText,
        _ event: @Sendable (FormFields) throws -> JoiningEvent
    ) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        do {
            let event = try event(form)
            try await shared.tenants(as: administrator) {
                _ = try await $0.take(event, on: tenant, as: administrator.name)
            }
            return await self.done(done, administrator, tenant, session)
        } catch let refusal as Refusal {
            return try await view.page(tenant, administrator, context, refusal: refusal, typed: typed(form))
        } catch let error as OnboardingError {
            let refusal = try self.refusal(error)
            return try await view.page(tenant, administrator, context, refusal: refusal, typed: typed(form))
        }
    }

    private func typed(_ form: FormFields) -> [String: String] {
        Dictionary(uniqueKeysWithValues: ["date", "address", "host"].map { ($0, form.text($0)) })
            .filter { !$0.value.isEmpty }
    }

    // MARK: NDA and credentials

    private func recordNda(_ request: Request, _ context: PortalContext) async throws -> Response {
        let zone = desk.configuration.timeZone
        return try await take(request, context, .joiningNdaDone) { form in
            guard let day = FormDay(form.text("date"), zone), day.start <= .now else {
                throw Refusal(JoiningText.joiningDateWrong, field: "date")
            }
            return .ndaSigned(day.start)
        }
    }

    private func issueCredentials(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, _) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        try desk.requireStepUp(context, thenTo: JoiningView.path(tenant))
        do {
            let (address, host) = try credentials(form, tenant)
            let password = try await shared.tenants(as: administrator) {
                try await $0.issueCredentials(for: address, host: host, on: tenant, as: administrator.name)
            }
            desk.logger.info(
                "credentials issued",
                metadata: ["account": "\(administrator.address)", "for": "\(address)"]
            )
            return try await shared.page(
                .joiningPassword,
                JoiningText.joiningPasswordTitle,
                context,
                path: JoiningView.path(tenant),
                values: [
                    "address": address.text, "secret": password.shown.shownText, "base": JoiningView.path(tenant),
                ]
            )
        } catch let refusal as Refusal {
            return try await view.page(tenant, administrator, context, refusal: refusal, typed: typed(form))
        } catch let error as OnboardingError {
            let refusal = try Refusal(
                error,
                taken: JoiningText.joiningAddressTaken,
                invalid: JoiningText.joiningAddressWrong,
                field: "address"
            )
            return try await view.page(tenant, administrator, context, refusal: refusal, typed: typed(form))
        }
    }

    private func credentials(_ form: FormFields, _ tenant: JoiningTenant) throws(Refusal) -> (MailAddress, String) {
        guard let address = MailAddress(form.text("address")) else {
            throw Refusal(JoiningText.joiningAddressWrong, field: "address")
        }
        guard let host = desk.configuration.mailHosts.first(where: { $0.host == form.text("host") }) else {
            throw Refusal(JoiningText.joiningHostWrong, field: "host")
        }
        return (address, host.host)
    }

    // MARK: MX records

    /// Whoever sees the tenant may have its records looked at; the outcome is the portal's own to note.
    private func look(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let tenant = try await found(context, administrator)
        _ = try await look(at: tenant)
        return await self.done(JoiningText.joiningLooked, administrator, tenant, session)
    }

    private func look(at tenant: JoiningTenant) async throws -> MxTenantReport {
        guard let check = desk.configuration.mxCheck, !tenant.confirmedDomains.isEmpty else { throw Detour.notFound }
        let report = try await looks.look(at: tenant, check)
        try await LDAPConnection.withConnection(desk.configuration.directory) { connection in
            try await TenantDirectory(connection, suffix: desk.configuration.suffix).note(report.reports, on: tenant)
        }
        return report
    }

    private func activate(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        do {
            // Whether it is its turn is told before anybody waits for resolvers.
            try tenant.requireTurnToActivate()
            let reports = try await look(at: tenant).reports
            try await shared.tenants(as: administrator) {
                _ = try await $0.take(.activated(reports), on: tenant, as: administrator.name)
            }
            return await self.done(JoiningText.joiningActiveDone, administrator, tenant, session)
        } catch let error as OnboardingError {
            let refusal = try self.refusal(error)
            let now = try await found(context, administrator)
            return try await view.page(now, administrator, context, refusal: refusal)
        }
    }

    private func done(
        _ text: JoiningText,
        _ administrator: Administrator,
        _ tenant: JoiningTenant,
        _ session: String
    ) async -> Response {
        await shared.done(
            text,
            administrator,
            tenant.name,
            session: session,
            thenTo: JoiningView.path(tenant)
        )
    }

    private func refusal(_ error: OnboardingError) throws -> Refusal {
        try Refusal(error, taken: TenantsText.tenantDomainTaken, invalid: JoiningText.joiningInvalid)
    }

    // MARK: Off, on again, and out

    private func resume(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        var reports: [MxReport] = []
        if tenant.status == .suspended, tenant.statusBeforeSuspension == .active, desk.configuration.mxCheck != nil {
            reports = try await look(at: tenant).reports
        }
        do {
            let change = try await shared.tenants(as: administrator) { [reports] in
                try await $0.take(.resumed(reports), on: tenant, as: administrator.name)
            }
            return await self.done(
                change.status == .active ? JoiningText.joiningResumedDone : .joiningResumedToMx,
                administrator,
                tenant,
                session
            )
        } catch let error as OnboardingError {
            let refusal = try self.refusal(error)
            return try await view.page(tenant, administrator, context, refusal: refusal)
        }
    }

    private func ask(_ ending: JoiningEnding, _ context: PortalContext, _ refusal: Refusal? = nil) async throws
        -> Response
    {
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        let path = JoiningView.path(tenant)
        return try await shared.page(
            .joiningReason,
            ending.title,
            context,
            path: "\(path)/\(ending.rawValue)",
            refusal: refusal,
            values: [
                "lead": ending.lead.text(in: context.language), "tenant": tenant.name, "base": path,
                "action": "\(path)/\(ending.rawValue)",
            ]
        )
    }

    private func end(_ ending: JoiningEnding, _ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let tenant = try await found(context, administrator)
        do {
            try await shared.tenants(as: administrator) {
                _ = try await $0.take(ending.event(form.text("reason")), on: tenant, as: administrator.name)
            }
            return await self.done(ending.done, administrator, tenant, session)
        } catch let error as OnboardingError {
            let refusal = try Refusal(
                error,
                taken: TenantsText.tenantDomainTaken,
                invalid: JoiningText.joiningReasonWrong,
                field: "reason"
            )
            return try await ask(ending, context, refusal)
        }
    }
}

/// The two acts that put a tenant off, each with a reason.
enum JoiningEnding: String, Sendable {
    case suspension = "tangguhkan"
    case leaving = "keluar"

    var title: JoiningText { self == .suspension ? .joiningSuspend : .joiningLeave }
    var lead: JoiningText { self == .suspension ? .joiningSuspendLead : .joiningLeaveLead }
    var done: JoiningText { self == .suspension ? .joiningSuspendDone : .joiningLeaveDone }

    func event(_ reason: String) -> JoiningEvent {
        self == .suspension ? .suspended(reason: reason) : .left(reason: reason)
    }
}
