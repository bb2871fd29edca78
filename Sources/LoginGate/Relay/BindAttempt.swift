internal import NIOCore

/// One bind on its way through the gate.
final class BindAttempt {
    /// Who has to speak next.
    enum Stage {
        /// The judge looks at it.
        case judging
        /// slapd was asked; the conclusion is owed its answer.
        case asking(BindConclusion?)
        /// slapd has answered, the judge concludes.
        case concluding
        /// The answer is known and waits for its moment.
        case answering
    }

    let request: BindRequest
    let arrival: NIODeadline
    /// Who the client is if slapd says yes: `true` for everything but an anonymous bind.
    let authenticates: Bool
    var stage = Stage.judging
    /// Whom the judge lets in for nothing but Who Am I.
    var restrictedTo: String?

    init(_ request: BindRequest, arrival: NIODeadline, authenticates: Bool) {
        (self.request, self.arrival, self.authenticates) = (request, arrival, authenticates)
    }

    /// The conclusion, once.
    func takeConclusion() -> BindConclusion? {
        guard case .asking(let conclusion) = stage else { return nil }
        stage = .concluding
        return conclusion
    }
}
