internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import Reports
internal import TenantOnboarding

/// `/admin/instansi`: tenants, their domains and administrators.
struct TenantsRoutes: Sendable {
    let desk: Desk
    private var shared: TenantDesk { TenantDesk(desk: desk) }
    private let path = "/admin/instansi"

    func add(to router: Router<PortalContext>) {
        router.get("admin/instansi") { request, context in try await list(request, context) }
        router.get("admin/instansi/baru") { request, context in
            try await newForm(context, TenantDraft(service: Self.query(request, "layanan")))
        }
        router.post("admin/instansi/baru") { request, context in try await make(request, context) }
        router.get("admin/instansi/:service/:tenant") { _, context in try await overview(context) }
        TenantChangeRoutes(desk: desk).add(to: router)
    }

    static func query(_ request: Request, _ name: String) -> String {
        String((request.uri.queryParameters[name[...]].map(String.init) ?? "").prefix(128))
    }

    // MARK: All of them

    private func list(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        if let own = administrator.ownTenant { return .seeOther(TenantPlace(own).path) }
        let asked = TenantQuestion(request)
        let (services, found) = try await shared.tenants(as: administrator) { directory in
            let services = try await directory.serviceList().map(\.name)
            // One that there is not has no tenants.
            let isKnown = asked.selection.service.map(services.contains) ?? true
            return (services, isKnown ? try await directory.tenants(asked.selection) : [])
        }
        let page = ListPage(found.count, asked.page)
        let counts = try await TenantCounts(desk, service: asked.selection.service)
        var values = asked.values(services, context)
        values["rows"] = found[page.range].map { row($0, counts, context) }
        values["total"] = "\(found.count)"
        if found.isEmpty { values["isEmpty"] = true }
        if counts.isSilent { values["isSilent"] = true }
        if let next = page.next { values["next"] = asked.path(page: next) }
        if let previous = page.previous { values["previous"] = asked.path(page: previous) }
        return try await shared.page(.tenantList, TenantsText.navTenants, context, path: path, values: values)
    }

    private func row(_ tenant: JoiningTenant, _ counts: TenantCounts, _ context: PortalContext) -> [String: Any] {
        let row = counts.row(tenant)
        let language = context.language
        var values: [String: Any] = [
            "name": tenant.name, "service": tenant.service, "code": tenant.code ?? "",
            "path": TenantPlace(tenant).path, "status": JoiningText.status(tenant.status).text(in: language),
            "accounts": row.map { "\($0.uploaded)" } ?? "–", "registered": row.map { "\($0.registered)" } ?? "–",
            "blocked": row.map { "\($0.blocked)" } ?? "–",
            "maxAccounts": tenant.maxAccounts.map(String.init) ?? TenantsText.tenantNoLimit.text(in: language),
        ]
        if tenant.hasDrifted { values["hasDrifted"] = true }
        if tenant.status != .active { values["isAlarming"] = tenant.status == .suspended || tenant.status == nil }
        return values
    }

    // MARK: One

    private func overview(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        return try await TenantView(desk: desk).page(try TenantPlace(context), administrator, context)
    }

    // MARK: A new one

    private func newForm(_ context: PortalContext, _ draft: TenantDraft, _ refusal: Refusal? = nil) async throws
        -> Response
    {
        let administrator = try await shared.headOffice(context)
        let services = try await shared.tenants(as: administrator) { try await $0.serviceList() }
        var values = draft.values
        values["services"] = services.filter(\.sharesDomains).map { service -> [String: Any] in
            ["name": service.name, "isChosen": service.name == draft.service]
        }
        return try await shared.page(
            .tenantNew,
            TenantsText.tenantNewTitle,
            context,
            path: path + "/baru",
            refusal: refusal,
            values: values
        )
    }

    private func make(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let draft = TenantDraft(form)
        do {
            let details = try draft.details()
            let made = try await shared.tenants(as: administrator) { directory in
                guard
                    try await directory.serviceList().contains(where: { $0.name == draft.service && $0.sharesDomains })
                else { throw Refusal(TenantsText.tenantServiceWrong, field: "service") }
                return try await directory.create(
                    draft.name,
                    service: draft.service,
                    details: details,
                    as: administrator.name
                )
            }
            return await shared.done(
                TenantsText.tenantMade,
                administrator,
                made.name,
                session: session,
                thenTo: TenantPlace(made).path
            )
        } catch let refusal as Refusal {
            return try await newForm(context, draft, refusal)
        } catch let error as OnboardingError {
            let refusal = try Refusal(
                error,
                taken: TenantsText.tenantNameTaken,
                invalid: TenantsText.tenantNameWrong,
                field: "name"
            )
            return try await newForm(context, draft, refusal)
        }
    }
}
