internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import SyncEngine
internal import WorkerAPI

/// Takes an administrator's decision about a held batch: finds out who made the changes, applies the rule, and only then
/// lets the worker write anything.
struct BatchDesk: Sendable {
    /// What became of a decision.
    enum Outcome: Sendable {
        case decided(HoldSummary)
        case refused(DecisionRight.Refusal)
        /// The list is no longer the one that was looked at.
        case listChanged
        /// It was decided, or put back, meanwhile.
        case notOpen
    }

    let desk: Desk
    let worker: WorkerAPIClient
    let id: Int64

    /// So many accounts are asked for at a time, however long the list is.
    private static let portion = 20_000

    /// A batch with these places of its list. Throws ``Detour/notFound`` for one there is not, or that is not theirs to see.
    func detail(part: Range<Int>, for administrator: Administrator) async throws -> HoldDetail {
        do {
            let detail = try await worker.hold(id, part: part)
            guard administrator.sees(detail.hold) else { throw Detour.notFound }
            return detail
        } catch let problem as ProblemDetails where problem.kind == .notFound {
            throw Detour.notFound
        }
    }

    /// Decides about exactly the list of this fingerprint.
    func decide(
        _ verdict: HoldDecision.Verdict,
        list fingerprint: String,
        by administrator: Administrator
    ) async throws -> Outcome {
        let first = try await detail(part: 0..<Self.portion, for: administrator)
        guard let accounts = try await accounts(of: first, fingerprint, administrator) else { return .listChanged }
        let answer = await ChangeAuthors(configuration: desk.configuration.directory).ofLastChange(to: accounts)
        let right = first.hold.right(
            of: administrator.name.normalized,
            role: administrator.isHeadOffice ? .headOffice : .tenantAdministrator,
            authors: DecisionRight.Authors(answer.authors, problem: answer.problem, accounts: accounts)
        )
        if let refusal = right.refusal { return .refused(refusal) }
        return try await write(
            verdict,
            DecisionRequest(fingerprint: fingerprint, decidedBy: administrator.name.description)
        )
    }

    /// All accounts of the list; `nil` when it is, or becomes meanwhile, another one.
    private func accounts(
        of first: HoldDetail,
        _ fingerprint: String,
        _ administrator: Administrator
    ) async throws -> [EntryUUID]? {
        guard first.fingerprint == fingerprint else { return nil }
        var accounts = first.list.compactMap { EntryUUID($0.uuid) }
        for start in stride(from: Self.portion, to: first.hold.accounts, by: Self.portion) {
            let next = try await detail(part: start..<(start + Self.portion), for: administrator)
            guard next.fingerprint == fingerprint else { return nil }
            accounts += next.list.compactMap { EntryUUID($0.uuid) }
        }
        return accounts
    }

    private func write(_ verdict: HoldDecision.Verdict, _ request: DecisionRequest) async throws -> Outcome {
        do {
            return .decided(
                verdict == .release
                    ? try await worker.release(hold: id, request) : try await worker.reject(hold: id, request)
            )
        } catch let problem as ProblemDetails where problem.kind == .listChanged {
            return .listChanged
        } catch let problem as ProblemDetails where problem.kind == .notOpen {
            return .notOpen
        }
    }
}

extension DecisionRight.Refusal {
    /// What is said to the person.
    var text: HoldsText {
        switch self {
        case .notAnAdministrator: .refusedNotAdministrator
        case .headOfficeOnly: .refusedHeadOfficeOnly
        case .ownChange: .refusedOwnChange
        case .authorUnknown: .refusedAuthorUnknown
        }
    }
}
