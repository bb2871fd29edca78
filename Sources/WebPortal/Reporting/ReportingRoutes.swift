internal import DirectoryModel
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Reports
internal import WorkerAPI

/// `/admin/laporan`: census, delta and growth, each as a page and as a file.
struct ReportingRoutes: Sendable {
    let desk: Desk

    /// Rows of a long table on a page.
    private static let pageSize = 100

    func add(to router: Router<PortalContext>) {
        for kind in ReportKind.allCases {
            router.get(RouterPath(kind.path)) { request, context in try await page(kind, request, context) }
            router.get(RouterPath(kind.file)) { request, context in try await file(kind, request, context) }
        }
    }

    private func page(_ kind: ReportKind, _ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let form = ReportForm(kind, request, administrator)
        do {
            let report = try await ReportDesk(desk: desk).report(form, now: .now, withAll: false)
            let view = ReportView(form: form, paging: Paging(request, size: Self.pageSize), style: desk.style(context))
            return try await answer(form, context, view.values(report))
        } catch let problem as RangeProblem {
            return try await refused(form, problem, context)
        } catch let error where Self.isSilence(error) {
            return try await silent(form, error, context)
        }
    }

    private func file(_ kind: ReportKind, _ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let form = ReportForm(kind, request, administrator)
        do {
            let report = try await ReportDesk(desk: desk).report(form, now: .now, withAll: true)
            return Response(
                status: .ok,
                headers: [
                    .contentType: ReportFormat.csv.mediaType, .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"pamong-\(kind.name).csv\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: report.csv))
            )
        } catch let problem as RangeProblem {
            return try await refused(form, problem, context)
        } catch let error where Self.isSilence(error) {
            return try await silent(form, error, context)
        }
    }

    private static func isSilence(_ error: any Error) -> Bool { error is WorkerAPIError || error is ProblemDetails }

    // MARK: The page around the report

    private func refused(
        _ form: ReportForm,
        _ problem: RangeProblem,
        _ context: PortalContext
    ) async throws -> Response {
        try await answer(form, context, [:], .unprocessableContent, problem.text(in: context.language))
    }

    private func silent(_ form: ReportForm, _ error: any Error, _ context: PortalContext) async throws -> Response {
        desk.logger.error("no worker made a report", metadata: ["reason": "\(error)"])
        let text = AdministrationText.workerSilent.text(in: context.language)
        return try await answer(form, context, [:], .serviceUnavailable, text)
    }

    private func answer(
        _ form: ReportForm,
        _ context: PortalContext,
        _ report: sending [String: Any],
        _ status: HTTPResponse.Status = .ok,
        _ problem: String? = nil
    ) async throws -> Response {
        var values = report
        values["kinds"] = ReportKind.allCases.map { kind in
            var tab: [String: Any] = ["label": kind.word.text(in: context.language), "link": kind.path]
            if kind == form.kind { tab["isCurrent"] = true }
            return tab
        }
        values.merge(await fields(of: form)) { $1 }
        return try await desk.pages.page(
            .report,
            titled: ReportingText.reportingTitle,
            context,
            status: status,
            problem: problem,
            values: values
        )
    }

    /// The form, with what was chosen and typed.
    private func fields(of form: ReportForm) async -> [String: Any] {
        var values: [String: Any] = [
            "action": form.kind.path, "file": form.kind.file + form.query, "at": form.at, "from": form.from,
            "to": form.to, form.kind == .census ? "isCensus" : "isPeriod": true,
        ]
        if form.kind == .growth {
            values["isGrowth"] = true
            if form.step == .day { values["isByDay"] = true }
        }
        values["tenantName"] = form.selection.tenant ?? ""
        if form.isHeadOffice {
            values["mayChoose"] = true
            values["services"] = await services(chosen: form.selection.service)
        } else {
            values["ownTenant"] = "\(form.selection.tenant ?? ""), \(form.selection.service ?? "")"
        }
        return values
    }

    /// The services that are counted, and the one that was asked for even if it is none.
    private func services(chosen: String?) async -> [[String: Any]] {
        var names: [String] = []
        if let census = try? await desk.workers.census() { names = census.services.compactMap(\.service) }
        if let chosen, !names.contains(chosen) { names.append(chosen) }
        return names.map { $0 == chosen ? ["name": $0, "isChosen": true] : ["name": $0] }
    }
}
