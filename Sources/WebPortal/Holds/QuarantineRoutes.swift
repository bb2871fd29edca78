internal import Hummingbird
internal import Logging
internal import Reports
internal import WorkerAPI

/// `/admin/karantina`: entries that break a rule, and work the mail store refused, of one worker at a time.
struct QuarantineRoutes: Sendable {
    let desk: Desk
    private let path = "/admin/karantina"

    private static let pageSize = 50
    /// Of work that was set aside the first are enough: what they have in common is what is to be mended.
    private static let shownWork = 100

    init(desk: Desk) { self.desk = desk }

    func add(to router: Router<PortalContext>) {
        router.get("admin/karantina") { request, context in try await quarantine(request, context) }
        router.post("admin/karantina/:worker/coba-lagi") { request, context in try await retry(request, context) }
    }

    private func quarantine(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let number = request.uri.queryParameters["server"].map { Int($0) ?? 0 } ?? 1
        let paging = Paging(request, size: Self.pageSize)
        let statuses = await desk.workers.statusOfEach()
        let style = desk.style(context)
        var values: [String: Any] = ["server": "\(number)"]
        if statuses.count > 1 {
            values["hasTabs"] = true
            values["tabs"] = statuses.map { tab($0.number, statuses, isCurrent: $0.number == number) }
        }
        if administrator.isHeadOffice { values["mayRetry"] = true }
        let heard = try await lists(number, administrator.selection, paging)
        guard let (page, work) = heard else {
            values["isSilent"] = true
            return try await answer(context, .serviceUnavailable, values)
        }
        values.merge(paging.values(total: page.total, link: link(number), style)) { $1 }
        values.merge(Self.entryValues(page, style)) { $1 }
        values.merge(Self.workValues(work, style)) { $1 }
        return try await answer(context, .ok, values)
    }

    /// `nil` when the worker does not answer.
    private func lists(
        _ number: Int,
        _ selection: ReportSelection,
        _ paging: Paging
    ) async throws -> (QuarantinePage, WorkList)? {
        guard !desk.workers.clients.isEmpty else { return nil }
        let worker = try desk.workers.client(number)
        return try await desk.heard("quarantine") {
            async let page = worker.quarantine(
                service: selection.service,
                tenant: selection.tenant,
                part: paging.part
            )
            async let work = worker.work(
                state: .setAside,
                service: selection.service,
                tenant: selection.tenant,
                limit: Self.shownWork
            )
            return (try await page, try await work)
        }
    }

    private func answer(
        _ context: PortalContext,
        _ status: HTTPResponse.Status,
        _ values: sending [String: Any]
    ) async throws -> Response {
        try await desk.pages.page(
            .quarantine,
            titled: QuarantineText.quarantineTitle,
            context,
            status: status,
            values: values
        )
    }

    private func link(_ number: Int) -> String { number == 1 ? path : "\(path)?server=\(number)" }

    private func tab(_ number: Int, _ statuses: [WorkerAnswer<StatusReport>], isCurrent: Bool) -> [String: Any] {
        var values: [String: Any] = ["label": desk.workerName(number, statuses), "link": link(number)]
        if isCurrent { values["isCurrent"] = true }
        return values
    }

    private static func entryValues(_ page: QuarantinePage, _ style: ReportStyle) -> [String: Any] {
        let language = Language(style)
        var values: [String: Any] = [
            "total": QuarantineText.quarantineTotal.text(in: language, "n", style.number(page.total))
        ]
        if !page.items.isEmpty { values["hasEntries"] = true }
        values["entries"] = page.items.map { item in
            [
                "address": item.address ?? item.dn, "dn": item.dn, "uuid": item.uuid,
                "since": style.longTime(item.since.time),
                "served": (item.isServed ? QuarantineText.quarantineServed : .quarantineNotServed).text(in: language),
                "findings": item.findings.map { findingValues($0, language) },
            ] as [String: Any]
        }
        return values
    }

    private static func findingValues(_ finding: QuarantineItem.Finding, _ language: Language) -> [String: Any] {
        let words = RuleWords(finding, language)
        var values: [String: Any] = [
            "rule": words.title, "remedy": words.remedy, "attribute": finding.attribute, "detail": finding.detail,
        ]
        if words.isForeign { values["isForeign"] = true }
        return values
    }

    private static func workValues(_ work: WorkList, _ style: ReportStyle) -> [String: Any] {
        let language = Language(style)
        var values: [String: Any] = [:]
        if !work.items.isEmpty { values["hasWork"] = true }
        values["work"] = work.items.map { item in
            [
                "address": item.address, "uuid": item.uuid, "kind": urgency(item.urgency, language),
                "reason": item.lastError ?? "–", "attempts": style.number(item.attempts),
                "since": style.longTime(item.committed.time),
            ] as [String: Any]
        }
        if work.total > work.items.count {
            values["more"] = QuarantineText.setAsideMore.text(in: language, "n", style.number(work.items.count))
                .replacing("{jumlah}", with: style.number(work.total))
        }
        return values
    }

    private static func urgency(_ name: String, _ language: Language) -> String {
        let words: [String: QuarantineText] = [
            "block": .urgencyBlock, "change": .urgencyChange, "archive": .urgencyArchive, "create": .urgencyCreate,
        ]
        return words[name]?.text(in: language) ?? name
    }

    private func retry(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        guard administrator.isHeadOffice, let number = context.parameters.get("worker", as: Int.self) else {
            throw Detour.notFound
        }
        let retried = try await desk.workers.client(number).retry()
        desk.logger.notice(
            "work that was set aside is tried again",
            metadata: ["accounts": "\(retried)", "by": "\(administrator.address)"]
        )
        await desk.workers.forget()
        await desk.sessions.update(session) { $0.notice = QuarantineText.wasRetried }
        return .seeOther(link(number))
    }
}
