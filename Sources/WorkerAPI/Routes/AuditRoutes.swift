internal import Hummingbird
internal import SyncEngine

/// Lets one audit run at a time: two would mend the same twice and compare against each other's writes.
actor AuditGate {
    private var isRunning = false

    func run(_ audit: Audit, repair: Bool) async throws -> Audit.Findings {
        guard !isRunning else {
            throw ProblemDetails(.auditRunning, "an audit is running already; its result will be in the status")
        }
        isRunning = true
        defer { isRunning = false }
        return try await audit.run(repair: repair)
    }
}

extension APISurface {
    /// `POST /v1/audit`: ``AuditRequest`` to what was found, once all is compared; 409 while another audit runs.
    func addAudit(to routes: RouterGroup<BasicRequestContext>) {
        routes.post("audit") { request, context in
            let asked = try await request.decode(as: AuditRequest.self, context: context)
            do {
                let findings = try await auditGate.run(worker.audit, repair: asked.repair)
                if asked.repair { await worker.runner.wake() }
                return try Response.json(findings)
            } catch let error where ProblemDetails(telling: error) == nil && !(error is CancellationError) {
                throw ProblemDetails(.unavailable, "the audit did not end: \(error)")
            }
        }
    }
}
