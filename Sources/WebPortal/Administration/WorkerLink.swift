internal import DirectoryModel
internal import Reports
internal import WorkerAPI

/// What the portal asks the workers. All of them count all accounts, so reports come from the first that answers; what each
/// does on its own mail host is asked of each.
struct WorkerLink: Sendable {
    /// The workers, as they are configured.
    let clients: [WorkerAPIClient]

    private let statuses = SharedAnswers<Int, StatusReport>()
    private let holdLists = SharedAnswers<Int, [HoldSummary]>()
    private let quarantines = SharedAnswers<QuarantineQuestion, QuarantinePage>(capacity: 32)
    // With its tenants a report can be as large as half a megabyte.
    private let censuses = SharedAnswers<CensusQuestion, CensusReport>(capacity: 24)
    private let deltas = SharedAnswers<DeltaQuestion, DeltaReport>(capacity: 24)
    // A month's point does not move in half a minute, and every series costs the worker a pass over all that ever happened.
    private let series = SharedAnswers<GrowthQuestion, GrowthReport>(
        Ages(fresh: .seconds(30), usable: .seconds(60))
    )

    /// Somebody waits for a page: a worker that says nothing is not waited for as long as by a program.
    init(_ clients: [WorkerAPIClient], patience: Duration = .seconds(10)) {
        self.clients = clients.map { client in
            var client = client
            client.patience = patience
            return client
        }
    }

    /// The worker of a number, from 1. Throws ``Detour/notFound``.
    func client(_ number: Int) throws -> WorkerAPIClient {
        guard clients.indices.contains(number - 1) else { throw Detour.notFound }
        return clients[number - 1]
    }

    /// Forgets what may have changed by what was just done.
    func forget() async {
        await statuses.forget()
        await holdLists.forget()
        await quarantines.forget()
    }

    // MARK: What any of them knows

    /// Counts at a moment; without one, now.
    func census(
        at: Timestamp? = nil,
        _ selection: ReportSelection = .everything,
        withTenants: Bool = false
    ) async throws -> CensusReport {
        let question = CensusQuestion(at: at, selection: selection, withTenants: withTenants)
        return try await censuses.answer(to: question) {
            try await first { try await $0.census(at: at, selection: selection, withTenants: withTenants) }
        }
    }

    /// What changed between two moments; up to now without `to`.
    func delta(
        from: Timestamp,
        to: Timestamp? = nil,
        _ selection: ReportSelection = .everything,
        withTenants: Bool = false
    ) async throws -> DeltaReport {
        let question = DeltaQuestion(from: from, to: to, selection: selection, withTenants: withTenants)
        return try await deltas.answer(to: question) {
            try await first {
                try await $0.delta(from: from, to: to, selection: selection, withTenants: withTenants)
            }
        }
    }

    /// How the counts grew; the last year or month without `from`.
    func growth(
        by step: GrowthStep,
        from: Timestamp? = nil,
        to: Timestamp? = nil,
        _ selection: ReportSelection = .everything
    ) async throws -> GrowthReport {
        let question = GrowthQuestion(step: step, from: from, to: to, selection: selection)
        return try await series.answer(to: question) {
            try await first { try await $0.growth(by: step, from: from, to: to, selection: selection) }
        }
    }

    /// The answer of the first that has one. Where none has, the last one's reason is thrown.
    private func first<Value: Sendable>(
        _ ask: @Sendable (WorkerAPIClient) async throws -> Value
    ) async throws -> Value {
        var reason: any Error = WorkerAPIError(.unreachable, "no worker is configured (portal.workers)")
        for client in clients {
            do {
                return try await ask(client)
            } catch let error as WorkerAPIError {
                reason = error
            } catch let problem as ProblemDetails {
                reason = problem
            }
        }
        throw reason
    }

    // MARK: What each of them does

    /// Where each stands.
    func statusOfEach() async -> [WorkerAnswer<StatusReport>] {
        await ofEach { number, client in try await statuses.answer(to: number) { try await client.status() } }
    }

    /// The held batches of each, the newest first.
    func holdsOfEach() async -> [WorkerAnswer<[HoldSummary]>] {
        await ofEach { number, client in try await holdLists.answer(to: number) { try await client.holds() } }
    }

    /// These places of what is in each one's quarantine, of a service and tenant.
    func quarantineOfEach(
        _ selection: ReportSelection,
        part: Range<Int>
    ) async -> [WorkerAnswer<QuarantinePage>] {
        await ofEach { number, client in
            let question = QuarantineQuestion(worker: number, selection: selection, part: part)
            return try await quarantines.answer(to: question) {
                try await client.quarantine(service: selection.service, tenant: selection.tenant, part: part)
            }
        }
    }

    /// Asks all of them at the same time; one that is silent keeps none of the others' answers back.
    func ofEach<Value: Sendable>(
        _ ask: @escaping @Sendable (Int, WorkerAPIClient) async throws -> Value
    ) async -> [WorkerAnswer<Value>] {
        await withTaskGroup(of: WorkerAnswer<Value>.self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    do {
                        return WorkerAnswer(number: index + 1, answer: .success(try await ask(index + 1, client)))
                    } catch {
                        return WorkerAnswer(number: index + 1, answer: .failure(error))
                    }
                }
            }
            var answers: [WorkerAnswer<Value>] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.number < $1.number }
        }
    }

    private struct CensusQuestion: Hashable {
        let at: Timestamp?
        let selection: ReportSelection
        let withTenants: Bool
    }

    private struct DeltaQuestion: Hashable {
        let from: Timestamp
        let to: Timestamp?
        let selection: ReportSelection
        let withTenants: Bool
    }

    private struct GrowthQuestion: Hashable {
        let step: GrowthStep
        let from: Timestamp?
        let to: Timestamp?
        let selection: ReportSelection
    }

    private struct QuarantineQuestion: Hashable {
        let worker: Int
        let selection: ReportSelection
        let part: Range<Int>
    }
}

/// What one worker answered.
struct WorkerAnswer<Value: Sendable>: Sendable {
    /// Its place in the configuration, from 1.
    let number: Int
    let answer: Result<Value, any Error>

    /// `nil` when it did not answer.
    var value: Value? { try? answer.get() }
}

extension Administrator {
    /// What reports may be about: everything, or the own tenant and nothing else.
    var selection: ReportSelection {
        ownTenant.map { ReportSelection(service: $0.service, tenant: $0.tenant) } ?? .everything
    }
}
