internal import ConfigurationFiles
internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import StateDatabase
internal import SyncEngine
internal import WorkerAPI

/// Takes a person's decision about a held batch: looks at the list, lets the person sign in, finds out what they
/// are and who made the changes, applies the rule, and only then writes anything.
struct DecisionDesk {
    let configuration: PamongConfiguration
    let decision: DecisionOptions

    func decide(_ verdict: HoldDecision.Verdict) async throws -> HoldSummary {
        try await configuration.withAccess { access in
            let detail = try await access.hold(decision.id)
            guard detail.fingerprint == decision.list.lowercased() else {
                throw CommandFailure(
                    .refused,
                    "the list of batch \(decision.id) is not the one you looked at (it is \(detail.fingerprint) now): "
                        + "look again with `pamong holds show \(decision.id)`"
                )
            }
            let person = try await authorisedPerson(for: detail)
            return try await write(
                HoldDecision(hold: decision.id, fingerprint: detail.fingerprint, verdict: verdict, decidedBy: person),
                access
            )
        }
    }

    /// The DN of who signed in, when the rule lets them decide.
    private func authorisedPerson(for detail: HoldDetail) async throws -> String {
        guard let gate = configuration.directory.gate else {
            throw CommandFailure(
                .usage,
                "\(configuration.file): directory.gateUri is missing: nobody can sign in to decide"
            )
        }
        let reader = try configuration.directory.connection()
        let signIn = AdministratorSignIn(
            reader: reader,
            gate: LDAPConfiguration(server: gate, tls: configuration.directory.tls),
            suffix: configuration.directory.suffix
        )
        let person = try await identity(signIn)
        let role = try await signIn.role(of: person, tenant: tenant(of: detail.hold))
        let accounts = detail.list.compactMap { EntryUUID($0.uuid) }
        let answer = await ChangeAuthors(configuration: reader).ofLastChange(to: accounts)
        let authors = DecisionRight.Authors(answer.authors, problem: answer.problem, accounts: accounts)
        try check(person, role, authors, detail.hold)
        return person.description
    }

    private func identity(_ signIn: AdministratorSignIn) async throws -> DistinguishedName {
        let password =
            try decision.passwordFile.map { try SecretFile.read($0) }
            ?? PasswordPrompt.ask("Password of \(decision.name): ")
        do {
            return try await signIn.signIn(as: decision.name, password: password)
        } catch let refusal as AdministratorSignIn.Refusal {
            throw CommandFailure(.refused, refusal.description)
        }
    }

    private func check(
        _ person: DistinguishedName,
        _ role: AdministratorSignIn.Role,
        _ authors: DecisionRight.Authors,
        _ hold: HoldSummary
    ) throws {
        let right = hold.right(of: person.normalized, role: DecisionRight.Role(role), authors: authors)
        if let refusal = right.refusal { throw CommandFailure(.refused, refusal.description) }
        if case .partlyUnknown(_, let reason) = authors {
            Terminal.remark(
                "It cannot be told who made all of these changes (\(reason)); going on, as you are of Admin Pusat."
            )
        }
    }

    /// A tenant's DN follows from its names (the tree's layout); only a batch of one tenant has one.
    private func tenant(of hold: HoldSummary) -> DistinguishedName? {
        guard hold.level == .tenant, let service = hold.service, let tenant = hold.tenant, !tenant.isEmpty else {
            return nil
        }
        return configuration.directory.suffix.child("ou", "services").child("cn", service).child("o", tenant)
    }

    private func write(_ decision: HoldDecision, _ access: OperatorAccess) async throws -> HoldSummary {
        do {
            switch access {
            case .worker(let client):
                let request = DecisionRequest(fingerprint: decision.fingerprint, decidedBy: decision.decidedBy)
                return decision.verdict == .release
                    ? try await client.release(hold: decision.hold, request)
                    : try await client.reject(hold: decision.hold, request)
            case .file(let state):
                try await configuration.owningState { _ = try state.write { try decision.carryOut(in: $0) } }
                return try await access.hold(decision.hold).hold
            }
        } catch let error as HoldDecisionError {
            throw CommandFailure(.refused, error.description)
        } catch let problem as ProblemDetails where problem.kind == .listChanged || problem.kind == .notOpen {
            throw CommandFailure(.refused, problem.detail)
        }
    }
}

extension DecisionRight.Role {
    init(_ role: AdministratorSignIn.Role) {
        self =
            switch role {
            case .headOffice: .headOffice
            case .tenant: .tenantAdministrator
            case .nobody: .nobody
            }
    }
}
