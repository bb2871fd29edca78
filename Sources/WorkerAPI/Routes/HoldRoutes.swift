internal import DirectoryModel
internal import Hummingbird
internal import Logging
internal import StateDatabase
internal import SyncEngine

extension APISurface {
    /// `GET /v1/holds?state=`: a list of ``HoldSummary``, the newest first. `GET /v1/holds/{id}?offset=&limit=`: ``HoldDetail``, with
    /// all of its list unless told otherwise.
    /// `POST /v1/holds/{id}/release` and `…/reject`: ``DecisionRequest`` to ``HoldSummary``; 409 when the list is another by
    /// now, or was decided already.
    func addHolds(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("holds") { request, _ in
            let wanted = try Query(request).choice("state", of: HoldSummary.State.self)
            return try Response.json(try await state.read { try HoldSummary.all(reading: $0, state: wanted) })
        }
        routes.get("holds/:id") { request, context in
            let id = try Self.holdNumber(context)
            return try Response.json(try await detail(of: id, part: try Query(request).part()))
        }
        for verdict in HoldDecision.Verdict.allCases {
            routes.post("holds/:id/\(verdict.rawValue)") { request, context in
                let asked = try await request.decode(as: DecisionRequest.self, context: context)
                return try Response.json(try await decide(verdict, asked, about: try Self.holdNumber(context)))
            }
        }
    }

    private func detail(of id: Int64, part: Range<Int>) async throws -> HoldDetail {
        guard let detail = try await state.read({ try HoldDetail(id, part: part, reading: $0) }) else {
            throw ProblemDetails(.notFound, "there is no held batch \(id)")
        }
        return detail
    }

    private func decide(_ verdict: HoldDecision.Verdict, _ asked: DecisionRequest, about id: Int64) async throws
        -> HoldSummary
    {
        guard !asked.decidedBy.isEmpty else { throw ProblemDetails(.badRequest, "decidedBy: name who decides") }
        let decision = HoldDecision(
            hold: id,
            fingerprint: asked.fingerprint,
            verdict: verdict,
            decidedBy: asked.decidedBy
        )
        try await state.run { state in _ = try state.write { try decision.carryOut(in: $0) } }
        logger.notice(
            "a held batch was decided",
            metadata: ["hold": "\(id)", "verdict": "\(verdict.rawValue)", "by": "\(asked.decidedBy)"]
        )
        await worker.runner.wake()
        return try await detail(of: id, part: 0..<0).hold
    }

    private static func holdNumber(_ context: BasicRequestContext) throws -> Int64 {
        let text = try context.parameters.require("id")
        guard let id = Int64(text) else {
            throw ProblemDetails(.notFound, "\"\(text)\" is not the number of a held batch")
        }
        return id
    }
}
