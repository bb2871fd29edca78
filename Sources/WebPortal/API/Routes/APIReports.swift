internal import Hummingbird
internal import NIOCore
internal import Reports
internal import WorkerAPI

/// Census, delta and growth, of what the program may see and nothing else.
struct APIReports: Sendable {
    let workers: APIWorkers

    var operations: [APIOperation] {
        [
            APIOperation("census", ["at", "service", "tenant"], forms: [.json, .csv]) { try await census($0) },
            APIOperation("delta", ["from", "to", "service", "tenant"], forms: [.json, .csv]) { try await delta($0) },
            APIOperation("growth", ["by", "from", "to", "service", "tenant"], forms: [.json, .csv]) {
                try await growth($0)
            },
        ]
    }

    private func census(_ call: APICall) async throws -> Response {
        let (at, selection) = (try call.query.time("at"), try call.selection())
        return try await answer(call, time: "at") { try await $0.census(at: at, selection: selection) }
    }

    private func delta(_ call: APICall) async throws -> Response {
        let (to, selection) = (try call.query.time("to"), try call.selection())
        guard let from = try call.query.time("from") else {
            throw APIProblem(parameter: "from", "missing", how: "give the beginning, such as 2026-11-01")
        }
        return try await answer(call, time: "from") { try await $0.delta(from: from, to: to, selection: selection) }
    }

    private func growth(_ call: APICall) async throws -> Response {
        let step = try call.query.choice("by", of: GrowthStep.self) ?? .month
        let (from, to) = (try call.query.time("from"), try call.query.time("to"))
        let selection = try call.selection()
        return try await answer(call, time: "from") {
            try await $0.growth(by: step, from: from, to: to, selection: selection)
        }
    }

    /// `time` is the parameter that is at fault when the worker has no figures of that time.
    private func answer(
        _ call: APICall,
        time: String,
        _ make: @Sendable (WorkerAPIClient) async throws -> some Report
    ) async throws -> Response {
        do {
            let report = try await workers.first(make)
            let text = call.form == .csv ? report.csv() : report.json()
            return .body(ByteBuffer(string: text), type: call.form.mediaType)
        } catch let problem as ProblemDetails where problem.kind == .beforeLedger || problem.kind == .badRequest {
            throw APIProblem(parameter: time, problem.detail, how: "give another time")
        }
    }
}
