import Foundation
import LocalStack
import SampleDirectory

/// The portal over the whole platform, 266,087 accounts: Admin Pusat's dashboard at 50 requests a second on one core, next to
/// its stylesheet, the search for accounts, a thousand people who set their second factor up at the same time, and a large
/// upload.
struct PortalBench {
    let run: PortalRun
    let slapd: SlapdServer
    let headquarters: String
    let officer: String
    let password: String
    let accounts: Int

    static func measure(_ request: BenchmarkRequest) async throws -> [Measurement] {
        try IdleConnections.raiseLimit()
        let password = PasswordHash.randomPassword()
        let hash = try await PasswordHash.ssha(of: password)
        let sample = SampleDirectory(scale: .full, passwordHash: hash)
        guard let officer = sample.treasuryAdministrators.first else { throw BenchmarkFailure("no treasury office") }
        tell("loading \(sample.expectedAccounts) accounts into slapd")
        let content = try await FullDirectory.write(sample)
        defer { try? FileManager.default.removeItem(at: content) }
        var options = LocalStackOptions(servers: .directory)
        options.slapd.content = [content]
        options.slapd.isDurable = false
        return try await withLocalStack(options) { stack in
            try await stack.slapd.modify(sample.administratorsChange)
            try await stack.slapd.modify(deadlines)
            try await stack.slapd.modify(ActivationStorm.entries(passwordHash: hash))
            return try await GateServer.withGate(before: stack.slapd, ring: GateKeys(people: []).ring) { gate in
                tell("a worker reads everything")
                return try await PortalRun.with(stack.slapd, gate) { run in
                    let bench = PortalBench(
                        run: run,
                        slapd: stack.slapd,
                        headquarters: sample.headquarters.address,
                        officer: officer.address,
                        password: password,
                        accounts: sample.expectedAccounts
                    )
                    return try await bench.measure()
                }
            }
        }
    }

    /// Nobody has to have a second factor yet.
    private static let deadlines = ["mail.go.id", "sakti.mail.go.id", "multidomain.mail.go.id"].map { service in
        """
        dn: cn=\(service),ou=services,\(WorkerAccess.suffix)
        changetype: modify
        replace: pamongTwoFactorDeadline
        pamongTwoFactorDeadline: 20991231170000Z


        """
    }.joined()

    private func measure() async throws -> [Measurement] {
        let load = HTTPLoad(port: run.port)
        var visitor = WebVisitor(load, address: "198.51.100.1")
        try await visitor.signIn(headquarters, password)
        try await checkFigures(&visitor)
        var office = WebVisitor(load, address: "198.51.100.2")
        try await office.signIn(officer, password)
        var results = try await dashboard(load, cookie: visitor.cookie)
        results += try await SearchLoad(load: load, accounts: accounts)
            .measure([("by Admin Pusat", visitor), ("by a tenant's administrator", office)])
        results += try await ActivationStorm(load: load, password: password).measure(run)
        return results + (try await UploadMemory(load: load, slapd: slapd).measure(run))
    }

    /// The figures of the platform's own slides, before anything is measured.
    private func checkFigures(_ visitor: inout WebVisitor) async throws {
        let page = try await visitor.get("/admin?layanan=sakti.mail.go.id").text
        for figure in ["182", "128.992", "104.067", "80 % dari email yang di-upload", "1.695"]
        where !page.contains(">\(figure)<") {
            throw BenchmarkFailure("the dashboard does not show \(figure)")
        }
    }

    private func dashboard(_ load: HTTPLoad, cookie: String) async throws -> [Measurement] {
        let pages = ["/admin"] + ["mail.go.id", "desa.mail.go.id", "sakti.mail.go.id"].map { "/admin?layanan=\($0)" }
        // A first second, so that connections are open and everything has been asked once.
        _ = try await load.steady(pages, cookie: cookie, perSecond: 10, for: 1)
        tell("50 dashboards a second for 30 seconds")
        let dashboards = try await load.steady(pages, cookie: cookie, perSecond: 50, for: 30)
        let memory = try run.megabytes
        let styles = try await load.steady(["/portal.css"], cookie: cookie, perSecond: 50, for: 30)
        let (p95, other) = (dashboards.percentile(0.95), styles.percentile(0.95))
        return [
            Measurement(
                what: "95 % of dashboards with \(accounts) accounts, at 50 a second on one core",
                value: p95.milliseconds,
                unit: .milliseconds,
                bar: 100,
                aim: 50,
                detail: dashboards.shares + "; \(styles.shares) for the stylesheet, "
                    + "\((p95.milliseconds / other.milliseconds).rounded(to: 1)) ×"
            ),
            Measurement(
                what: "the portal's memory meanwhile",
                value: memory,
                unit: .megabytes,
                bar: 200,
                aim: 100
            ),
        ]
    }
}
