internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import TwoFactor

/// `/akun/masuk-terakhir`: who tried to sign in to the account, and what came of it.
struct SignInHistoryRoutes: Sendable {
    let desk: Desk
    private let history: SignInHistory?

    init(desk: Desk) {
        self.desk = desk
        history = desk.configuration.gateLog.map { SignInHistory(path: $0) }
    }

    func add(to router: Router<PortalContext>) {
        router.get("akun/masuk-terakhir") { _, context in try await page(context) }
    }

    private func page(_ context: PortalContext) async throws -> Response {
        let account = try await desk.account(context)
        var values: [String: Any] = [:]
        if let history {
            do {
                let findings = try await history.recent(of: account.uuid)
                values["isRead"] = true
                values["isCut"] = findings.isCut
                values["rows"] = findings.records.map { row($0, context) }
                values["hasRows"] = !findings.records.isEmpty
            } catch let error as LogTailError {
                desk.logger.error("the gate's log cannot be read", metadata: ["reason": "\(error)"])
                values["isUnreadable"] = true
            }
        } else {
            values["isNotKept"] = true
        }
        return try await desk.pages.page(
            .signInHistory,
            titled: SignInHistoryText.historyTitle,
            context,
            values: values
        )
    }

    private func row(_ record: VerdictRecord, _ context: PortalContext) -> [String: Any] {
        let language = context.language
        return [
            "time": record.moment.map { desk.pages.dateAndTime($0, context) } ?? record.time,
            "way": record.way(in: language),
            "address": Self.isOwn(record.client) ? SignInHistoryText.ownServer.text(in: language) : record.client,
            "outcome": record.outcomeText.text(in: language), "reason": record.reasonText.text(in: language),
            "isRefused": record.outcome == .refused,
        ]
    }

    private static func isOwn(_ client: String) -> Bool {
        client == "local" || client.hasPrefix("127.") || client == "::1"
    }
}
