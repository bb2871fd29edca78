internal import Hummingbird

extension APISurface {
    /// `GET /v1/status`: ``StatusReport``.
    func addStatus(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("status") { _, _ in try Response.json(try await status()) }
    }

    /// `GET /v1/quarantine`: a list of ``QuarantineItem``. `GET /v1/quarantine/page?service=&tenant=&offset=&limit=`:
    /// ``QuarantinePage``.
    func addQuarantine(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("quarantine") { _, _ in
            try Response.json(try await state.read { try QuarantineItem.all(reading: $0) })
        }
        routes.get("quarantine/page") { request, _ in
            let query = Query(request)
            let (service, tenant, part) = (query.text("service"), query.text("tenant"), try query.part())
            return try Response.json(
                try await state.read {
                    try QuarantinePage(reading: $0, service: service, tenant: tenant, part: part)
                }
            )
        }
    }
}
