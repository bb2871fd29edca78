internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import TenantOnboarding

/// What is changed on a tenant's page: caps, domains, administrators.
struct TenantChangeRoutes: Sendable {
    let desk: Desk
    private var shared: TenantDesk { TenantDesk(desk: desk) }
    private var view: TenantView { TenantView(desk: desk) }

    func add(to router: Router<PortalContext>) {
        let tenant = router.group("admin/instansi/:service/:tenant")
        tenant.post("batas") { request, context in try await changeCaps(request, context) }
        tenant.post("domain") { request, context in try await addDomain(request, context) }
        tenant.post("domain/sahkan") { request, context in try await confirmDomain(request, context) }
        tenant.get("domain/hapus") { request, context in
            try await askAboutDomain(TenantsRoutes.query(request, "domain"), context)
        }
        tenant.post("domain/hapus") { request, context in try await removeDomain(request, context) }
        tenant.post("admin") { request, context in try await appoint(request, context) }
        tenant.get("admin/cabut") { request, context in
            try await askAboutAdministrator(TenantsRoutes.query(request, "akun"), context)
        }
        tenant.post("admin/cabut") { request, context in try await dismiss(request, context) }
    }

    /// A form about a tenant that this person sees; what is wrong with it is said on the tenant's page.
    private func change(
        _ request: Request,
        _ context: PortalContext,
        _ field: String,
        taken: TenantsText = .tenantDomainTaken,
        invalid: TenantsText = .tenantDomainWrong,
        onlyHeadOffice: Bool = false,
        _ body: @Sendable (FormFields, JoiningTenant, TenantDirectory, Administrator) async throws -> TenantsText
    ) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let place = try TenantPlace(context)
        let tenant = try await shared.tenant(place, administrator)
        if onlyHeadOffice, !administrator.isHeadOffice { throw Detour.notFound }
        let refusal: Refusal
        do {
            let done = try await shared.tenants(as: administrator) { try await body(form, tenant, $0, administrator) }
            return await shared.done(done, administrator, tenant.name, session: session, thenTo: place.path)
        } catch let error as Refusal {
            refusal = error
        } catch let error as OnboardingError {
            refusal = try Refusal(error, taken: taken, invalid: invalid, field: field)
        }
        return try await view.page(
            place,
            administrator,
            context,
            refusal: refusal,
            draft: field == "caps" ? TenantDraft(form) : nil,
            typed: form.text(field)
        )
    }

    private func changeCaps(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "caps", onlyHeadOffice: true) { form, tenant, directory, person in
            let details = try TenantDraft(form).details(of: tenant)
            try await directory.change(details, of: tenant, as: person.name)
            return .tenantCapsSaved
        }
    }

    // MARK: Domains

    private func addDomain(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "domain") { form, tenant, directory, person in
            try await directory.addDomain(form.text("domain"), to: tenant, as: person.name)
            return .tenantDomainAdded
        }
    }

    private func confirmDomain(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "domain", onlyHeadOffice: true) { form, tenant, directory, person in
            try await directory.confirmDomain(form.text("domain"), of: tenant, as: person.name)
            return .tenantDomainConfirmed
        }
    }

    private func askAboutDomain(_ domain: String, _ context: PortalContext) async throws -> Response {
        try await ask(.tenantDomainRemoveTitle, .tenantDomainRemoveLead, "domain/hapus", "domain", domain, context) {
            $0.domains.map(\.name)
        }
    }

    private func removeDomain(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "domain") { form, tenant, directory, person in
            try await directory.removeDomain(form.text("domain"), from: tenant, as: person.name)
            return .tenantDomainRemoved
        }
    }

    // MARK: Administrators

    private func appoint(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "administrator", invalid: .tenantAdminWrong, onlyHeadOffice: true) {
            form,
            tenant,
            directory,
            person in
            guard let address = MailAddress(form.text("administrator")) else {
                throw Refusal(TenantsText.tenantAdminWrong, field: "administrator")
            }
            try await directory.appoint(address, in: tenant, as: person.name)
            return .tenantAdminAdded
        }
    }

    private func askAboutAdministrator(_ name: String, _ context: PortalContext) async throws -> Response {
        _ = try await shared.headOffice(context)
        return try await ask(
            .tenantAdminRemoveTitle,
            .tenantAdminRemoveLead,
            "admin/cabut",
            "administrator",
            name,
            context
        ) {
            $0.administrators.map(TenantDesk.person)
        }
    }

    private func dismiss(_ request: Request, _ context: PortalContext) async throws -> Response {
        try await change(request, context, "administrator", invalid: .tenantAdminWrong, onlyHeadOffice: true) {
            form,
            tenant,
            directory,
            person in
            let name = form.text("administrator")
            guard let member = tenant.administrators.first(where: { TenantDesk.person($0) == name }) else {
                throw Refusal(TenantsText.tenantAdminWrong, field: "administrator")
            }
            try await directory.dismiss(member, from: tenant, as: person.name)
            return .tenantAdminRemoved
        }
    }

    // MARK: Asking once more

    private func ask(
        _ title: TenantsText,
        _ lead: TenantsText,
        _ action: String,
        _ field: String,
        _ value: String,
        _ context: PortalContext,
        _ known: (JoiningTenant) -> [String]
    ) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let place = try TenantPlace(context)
        let tenant = try await shared.tenant(place, administrator)
        guard known(tenant).contains(value) else { throw Detour.notFound }
        return try await shared.page(
            .tenantConfirm,
            title,
            context,
            path: place.path,
            values: [
                "lead": lead.text(in: context.language), "value": value, "field": field, "tenant": tenant.name,
                "action": "\(place.path)/\(action)", "base": place.path,
            ]
        )
    }
}
