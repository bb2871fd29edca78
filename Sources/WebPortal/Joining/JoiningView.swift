internal import DirectoryModel
internal import Hummingbird
internal import TenantOnboarding

/// The page of one tenant's way in: where it stands, what comes next, its MX records, who did what.
struct JoiningView: Sendable {
    let desk: Desk
    let looks: MxLooks
    private var shared: TenantDesk { TenantDesk(desk: desk) }

    func page(
        _ tenant: JoiningTenant,
        _ administrator: Administrator,
        _ context: PortalContext,
        refusal: Refusal? = nil,
        typed: [String: String] = [:]
    ) async throws -> Response {
        var values = facts(tenant, context)
        if administrator.isHeadOffice { values.merge(nextStep(tenant, typed)) { $1 } }
        values["steps"] = steps(tenant, context)
        values["records"] = Self.records(tenant, shared, context)
        values["hasRecords"] = !tenant.records.isEmpty
        let seen = await looks.last(of: tenant)
        values.merge(MxView(desk: desk).values(tenant, seen, context)) { $1 }
        return try await shared.page(
            .joiningPage,
            JoiningText.joiningTitle,
            context,
            path: Self.path(tenant),
            refusal: refusal,
            values: values
        )
    }

    static func path(_ tenant: JoiningTenant) -> String { "/admin/bergabung/\(tenant.uuid ?? "")" }

    private func facts(_ tenant: JoiningTenant, _ context: PortalContext) -> [String: Any] {
        let language = context.language
        let day = { (time: Timestamp?) in time.map { desk.pages.date($0, context) } }
        let rank = tenant.letterSignerRank.map { rank in
            SignerRank(rawValue: rank).map { JoiningText.rank($0).text(in: language) } ?? rank
        }
        let facts: [(JoiningText, String?)] = [
            (.joiningReason, tenant.reason), (.joiningLetterNumber, tenant.letterNumber),
            (.joiningLetterDate, day(tenant.letterDate)), (.joiningSigner, tenant.letterSigner), (.joiningRank, rank),
            (.joiningUse, tenant.plannedUse), (.joiningDomain, tenant.requestedDomain),
            (.joiningAdministrator, tenant.namedAdministrator), (.joiningContact, tenant.contact),
            (.joiningNdaDate, day(tenant.ndaDate)), (.joiningCredentialsDate, day(tenant.credentialsDate)),
        ]
        return [
            "title": tenant.name, "service": tenant.service, "base": Self.path(tenant),
            "tenantPath": TenantPlace(tenant).path,
            "status": JoiningText.status(tenant.status).text(in: language),
            "facts": facts.compactMap { label, value in
                value.map { ["label": label.text(in: language), "value": $0] }
            },
        ]
    }

    // MARK: Steps

    private static let way: [TenantStatus] = [.requested, .nda, .credentials, .mx, .active]

    private func steps(_ tenant: JoiningTenant, _ context: PortalContext) -> [[String: Any]] {
        let standing = tenant.status == .suspended ? tenant.statusBeforeSuspension : tenant.status
        let reached = standing.flatMap { Self.way.firstIndex(of: $0) } ?? -1
        return Self.way.enumerated().map { index, step in
            var values: [String: Any] = [
                "label": JoiningText.status(step).text(in: context.language), "isDone": index <= reached,
                "isCurrent": index == reached && tenant.status == standing,
            ]
            if let record = tenant.records.last(where: { $0.step.rawValue == step.rawValue }) {
                values["when"] = shared.moment(record.time, context)
                values["who"] = TenantDesk.person(record.who)
            }
            return values
        }
    }

    /// The forms that are offered to Admin Pusat: only what can be done now.
    private func nextStep(_ tenant: JoiningTenant, _ typed: [String: String]) -> [String: Any] {
        var values: [String: Any] = ["isHeadOffice": true]
        switch tenant.status {
        case .requested: values["awaitsNda"] = true
        case .nda: values["awaitsCredentials"] = true
        case .credentials: (values["awaitsCredentials"], values["awaitsMx"], values["isReissue"]) = (true, true, true)
        case .mx: values["awaitsActivation"] = true
        case .suspended: values["isSuspended"] = true
        case .left: values["hasLeft"] = true
        case .active, nil: break
        }
        if [.credentials, .mx, .active].contains(tenant.status) { values["canSuspend"] = true }
        if let status = tenant.status, status != .left { values["canLeave"] = true }
        values["returnPath"] =
            "/admin/bergabung/baru?layanan=\(QueryText.encoded(tenant.service))&instansi=\(QueryText.encoded(tenant.name))"
        values["ndaDate"] = typed["date"] ?? ""
        values["address"] = typed["address"] ?? tenant.requestedDomain.map { "admin@\($0)" } ?? ""
        values["hosts"] = desk.configuration.mailHosts.map { host -> [String: Any] in
            ["name": host.host, "isChosen": host.host == typed["host"]]
        }
        return values
    }

    /// What was recorded, newest first.
    static func records(_ tenant: JoiningTenant, _ shared: TenantDesk, _ context: PortalContext) -> [[String: Any]] {
        tenant.records.reversed().map { record in
            [
                "when": shared.moment(record.time, context), "who": TenantDesk.person(record.who),
                "step": JoiningText.step(record.step).text(in: context.language), "note": record.note,
            ]
        }
    }
}
