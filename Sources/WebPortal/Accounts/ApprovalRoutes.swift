internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// `/admin/persetujuan`: requests to take a second factor away, and the second officer's decision. Who may decide about what is
/// the directory's to say, and ``SecondFactorStore``'s that it is another officer than the one who asked.
struct ApprovalRoutes: Sendable {
    let desk: Desk
    private let path = "/admin/persetujuan"

    func add(to router: Router<PortalContext>) {
        router.get("admin/persetujuan") { _, context in try await list(context) }
        router.get("admin/persetujuan/:uuid") { _, context in try await show(context) }
        router.post("admin/persetujuan/:uuid/setujui") { request, context in
            try await decide(request, context, isApproval: true)
        }
        router.post("admin/persetujuan/:uuid/tolak") { request, context in
            try await decide(request, context, isApproval: false)
        }
    }

    /// A request about an account that the person sees.
    private struct Case: Sendable {
        let record: AccountRecord
        let found: FoundResetRequest
    }

    private func list(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let records = try await desk.withAccounts(of: administrator) { try await $0.withResetRequests() }
        let visible = Dictionary(records.map { ($0.uuid, $0) }) { first, _ in first }
        let requests =
            visible.isEmpty ? [] : try await desk.store.resetRequests(lifetime: desk.configuration.resetLifetime)
        let rows = requests.compactMap { found -> [String: Any]? in
            visible[found.account.uuid].map { row(Case(record: $0, found: found), context) }
        }
        var values: [String: Any] = ["requests": rows]
        if !rows.isEmpty { values["hasRequests"] = true }
        return try await desk.pages.page(.approvals, titled: AccountsText.approvalsTitle, context, values: values)
    }

    private func row(_ item: Case, _ context: PortalContext) -> [String: Any] {
        let (language, request) = (context.language, item.found.request)
        let isBelievable = item.found.standing != .forged
        return [
            "account": item.record.address.text, "name": item.record.fullName, "tenant": item.record.place.tenant,
            "service": item.record.place.service, "path": "\(path)/\(item.record.uuid)",
            "accountPath": item.record.path,
            "standing": item.found.standing.word.text(in: language), "isOpen": item.found.standing == .open,
            "asked": isBelievable ? request.map { desk.pages.date($0.asked, context) } ?? "–" : "–",
            "requester": isBelievable ? request.map { Self.shortName($0.requester) } ?? "–" : "–",
            "requestReason": isBelievable ? request?.reason ?? "–" : "–",
        ]
    }

    /// The address in an officer's name, which is all that people know them by.
    private static func shortName(_ dn: String) -> String { DNText.value(of: dn) }

    private func item(_ context: PortalContext, _ administrator: Administrator) async throws -> Case {
        let uuid = try context.accountParameter
        let record = try await desk.withAccounts(of: administrator) { try await $0.record(uuid) }
        guard record.hasResetRequest else { throw Detour.notFound }
        let requests = try await desk.store.resetRequests(lifetime: desk.configuration.resetLifetime)
        guard let found = requests.first(where: { $0.account.uuid == uuid }) else { throw Detour.notFound }
        return Case(record: record, found: found)
    }

    private func show(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        return try await page(try await item(context, administrator), context)
    }

    private func page(_ item: Case, _ context: PortalContext, problem: AccountsText? = nil) async throws -> Response {
        try await desk.pages.page(
            .approval,
            titled: AccountsText.approvalTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: row(item, context).merging(["decision": "\(path)/\(item.record.uuid)"]) { $1 }
        )
    }

    private func decide(_ request: Request, _ context: PortalContext, isApproval: Bool) async throws -> Response {
        let (_, session) = try await desk.form(request, context)
        let administrator = try await desk.administrator(context)
        let item = try await item(context, administrator)
        if isApproval { try desk.requireStepUp(context, thenTo: "\(path)/\(item.record.uuid)") }
        do {
            try await desk.withAccounts(of: administrator) { accounts in
                try await write(item, isApproval, as: administrator, over: accounts.connection)
            }
        } catch let error as SecondFactorError {
            guard let text = error.officeText else { throw error.asConflict }
            return try await page(item, context, problem: text)
        }
        if isApproval { await desk.sessions.endAll(of: item.record.uuid) }
        desk.note(isApproval ? "second factor reset" : "reset turned down", item.record, administrator)
        return await desk.done(isApproval ? .approvalDone : .rejectionDone, session, at: path)
    }

    private func write(
        _ item: Case,
        _ isApproval: Bool,
        as administrator: Administrator,
        over connection: LDAPConnection
    ) async throws {
        let account = item.found.account
        guard isApproval else {
            return try await desk.store.rejectReset(of: account, as: administrator.name, over: connection)
        }
        try await desk.store.approveReset(
            of: account,
            as: administrator.name,
            over: connection,
            lifetime: desk.configuration.resetLifetime
        )
    }
}

extension FoundResetRequest.Standing {
    var word: AccountsText {
        switch self {
        case .open: .requestOpenWord
        case .expired: .requestExpiredWord
        case .forged: .requestForgedWord
        }
    }
}
