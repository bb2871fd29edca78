internal import DirectoryModel
internal import Hummingbird
internal import Logging
internal import Reports
internal import SyncEngine
internal import WorkerAPI

/// `/admin/tahanan` and `/admin/karantina`: what waits for a second person, and what is set aside.
struct HoldsRoutes: Sendable {
    let desk: Desk

    /// Rows on a page.
    private static let pageSize = 50

    func add(to router: Router<PortalContext>) {
        router.get("admin/tahanan") { request, context in try await list(request, context) }
        router.get("admin/tahanan/:worker/:id") { request, context in
            try await batch(context, Paging(request, size: Self.pageSize))
        }
        router.post("admin/tahanan/:worker/:id/lepas") { request, context in
            try await decide(.release, request, context)
        }
        router.post("admin/tahanan/:worker/:id/tolak") { request, context in
            try await decide(.reject, request, context)
        }
        QuarantineRoutes(desk: desk).add(to: router)
    }

    // MARK: The list

    private func list(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let paging = Paging(request, size: Self.pageSize)
        async let statuses = desk.workers.statusOfEach()
        let (answers, isSilent) = desk.heard("holds", await desk.workers.holdsOfEach())
        let names = await statuses
        let style = desk.style(context)
        let batches = answers.flatMap { number, holds in
            holds.filter(administrator.sees).map { (worker: number, hold: $0) }
        }.sorted { Self.isBefore($0.hold, $1.hold) }
        var values = paging.values(total: batches.count, link: "/admin/tahanan", style)
        let shown = batches[paging.part.clamped(to: batches.indices)]
        values["holds"] = shown.map { worker, hold in
            var row = HoldWords(hold: hold, style: style).values
            row["link"] = "/admin/tahanan/\(worker)/\(hold.id)"
            row["server"] = desk.workerName(worker, names)
            return row
        }
        if !shown.isEmpty { values["hasHolds"] = true }
        if isSilent { values["isSilent"] = true }
        return try await desk.pages.page(.holdList, titled: HoldsText.holdsTitle, context, values: values)
    }

    /// What waits stands first; then the newest.
    private static func isBefore(_ one: HoldSummary, _ other: HoldSummary) -> Bool {
        if (one.state == .open) != (other.state == .open) { return one.state == .open }
        return one.opened.time > other.opened.time
    }

    // MARK: One batch

    private func batchDesk(_ context: PortalContext) throws -> (BatchDesk, path: String) {
        guard let worker = context.parameters.get("worker", as: Int.self),
            let id = context.parameters.get("id", as: Int64.self)
        else { throw Detour.notFound }
        let batch = BatchDesk(desk: desk, worker: try desk.workers.client(worker), id: id)
        return (batch, "/admin/tahanan/\(worker)/\(id)")
    }

    private func batch(
        _ context: PortalContext,
        _ paging: Paging,
        problem: (text: HoldsText, status: HTTPResponse.Status)? = nil
    ) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let (batch, path) = try batchDesk(context)
        let detail = try await batch.detail(part: paging.part, for: administrator)
        // After a form, too, this is the page to come back to.
        var context = context
        context.path = path
        let style = desk.style(context)
        var values = HoldWords(hold: detail.hold, style: style).values
        values.merge(paging.values(total: detail.hold.accounts, link: path, style)) { $1 }
        values["title"] = HoldsText.holdTitle.text(in: context.language, "n", "\(detail.hold.id)")
        values["held"] = detail.list.map { $0.values(style) }
        values["fingerprint"] = detail.fingerprint
        values["batchPath"] = path
        values["sure"] = HoldsText.decideSure.text(in: context.language, "n", style.number(detail.hold.accounts))
        // A rejected batch may still be released; what was released cannot be taken back.
        if detail.hold.state == .open { values["mayReject"] = true }
        if detail.hold.state == .open || detail.hold.state == .rejected { values["mayRelease"] = true }
        return try await desk.pages.page(
            .holdDetail,
            titled: HoldsText.holdsTitle,
            context,
            status: problem?.status ?? .ok,
            problem: problem?.text.text(in: context.language),
            values: values
        )
    }

    private func decide(
        _ verdict: HoldDecision.Verdict,
        _ request: Request,
        _ context: PortalContext
    ) async throws -> Response {
        let (form, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let (batch, path) = try batchDesk(context)
        let first = Paging(number: 1, size: Self.pageSize)
        guard form.isTicked("sure") else {
            return try await self.batch(context, first, problem: (.decideNotSure, .unprocessableContent))
        }
        switch try await batch.decide(verdict, list: form.text("list"), by: administrator) {
        case .decided(let hold):
            desk.logger.notice(
                "a held batch was decided",
                metadata: ["hold": "\(hold.id)", "verdict": "\(verdict.rawValue)", "by": "\(administrator.address)"]
            )
            await desk.workers.forget()
            let notice: HoldsText = verdict == .release ? .wasReleased : .wasRejected
            await desk.sessions.update(session) { $0.notice = notice }
            return .seeOther(path)
        case .refused(let refusal): return try await self.batch(context, first, problem: (refusal.text, .forbidden))
        case .listChanged: return try await self.batch(context, first, problem: (.holdListChanged, .conflict))
        case .notOpen: return try await self.batch(context, first, problem: (.holdDecidedAlready, .conflict))
        }
    }
}
