internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import Reports
internal import StateDatabase

extension APISurface {
    /// `GET /v1/reports/census?at=`, `…/delta?from=&to=`, `…/growth?by=&from=&to=`, each with `service=`, `tenant=`,
    /// `within=` (see ``Query/within()``), `format=` (json unless said otherwise) and `language=`; census and delta also with
    /// `rows=services`, which leaves the tenants out. Times are RFC 3339, or dates in the worker's time zone.
    func addReports(to routes: RouterGroup<BasicRequestContext>) {
        let reports = routes.group("reports")
        reports.get("census") { request, _ in
            let ask = try ReportQuery(request, zone: timeZone)
            let at = try ask.time("at")
            return try await answer(ask) {
                let report = try CensusReport(reading: $0, at: at, selection: ask.selection, generated: ask.now)
                return ask.rows == .services ? report.withoutTenants() : report
            }
        }
        reports.get("delta") { request, _ in
            let ask = try ReportQuery(request, zone: timeZone)
            guard let from = try ask.time("from") else { throw ProblemDetails(.badRequest, "from: give the beginning") }
            let to = try ask.time("to") ?? ask.now
            return try await answer(ask) {
                let report = try DeltaReport(
                    reading: $0,
                    from: from,
                    to: to,
                    selection: ask.selection,
                    generated: ask.now
                )
                return ask.rows == .services ? report.withoutTenants() : report
            }
        }
        reports.get("growth") { request, _ in
            let ask = try ReportQuery(request, zone: timeZone)
            let step = try ask.query.choice("by", of: GrowthStep.self) ?? .month
            let to = try ask.time("to") ?? ask.now
            let from = try ask.time("from") ?? to - (step == .month ? .seconds(365 * 86_400) : .seconds(30 * 86_400))
            return try await answer(ask) { [timeZone] in
                try GrowthReport(
                    reading: $0,
                    by: step,
                    from: from,
                    to: to,
                    zone: timeZone,
                    selection: ask.selection,
                    generated: ask.now
                )
            }
        }
    }

    /// Makes a report and writes it in the form that was asked for, both away from the cooperative pool.
    private func answer(
        _ ask: ReportQuery,
        _ make: @escaping @Sendable (StateReader) throws -> some Report
    ) async throws -> Response {
        let style = ReportStyle(language: ask.language, zone: timeZone)
        let text = try await state.read { try make($0).rendered(as: ask.format, style: style) }
        return Response.text(text, mediaType: ask.format.mediaType)
    }

    /// `GET /v1/feed?cursor=&limit=&within=`: a page of the change feed.
    func addFeed(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("feed") { request, _ in
            let query = Query(request)
            let limit = try query.number("limit", in: 1...ChangeFeed.largestLimit) ?? 1000
            let cursor = query.text("cursor")
            let within = try query.within()
            let page = try await state.read {
                try ChangeFeed(reading: $0, after: cursor, limit: limit, within: within).json()
            }
            return Response.text(page, mediaType: "application/json")
        }
    }
}

/// What all reports may be asked with.
private struct ReportQuery: Sendable {
    let query: Query
    let selection: ReportSelection
    let format: ReportFormat
    let language: ReportLanguage
    let rows: ReportRows
    let zone: TimeZone
    let now = Timestamp.now

    init(_ request: Request, zone: TimeZone) throws {
        query = Query(request)
        selection = ReportSelection(
            service: query.text("service"),
            tenant: query.text("tenant"),
            within: try query.within()
        )
        format = try query.choice("format", of: ReportFormat.self) ?? .json
        language = try query.choice("language", of: ReportLanguage.self) ?? .english
        rows = try query.choice("rows", of: ReportRows.self) ?? .tenants
        self.zone = zone
    }

    func time(_ name: String) throws -> Timestamp? {
        try query.text(name).map { try ReportTime.parse($0, zone: zone) }
    }
}

/// How far down a report goes.
enum ReportRows: String, Sendable, CaseIterable {
    case services, tenants
}
