internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import TenantOnboarding

/// `/admin/bergabung`: how an agency joins.
struct JoiningRoutes: Sendable {
    let desk: Desk
    private var shared: TenantDesk { TenantDesk(desk: desk) }
    private let path = "/admin/bergabung"

    func add(to router: Router<PortalContext>) {
        router.get("admin/bergabung") { request, context in try await list(request, context) }
        router.get("admin/bergabung/baru") { request, context in try await newLetter(request, context) }
        router.post("admin/bergabung/baru") { request, context in try await record(request, context) }
        JoiningStepRoutes(desk: desk, looks: MxLooks()).add(to: router)
    }

    // MARK: Who is on the way

    private func list(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        if let own = administrator.ownTenant {
            let tenant = try await shared.tenant(TenantPlace(own), administrator)
            guard let uuid = tenant.uuid else { throw Detour.notFound }
            return .seeOther("\(path)/\(uuid)")
        }
        let asked = TenantQuestion(request, base: path)
        let (services, found) = try await shared.tenants(as: administrator) { directory in
            let services = try await directory.serviceList().filter { !$0.sharesDomains }.map(\.name)
            var found: [JoiningTenant] = []
            for service in services where [nil, service].contains(asked.selection.service) {
                found += try await directory.tenants(asked.selection.of(service))
            }
            return (services, found)
        }
        let page = ListPage(found.count, asked.page)
        var values = asked.values(services, context)
        values["rows"] = found[page.range].map { row($0, context) }
        values["total"] = "\(found.count)"
        let drifted = found.filter(\.hasDrifted).map { row($0, context) }
        if !drifted.isEmpty { (values["drifted"], values["hasDrifted"]) = (drifted, true) }
        if found.isEmpty { values["isEmpty"] = true }
        if let next = page.next { values["next"] = asked.path(page: next) }
        if let previous = page.previous { values["previous"] = asked.path(page: previous) }
        return try await shared.page(.joiningList, JoiningText.joiningTitle, context, path: path, values: values)
    }

    private func row(_ tenant: JoiningTenant, _ context: PortalContext) -> [String: Any] {
        let language = context.language
        var values: [String: Any] = [
            "name": tenant.name, "service": tenant.service, "code": tenant.code ?? "",
            "path": "\(path)/\(tenant.uuid ?? "")", "domain": tenant.requestedDomain ?? "",
            "status": JoiningText.status(tenant.status).text(in: language),
            "mx": tenant.mxStatus.map { JoiningText.mx($0).text(in: language) } ?? "–",
            "checked": tenant.mxChecked.map { shared.moment($0, context) } ?? "–",
        ]
        if tenant.hasDrifted { values["isWrong"] = true }
        return values
    }

    // MARK: A letter of request

    private func newLetter(_ request: Request, _ context: PortalContext) async throws -> Response {
        let draft = LetterDraft(
            service: TenantsRoutes.query(request, "layanan"),
            tenant: TenantsRoutes.query(request, "instansi")
        )
        return try await letterForm(context, draft)
    }

    private func letterForm(_ context: PortalContext, _ draft: LetterDraft, _ refusal: Refusal? = nil) async throws
        -> Response
    {
        let administrator = try await shared.headOffice(context)
        let services = try await shared.tenants(as: administrator) { try await $0.serviceList() }
        var values = draft.values(context)
        values["services"] = services.filter { !$0.sharesDomains }.map { service -> [String: Any] in
            ["name": service.name, "isChosen": service.name == draft["service"]]
        }
        return try await shared.page(
            .joiningRequest,
            JoiningText.joiningNewTitle,
            context,
            path: path + "/baru",
            refusal: refusal,
            values: values
        )
    }

    private func record(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await shared.headOffice(context)
        let draft = LetterDraft(form)
        do {
            let letter = try draft.request(zone: desk.configuration.timeZone, now: .now)
            let details = try draft.caps.details()
            let made = try await shared.tenants(as: administrator) { directory in
                let services = try await directory.serviceList().filter { !$0.sharesDomains }.map(\.name)
                guard services.contains(draft["service"]) else {
                    throw Refusal(TenantsText.tenantServiceWrong, field: "service")
                }
                return try await directory.request(
                    letter,
                    tenant: draft["tenant"],
                    service: draft["service"],
                    details: details,
                    as: administrator.name
                )
            }
            return await shared.done(
                JoiningText.joiningRequestDone,
                administrator,
                made.name,
                session: session,
                thenTo: "\(path)/\(made.uuid ?? "")"
            )
        } catch let refusal as Refusal {
            return try await letterForm(context, draft, refusal)
        } catch let error as OnboardingError {
            let refusal = try Refusal(
                error,
                taken: TenantsText.tenantDomainTaken,
                invalid: JoiningText.joiningInvalid,
                field: error.code == .taken ? "domain" : "tenant"
            )
            return try await letterForm(context, draft, refusal)
        }
    }
}
