internal import Hummingbird
internal import SyncEngine

extension APISurface {
    /// `GET /healthz`: the process answers. `GET /readyz`: 200 while in sync with the directory, otherwise 503 with the
    /// reason. `GET /metrics`: Prometheus text format.
    ///
    /// The first two look at nothing that can block, so that they tell of the worker and not of its disk.
    func addHealth(to router: Router<BasicRequestContext>) {
        router.get("healthz") { _, _ in Response.text("ok\n", mediaType: "text/plain; charset=utf-8") }
        router.get("readyz") { _, _ in
            let readiness = Readiness(worker.status.current)
            return try Response.json(readiness, status: readiness.ready ? .ok : .serviceUnavailable)
        }
        router.get("metrics") { _, _ in
            Response.text(try await metricsText(), mediaType: MetricsText.mediaType)
        }
    }

    private func metricsText() async throws -> String {
        let status = try await status()
        return try await state.read { [metrics] reader in
            try metrics.update(reading: reader)
            return MetricsText(status, census: try ServiceCensus.all(reading: reader), proofs: metrics.current).text
        }
    }
}
