internal import HTTPTypes
internal import WorkerAPI

/// The workers, one of each mail host. Any of them knows all accounts; each has work of its own.
struct APIWorkers: Sendable {
    let clients: [WorkerAPIClient]

    /// The answer of the first that has one: when it is silent, or has read nothing yet, the next one is asked. Throws what the
    /// last one threw.
    func first<Value: Sendable>(_ ask: @Sendable (WorkerAPIClient) async throws -> Value) async throws -> Value {
        var reason: any Error = Self.none
        for client in clients {
            do {
                return try await ask(client)
            } catch let error as WorkerAPIError {
                reason = error
            } catch let problem as ProblemDetails where problem.kind == .noLedger || problem.kind == .unavailable {
                reason = problem
            }
        }
        throw reason
    }

    /// The answer of the one whose ledger a cursor is of. While one is silent nobody knows whether it is that one's.
    func holder<Value: Sendable>(
        ofCursor ask: @Sendable (WorkerAPIClient) async throws -> Value
    ) async throws -> Value {
        var (refusal, silence): ((any Error)?, (any Error)?)
        for client in clients {
            do {
                return try await ask(client)
            } catch let problem as ProblemDetails where problem.kind == .badCursor {
                refusal = problem
            } catch let error as WorkerAPIError {
                silence = error
            }
        }
        throw silence ?? refusal ?? Self.none
    }

    /// What each says, in the order they are configured; a failure in the place of one that is silent, and where there is none.
    func each<Value: Sendable>(
        _ ask: @escaping @Sendable (WorkerAPIClient) async throws -> Value
    ) async -> [Result<Value, any Error>] {
        guard !clients.isEmpty else { return [.failure(Self.none)] }
        return await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    do { return (index, .success(try await ask(client))) } catch { return (index, .failure(error)) }
                }
            }
            var answers: [(Int, Result<Value, any Error>)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static let none = APIProblem(.unavailable, "no worker is configured", headers: [.retryAfter: "600"])
}
