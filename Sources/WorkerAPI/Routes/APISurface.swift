internal import Foundation
internal import Hummingbird
internal import Logging
internal import SyncEngine

/// All routes of the API, and what they need.
struct APISurface: Sendable {
    let worker: Worker
    let mailHost: String
    let timeZone: TimeZone
    let logger: Logger
    let state: StateQueue
    let metrics = ProofHistograms()
    let auditGate = AuditGate()

    init(worker: Worker, mailHost: String, timeZone: TimeZone, logger: Logger) {
        self.worker = worker
        self.mailHost = mailHost
        self.timeZone = timeZone
        self.logger = logger
        state = StateQueue(worker.state)
    }

    /// Everything; `/v1` asks for the token, when there is one.
    func router(token: APIToken?) -> Router<BasicRequestContext> {
        let router = healthRouter()
        let routes = router.group("v1").add(middleware: TokenMiddleware(token: token))
        addStatus(to: routes)
        addHolds(to: routes)
        addQuarantine(to: routes)
        addAccounts(to: routes)
        addWork(to: routes)
        addAudit(to: routes)
        addReports(to: routes)
        addFeed(to: routes)
        return router
    }

    /// `/healthz`, `/readyz` and `/metrics`.
    func healthRouter() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ProblemMiddleware(logger: logger))
        addHealth(to: router)
        return router
    }

    /// Where the worker stands now.
    func status() async throws -> StatusReport {
        let problem = await worker.runner.storeProblem
        let values = worker.status.current
        return try await state.read { reader in
            try StatusReport(reading: reader, worker: values, mailStoreProblem: problem, mailHost: mailHost)
        }
    }
}
