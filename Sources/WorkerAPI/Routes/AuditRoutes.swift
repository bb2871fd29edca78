internal import Hummingbird
internal import ServiceLifecycle
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
            return try Response.json(try await audited(repair: asked.repair))
        }
    }

    /// An audit may take minutes; the end of the worker does not wait for it.
    private func audited(repair: Bool) async throws -> Audit.Findings {
        do {
            let findings = try await cancelWhenGracefulShutdown { [auditGate, worker] in
                try await auditGate.run(worker.audit, repair: repair)
            }
            if repair { await worker.runner.wake() }
            return findings
        } catch is CancellationError {
            throw ProblemDetails(.unavailable, "the audit was ended: the worker is shutting down")
        } catch let error where ProblemDetails(telling: error) == nil {
            throw ProblemDetails(.unavailable, "the audit did not end: \(error)")
        }
    }
}
