internal import DirectoryModel
internal import Hummingbird
internal import Reports
internal import TenantOnboarding

/// A tenant's page: its data, caps, domains, administrators and records.
struct TenantView: Sendable {
    let desk: Desk
    private var shared: TenantDesk { TenantDesk(desk: desk) }

    /// The page, also as the answer to a form with what was typed into it.
    func page(
        _ place: TenantPlace,
        _ administrator: Administrator,
        _ context: PortalContext,
        refusal: Refusal? = nil,
        draft: TenantDraft? = nil,
        typed: String = ""
    ) async throws -> Response {
        let tenant = try await shared.tenant(place, administrator)
        let counts = try await TenantCounts(desk, service: tenant.service, tenant: tenant.name)
        var values = (draft ?? TenantDraft(tenant)).values
        values.merge(facts(tenant, place, context)) { $1 }
        values.merge(lists(tenant, administrator, context)) { $1 }
        values["cards"] = cards(counts.row(tenant), context)
        if counts.isSilent { values["isSilent"] = true }
        if administrator.isHeadOffice { values["isHeadOffice"] = true }
        if let refusal { values["typed_\(refusal.field)"] = typed }
        return try await shared.page(
            .tenantPage,
            TenantsText.tenantTitle,
            context,
            path: place.path,
            refusal: refusal,
            values: values
        )
    }

    private func facts(_ tenant: JoiningTenant, _ place: TenantPlace, _ context: PortalContext) -> [String: Any] {
        var values: [String: Any] = [
            "title": tenant.name, "service": tenant.service, "base": place.path,
            "status": JoiningText.status(tenant.status).text(in: context.language),
        ]
        let caps = TenantDraft(tenant)
        let unlimited = TenantsText.tenantNoLimit.text(in: context.language)
        values["shownCode"] = caps.code.isEmpty ? "–" : caps.code
        values["shownMaxAccounts"] = caps.maxAccounts.isEmpty ? unlimited : caps.maxAccounts
        values["shownMaxQuota"] = caps.maxQuota.isEmpty ? unlimited : caps.maxQuota
        if let reason = tenant.reason { values["statusReason"] = reason }
        if let uuid = tenant.uuid, tenant.hasJoined { values["joining"] = "/admin/bergabung/\(uuid)" }
        if tenant.hasDrifted { values["hasDrifted"] = true }
        return values
    }

    private func lists(
        _ tenant: JoiningTenant,
        _ administrator: Administrator,
        _ context: PortalContext
    ) -> [String: Any] {
        let language = context.language
        return [
            "domains": tenant.domains.map { domain -> [String: Any] in
                [
                    "name": domain.name, "isConfirmed": domain.isConfirmed,
                    "canConfirm": !domain.isConfirmed && administrator.isHeadOffice,
                    "isWrong": domain.mxStatus?.isWrong == true,
                    "mx": domain.mxStatus.map { JoiningText.mx($0).text(in: language) } ?? "",
                    "checked": domain.mxChecked.map { shared.moment($0, context) } ?? "",
                ]
            },
            "hasDomains": !tenant.domains.isEmpty,
            "administrators": tenant.administrators.map { ["name": TenantDesk.person($0)] },
            "hasAdministrators": !tenant.administrators.isEmpty,
            "records": JoiningView.records(tenant, shared, context),
            "hasRecords": !tenant.records.isEmpty,
        ]
    }

    private func cards(_ row: CensusRow?, _ context: PortalContext) -> [[String: Any]] {
        guard let row else { return [] }
        let figures: [(TenantsText, Int)] = [
            (.tenantAccounts, row.uploaded), (.tenantRegistered, row.registered), (.tenantBlocked, row.blocked),
            (.tenantTwoFactor, row.twoFactor),
        ]
        return figures.map { ["label": $0.text(in: context.language), "figure": "\($1)"] }
    }
}

extension JoiningTenant {
    /// Whether it is on the way of those who bring their own domain.
    var hasJoined: Bool { letterNumber != nil || requestedDomain != nil || !domains.isEmpty }
}
