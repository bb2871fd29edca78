import Foundation
import LocalStack
import NIOHTTP1

/// What the portal's memory grows to while it takes an upload of 400,000 rows in and plans it, after everything else.
struct UploadMemory {
    private static let rows = 400_000

    let load: HTTPLoad
    let slapd: SlapdServer

    /// The tenant is made only now: it is not among those whose figures are checked.
    func measure(_ run: PortalRun) async throws -> [Measurement] {
        tell("an upload of \(Self.rows) rows")
        try await slapd.modify(ImportSample.tenant)
        let file = slapd.folder.url.appending(path: "upload.csv")
        try ImportSample.csv(Self.rows).write(to: file, atomically: false, encoding: .utf8)
        var visitor = WebVisitor(load, address: "198.51.100.3")
        try await visitor.signIn("admin.percobaan@\(ImportSample.service)", ImportSample.password)
        try await visitor.get("/admin/unggah/baru")
        let before = try run.megabytes
        let begun = ContinuousClock.now
        let upload = try await send(file, by: visitor)
        let reception = ContinuousClock.now - begun
        let most = try await mostWhilePlanned(upload, by: visitor, run)
        let planning = ContinuousClock.now - begun - reception
        return [
            Measurement(
                what: "the portal's memory while \(Self.rows) rows are planned",
                value: most,
                unit: .megabytes,
                bar: 200,
                aim: 150,
                detail: "\(before.rounded(to: 0)) MB before; \(reception.inSeconds.rounded(to: 1)) s for the file, "
                    + "\(planning.inSeconds.rounded(to: 1)) s for the plan"
            )
        ]
    }

    /// Sends the file as a browser does, and answers the path of its page.
    private func send(_ file: URL, by visitor: WebVisitor) async throws -> String {
        let arguments = [
            "--silent", "--max-time", "300", "--output", "/dev/null", "--write-out", "%{http_code} %{redirect_url}",
            "--header", "x-forwarded-for: \(visitor.address)", "--cookie", visitor.cookie,
            "--form-string", "token=\(visitor.token)", "--form", "file=@\(file.path);type=text/csv",
            "http://127.0.0.1:\(load.port)/admin/unggah",
        ]
        let text = try await ShortCommand("/usr/bin/curl", arguments, timeLimit: .seconds(310)).run()
        guard let path = text.firstMatch(of: /^303 \S*(\/admin\/unggah\/\S+)/) else {
            throw BenchmarkFailure("the upload was answered: \(text)")
        }
        return String(path.1)
    }

    private func mostWhilePlanned(_ upload: String, by visitor: WebVisitor, _ run: PortalRun) async throws -> Double {
        var most = try run.megabytes
        let limit = ContinuousClock.now + .seconds(300)
        while true {
            most = max(most, try run.megabytes)
            let state = try await load.send(.GET, "\(upload)/kemajuan", cookie: visitor.cookie).text
            if state.contains("\"stage\":\"planned\"") { return most }
            guard state.contains("\"stage\":\"planning\""), ContinuousClock.now < limit else {
                throw BenchmarkFailure("the upload is not planned: \(state)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
