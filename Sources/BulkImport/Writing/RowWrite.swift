internal import DirectoryModel
internal import LDAPClient

/// One attempt at writing one row.
struct RowWrite: Sendable {
    /// What came of it.
    enum Answer: Sendable {
        case finished(RowOutcome)
        /// To be tried again: the directory was busy, or the connection was lost.
        case again(RowWrite, LDAPError)
    }

    let number: Int
    private let run: WriteRun
    /// How often it was tried.
    private(set) var attempts = 0
    /// Whether an earlier attempt may have done it without our hearing of it.
    private var isUncertain = false

    init(_ number: Int, _ run: WriteRun) {
        self.number = number
        self.run = run
    }

    /// Tries it. Throws only when the task is cancelled.
    func attempt(over connection: LDAPConnection) async throws -> Answer {
        do {
            if isUncertain, try await isDone(over: connection) { return .finished(outcome(.done)) }
            try await writeUnlessDoneMeanwhile(over: connection)
            return .finished(outcome(.done))
        } catch let error as LDAPError {
            return answer(to: error)
        }
    }

    /// The attempt before may still have been under way in the server when we looked: then this one finds the entry made or
    /// changed, and by whom is seen from what it says.
    private func writeUnlessDoneMeanwhile(over connection: LDAPConnection) async throws {
        do {
            try await write(over: connection)
        } catch let error as LDAPError where isUncertain && Self.meansChangedMeanwhile.contains(error.code) {
            guard try await isDone(over: connection) else { throw error }
        }
    }

    private static let meansChangedMeanwhile: Set<LDAPResultCode> = [
        .entryAlreadyExists, .assertionFailed, .noSuchAttribute, .attributeOrValueExists, .constraintViolation,
    ]

    private var plan: ImportPlan { run.plan }
    private var name: DistinguishedName { plan.target.account(plan.values(number)[.address] ?? "") }

    private func write(over connection: LDAPConnection) async throws {
        let controls = run.writer.controls
        guard plan.kind(number) == .change else {
            let attributes = AccountEntry.attributes(plan.values(number), plan.policy, now: .now)
            try await connection.add(name, attributes, controls: controls)
            return
        }
        let changes = plan.changes(number)
        let registers = changes.activates && !plan.isRegistered(number)
        try await connection.modify(
            name,
            changes.modifications(registered: registers ? .now : nil),
            controls: controls + [changes.assumption].compactMap { $0 }
        )
    }

    /// Whether the account says already what the row wants.
    private func isDone(over connection: LDAPConnection) async throws -> Bool {
        let attributes = ImportColumn.allCases.map(\.attribute)
        let controls = run.writer.controls
        guard let entry = try await connection.entry(name, attributes: attributes, controls: controls) else {
            return false
        }
        let values = plan.values(number)
        return ImportColumn.allCases.allSatisfy { column in
            let wanted = values.list(column)
            return wanted.isEmpty || Set(entry.strings(of: column.attribute)) == Set(wanted)
        }
    }

    private func answer(to error: LDAPError) -> Answer {
        guard error.isRetriable, attempts < run.writer.limits.attempts else {
            return .finished(outcome(.failed, Self.reason(error)))
        }
        var again = self
        again.attempts += 1
        if error.endsConnection || error.code == .timeout { again.isUncertain = true }
        return .again(again, error)
    }

    private func outcome(_ ending: RowOutcome.Ending, _ reason: String = "") -> RowOutcome {
        RowOutcome(plan[number], ending, reason)
    }

    /// The directory's answer in words, and as it came.
    private static func reason(_ error: LDAPError) -> String {
        let words =
            switch error.code {
            case .insufficientAccessRights: "the directory does not let you write here"
            case .assertionFailed, .noSuchAttribute: "somebody has changed the account since the plan was made"
            case .entryAlreadyExists: "somebody has made the account since the plan was made"
            case .noSuchObject: "the account, or the tenant's list of accounts, is gone"
            case .constraintViolation where error.diagnosticMessage.contains("unique"): "the address is taken"
            default: "the directory refused it"
            }
        return "\(words): \(error)"
    }
}
