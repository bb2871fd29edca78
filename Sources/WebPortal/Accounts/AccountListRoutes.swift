internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import NIOCore
internal import WorkerAPI

/// `/admin/akun`: accounts by pages and by search. What is listed comes from the worker, what is shown from the directory.
struct AccountListRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun") { request, context in try await list(request, context) }
        router.get("admin/akun/cari") { request, context in try await find(request, context) }
        router.get("skrip/cari.js") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/javascript; charset=utf-8", .cacheControl: "max-age=300"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.cari_js))
            )
        }
    }

    // MARK: By pages

    private func list(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let ask = try AccountListRequest(try request.queryFields, administrator)
        var values = try await filterValues(ask, administrator, context)
        do {
            let page = try await desk.accountList(ask.query(limit: AccountListRequest.pageLength))
            let records = try await desk.withAccounts(of: administrator) { accounts in
                try await accounts.records(page.accounts.compactMap { EntryUUID($0.uuid) })
            }
            let shown = page.accounts.compactMap { item in EntryUUID(item.uuid).flatMap { records[$0] } }
            values.merge(AccountRows(shown, desk.pages, context).values) { $1 }
            values["total"] = AccountsText.accountTotal.text(in: context.language, "n", "\(page.total)")
            if let next = page.next { values["next"] = ask.text(after: next) }
            if ask.after != nil { values["first"] = ["query": ask.text(after: nil)] }
        } catch is WorkerAPIError {
            values["isSilent"] = true
        }
        return try await desk.pages.page(.accountList, titled: AccountsText.navAccounts, context, values: values)
    }

    private func filterValues(
        _ ask: AccountListRequest,
        _ administrator: Administrator,
        _ context: PortalContext
    ) async throws -> [String: Any] {
        let statuses = AccountStatus.allCases.map { status -> [String: Any] in
            [
                "value": status.rawValue, "text": status.word.text(in: context.language),
                "isChosen": ask.status == status,
            ]
        }
        var values: [String: Any] = [
            "statuses": statuses, "isWith": ask.secondFactor == true, "isWithout": ask.secondFactor == false,
            "isByChange": ask.sort == .changed, "filter": ask.text(after: nil), "tenantFilter": ask.tenant ?? "",
        ]
        if administrator.isHeadOffice {
            let services = try await desk.withAccounts(of: administrator) { try await $0.serviceNames() }
            values["services"] = services.map { ["name": $0, "isChosen": $0 == ask.service] as [String: Any] }
            values["isHeadOffice"] = true
        }
        return values
    }

    // MARK: By search

    private func find(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let fields = try request.queryFields
        let isPart = fields.isTicked("bagian")
        let typed = fields.text("q")
        guard let text = AccountSearchText(typed) else { return try await tooShort(typed, isPart, context) }
        let found = try await desk.withAccounts(of: administrator) { try await $0.find(text) }
        var values = AccountRows(found.records, desk.pages, context).values
        values["q"] = typed
        values["isSearched"] = true
        if found.isCut { values["isCut"] = true }
        return try await desk.pages.page(
            isPart ? .accountRows : .accountSearch,
            titled: AccountsText.accountSearchTitle,
            context,
            values: values
        )
    }

    private func tooShort(_ typed: String, _ isPart: Bool, _ context: PortalContext) async throws -> Response {
        try await desk.pages.page(
            isPart ? .accountRows : .accountSearch,
            titled: AccountsText.accountSearchTitle,
            context,
            status: typed.isEmpty ? .ok : .unprocessableContent,
            problem: typed.isEmpty ? nil : AccountsText.accountSearchShort.text(in: context.language),
            values: ["q": typed]
        )
    }
}

/// The rows of a table of accounts.
struct AccountRows {
    let values: [String: Any]

    init(_ records: [AccountRecord], _ pages: PageRenderer, _ context: PortalContext) {
        let rows = records.map { record -> [String: Any] in
            [
                "path": record.path, "address": record.address.text, "name": record.fullName,
                "service": record.place.service, "tenant": record.place.tenant,
                "status": record.status.word.text(in: context.language),
                "isAlarming": record.status != .active && record.status != .uploaded,
                "since": record.secondFactorSince.map { pages.date($0, context) } ?? "–",
            ]
        }
        values = rows.isEmpty ? ["rows": rows] : ["rows": rows, "hasRows": true]
    }
}

extension AccountStatus {
    /// In words.
    var word: AccountsText {
        switch self {
        case .uploaded: .statusUploaded
        case .active: .statusActive
        case .blocked: .statusBlocked
        case .closed: .statusClosed
        }
    }
}

extension AccountStatus? {
    var word: AccountsText { self?.word ?? .statusUnknown }
}

extension Desk {
    /// A page of accounts from the first worker that answers: each knows all of them. Throws `WorkerAPIError` when none
    /// does, or none has loaded the directory yet, and ``Detour/badRequest`` for a cursor that is none.
    func accountList(_ query: AccountQuery) async throws -> AccountList {
        var silence = WorkerAPIError(.unreachable, "no worker is configured")
        for worker in configuration.workers {
            do {
                return try await worker.accounts(query)
            } catch let problem as ProblemDetails where problem.kind == .badCursor || problem.kind == .badRequest {
                throw Detour.badRequest
            } catch let problem as ProblemDetails {
                silence = WorkerAPIError(.unreachable, "a worker has no list of accounts: \(problem)")
            } catch let error as WorkerAPIError {
                silence = error
            }
        }
        throw silence
    }
}
