internal import Hummingbird

extension APISurface {
    /// `GET /v1/status`: ``StatusReport``.
    func addStatus(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("status") { _, _ in try Response.json(try await status()) }
    }

    /// `GET /v1/quarantine`: a list of ``QuarantineItem``.
    func addQuarantine(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("quarantine") { _, _ in
            try Response.json(try await state.read { try QuarantineItem.all(reading: $0) })
        }
    }
}
