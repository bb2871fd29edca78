internal import Foundation

/// Asks every configured resolver for the MX records of a domain.
///
/// c-ares runs on a thread of its own for each question, so the tasks that wait block nobody; how many there are at a time
/// is the number of resolvers times what the caller runs side by side.
public struct MxLookup: Sendable {
    /// Who is asked, all of them.
    public let resolvers: [ResolverAddress]
    /// How long one resolver has to answer, its second try included.
    public let patience: Duration

    /// Throws ``OnboardingError`` with `.resolver` when there is nobody to ask.
    public init(resolvers: [ResolverAddress], patience: Duration = .seconds(5)) throws(OnboardingError) {
        guard !resolvers.isEmpty else {
            throw OnboardingError(.resolver, "no resolver is configured: nobody can be asked")
        }
        self.resolvers = resolvers
        self.patience = patience
    }

    /// What each resolver says, in their order. That one of them does not answer is an answer, too; only cancellation,
    /// and c-ares not working at all, are errors.
    public func answers(for domain: String) async throws -> [ResolverAnswer] {
        try await withThrowingTaskGroup(of: (Int, ResolverAnswer).self) { group in
            for (index, resolver) in resolvers.enumerated() {
                group.addTask { (index, try await ask(resolver, domain)) }
            }
            var answers: [(Int, ResolverAnswer)] = []
            for try await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func ask(_ resolver: ResolverAddress, _ domain: String) async throws -> ResolverAnswer {
        let wakeup = try Wakeup()
        let outcome = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { [patience] in
                    continuation.resume(with: Self.outcome(resolver, domain, patience, wakeup))
                }
            }
        } onCancel: {
            wakeup.call()
        }
        try Task.checkCancellation()
        return ResolverAnswer(resolver: resolver, outcome: outcome)
    }

    private static func outcome(
        _ resolver: ResolverAddress,
        _ domain: String,
        _ patience: Duration,
        _ wakeup: Wakeup
    ) -> Result<ResolverAnswer.Outcome, any Error> {
        Result {
            let channel = try AresChannel(to: resolver, patience: patience)
            return channel.askForMailExchanges(of: domain, until: wakeup).outcome
        }
    }
}
