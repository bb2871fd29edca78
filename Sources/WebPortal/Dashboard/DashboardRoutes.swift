internal import DirectoryModel
internal import Hummingbird
internal import NIOCore
internal import Reports
internal import WorkerAPI

/// `/admin`: how a service stands.
struct DashboardRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin") { request, context in try await dashboard(request, context) }
        router.get("admin/angka") { request, context in try await figures(request, context) }
        router.get("skrip/dasbor.js") { _, _ in
            Self.file(PackageResources.dasbor_js, "text/javascript; charset=utf-8")
        }
        router.get("bagan.css") { _, _ in Self.file(Array(ReportStyle.chartRules.utf8), "text/css; charset=utf-8") }
    }

    private static func file(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private func dashboard(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (administrator, view) = try await view(request, context)
        async let delta = delta(view)
        async let growth = growth(view)
        var values = try await figureValues(administrator, view, context)
        values["source"] = view.link("/admin/angka")
        if let tenant = administrator.ownTenant { values["ownTenant"] = "\(tenant.tenant), \(tenant.service)" }
        let style = desk.style(context)
        if let delta = try await delta { values.merge(Self.monthValues(delta, view, style)) { $1 } }
        if let growth = try await growth { values.merge(Self.growthValues(growth, style)) { $1 } }
        return try await desk.pages.page(
            .dashboardPage,
            titled: DashboardText.dashboardTitle,
            context,
            values: values
        )
    }

    private func figures(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (administrator, view) = try await view(request, context)
        let values = try await figureValues(administrator, view, context)
        return try await desk.pages.page(
            .dashboardFigures,
            titled: DashboardText.dashboardTitle,
            context,
            values: values
        )
    }

    private func view(_ request: Request, _ context: PortalContext) async throws -> (Administrator, DashboardView) {
        let administrator = try await desk.administrator(context)
        let service = request.uri.queryParameters["layanan"].map(String.init)
        return (administrator, DashboardView(administrator, service: service))
    }

    // MARK: Cards and health, which are fetched again

    private func figureValues(
        _ administrator: Administrator,
        _ view: DashboardView,
        _ context: PortalContext
    ) async throws -> [String: Any] {
        let style = desk.style(context)
        async let health = health(administrator, style)
        var values: [String: Any] = [:]
        // One question for all services: Admin Pusat's tabs come from it, too.
        let asked = administrator.selection
        if let census = try await desk.heard("census", { try await desk.workers.census(asked) }) {
            guard let row = view.row(of: census) else { throw Detour.notFound }
            values["hasFigures"] = true
            values["cards"] = CensusCards(row, hasTenants: view.isHeadOffice, style).values
            values["countedAt"] = DashboardText.countedAt.text(
                in: context.language,
                "waktu",
                style.longTime(census.generated)
            )
            if view.isHeadOffice {
                values["hasTabs"] = true
                values["tabs"] = view.tabs(census.services.compactMap(\.service), context.language)
            }
        }
        values["workers"] = await health
        return values
    }

    private func health(_ administrator: Administrator, _ style: ReportStyle) async -> [[String: Any]] {
        let statuses = await desk.workers.statusOfEach()
        let (known, _) = desk.heard("status", statuses)
        let holds = administrator.isHeadOffice ? [] : await desk.workers.holdsOfEach()
        let quarantines =
            administrator.isHeadOffice
            ? [] : await desk.workers.quarantineOfEach(administrator.selection, part: 0..<0)
        return statuses.map { answer in
            let name = desk.workerName(answer.number, statuses)
            var values: [String: Any] = ["isSilent": true]
            if let status = known.first(where: { $0.0 == answer.number })?.1 {
                let health = WorkerHealth(status, style)
                let own = holds.first { $0.number == answer.number }?.value
                values =
                    administrator.isHeadOffice
                    ? health.values
                    : health.values(
                        ofTenant: own?.count { $0.state == .open && administrator.sees($0) },
                        quarantined: quarantines.first { $0.number == answer.number }?.value?.total
                    )
            }
            values["heading"] = DashboardText.workerHeading.text(in: Language(style), "nama", name)
            return values
        }
    }

    // MARK: What changed, and the chart

    private func delta(_ view: DashboardView) async throws -> DeltaReport? {
        let begun = MonthBegun.before(.now, in: desk.configuration.timeZone)
        let selection = view.isHeadOffice ? ReportSelection.everything : view.selection
        return try await desk.heard("delta") {
            try await desk.workers.delta(from: begun, selection, withTenants: !view.isHeadOffice)
        }
    }

    private func growth(_ view: DashboardView) async throws -> GrowthReport? {
        try await desk.heard("growth") { try await desk.workers.growth(by: .month, view.selection) }
    }

    private static func monthValues(
        _ delta: DeltaReport,
        _ view: DashboardView,
        _ style: ReportStyle
    ) -> [String: Any] {
        guard let row = view.row(of: delta) else { return [:] }
        let language = Language(style)
        let showsAll = view.isHeadOffice && view.selection.service == nil
        var values: [String: Any] = ["hasMonth": true]
        values["month"] = style.period(delta.from, delta.to)
        values["monthTables"] = [
            FigureTable.accounts(showsAll ? delta.services : [row], total: showsAll ? row : nil, style).values,
            FigureTable.qualities(row, withTenants: view.isHeadOffice, style).values,
        ]
        if !delta.complete {
            values["notComplete"] = DashboardText.notComplete.text(
                in: language,
                "waktu",
                delta.recordedSince.map { style.longTime($0.wrappedValue) } ?? "–"
            )
        }
        return values
    }

    private static func growthValues(_ growth: GrowthReport, _ style: ReportStyle) -> [String: Any] {
        let words = style.language
        var values: [String: Any] = ["hasGrowth": true]
        if let chart = growth.svg(style, of: .registered) { values["chart"] = chart }
        values["growthTables"] = [
            FigureTable(words.registered, growth, style) { $0.registered }.values,
            FigureTable(words.uploaded, growth, style) { $0.accounts }.values,
        ]
        if growth.total.points.contains(where: \.reconstructed) { values["isReconstructed"] = true }
        return values
    }
}
