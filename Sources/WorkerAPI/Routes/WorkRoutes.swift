internal import DirectoryModel
internal import Hummingbird
internal import Logging
internal import StateDatabase
internal import SyncEngine

extension APISurface {
    /// `GET /v1/work?state=&service=&tenant=&limit=`: ``WorkList``. `POST /v1/retry`: makes everything that was set aside due again and
    /// answers ``RetryAnswer``.
    func addWork(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("work") { request, _ in
            let query = Query(request)
            let wanted = try query.choice("state", of: WorkList.State.self)
            let limit = try query.number("limit", in: 0...100_000) ?? 1000
            let (service, tenant) = (query.text("service"), query.text("tenant"))
            return try Response.json(
                try await state.read {
                    try WorkList(reading: $0, state: wanted, service: service, tenant: tenant, limit: limit)
                }
            )
        }
        routes.post("retry") { _, _ in
            let retried = try await state.run { state in try state.write { try $0.retrySetAside(at: .now) } }
            logger.notice("work that was set aside is due again", metadata: ["accounts": "\(retried)"])
            await worker.runner.wake()
            return try Response.json(RetryAnswer(retried: retried))
        }
    }
}
