internal import BulkImport
internal import ConfigurationFiles
internal import LDAPClient
internal import LDAPDirectory
internal import SyncEngine

/// Takes an upload from the file to its end: plan, acceptance, sign-in, writes.
struct ImportDesk {
    let configuration: PamongConfiguration
    let command: ImportAccountsCommand

    func run() async throws {
        do {
            let plan = try await plan()
            try show(plan)
            guard !command.dryRun else {
                if plan.summary.refused > 0 { throw ExitStatus.attention.code }
                return
            }
            let acceptance = try accept(plan)
            guard plan.summary.writes > 0 else { return try await finishWithoutWrites(plan, acceptance) }
            try await write(plan, acceptance)
        } catch let error as ImportFileError {
            throw CommandFailure(.usage, "\(command.file): \(error)")
        } catch let error as ResultFile.Failure {
            throw CommandFailure(.usage, error.description)
        } catch let error as ImportError {
            throw CommandFailure(Self.status(of: error), Self.text(error))
        }
    }

    /// The configured identity reads; it sees every address, and nothing secret.
    private func plan() async throws -> ImportPlan {
        let line = ImportProgressLine()
        defer { line.clear() }
        return try await LDAPConnection.withConnection(try configuration.directory.connection()) { connection in
            let reader = DirectoryReader(connection)
            let target = try await ImportTarget.find(
                command.tenant,
                service: command.service,
                suffix: configuration.directory.suffix,
                reader: reader
            )
            let policy = ImportPolicy(mailHost: command.mailHost ?? configuration.policy.mailHost)
            return try await ImportPlanner(target, policy: policy, tenant: reader)
                .plan(.file(command.file), command.inputFormat) { line.show($0) }
        }
    }

    private func show(_ plan: ImportPlan) throws {
        switch command.format {
        case .table: Terminal.show(ImportText.plan(plan))
        case .csv: ImportText.csv(plan) { Terminal.show($0) }
        case .json: try ImportText.json(plan) { Terminal.show($0) }
        }
    }

    /// What was accepted. Refused rows stop the upload before anybody is asked anything.
    private func accept(_ plan: ImportPlan) throws -> PlanAcceptance {
        let writing = command.writing
        let acceptance = PlanAcceptance(
            fingerprint: writing.accept ?? plan.fingerprint,
            skipsRefused: writing.skipRefused
        )
        try acceptance.check(plan)
        if writing.accept != nil || writing.yes || plan.summary.writes == 0 { return acceptance }
        guard try Confirmation.isGiven("Write \(plan.summary.writes) accounts? Type yes: ") else {
            throw CommandFailure(.refused, "not accepted; nothing was written")
        }
        return acceptance
    }

    private func write(_ plan: ImportPlan, _ acceptance: PlanAcceptance) async throws {
        guard let name = command.writing.name, let gate = configuration.directory.gate else {
            throw CommandFailure(
                .usage,
                "\(configuration.file): directory.gateUri is missing: nobody can sign in to write"
            )
        }
        let file = try command.writing.result.map { try ResultFile($0) }
        let password =
            try command.writing.passwordFile.map { try SecretFile.read($0) }
            ?? PasswordPrompt.ask("Password of \(name): ")
        let access = LDAPConfiguration(server: gate, tls: configuration.directory.tls)
        let signIn = AdministratorSignIn(
            reader: try configuration.directory.connection(),
            gate: access,
            suffix: configuration.directory.suffix
        )
        do {
            try await signIn.withSignedIn(as: name, password: password) { person, connection in
                var again = access
                again.authentication = .simple(person, password)
                let renewal = again
                try await write(plan, acceptance, file, over: connection) { try await LDAPConnection.connect(renewal) }
            }
        } catch let refusal as AdministratorSignIn.Refusal {
            throw CommandFailure(.refused, "\(refusal); nothing was written")
        }
    }

    private func write(
        _ plan: ImportPlan,
        _ acceptance: PlanAcceptance,
        _ file: ResultFile?,
        over connection: LDAPConnection,
        reconnect: @escaping @Sendable () async throws -> LDAPConnection
    ) async throws {
        let line = ImportProgressLine()
        let failures = ImportFailures()
        defer {
            line.clear()
            failures.show()
        }
        let result = try await ImportWriter([connection], reconnect: reconnect).carryOut(plan, acceptance) { outcome in
            try file?.add(outcome)
            failures.note(outcome)
            line.count(outcome, of: plan.summary.writes)
        }
        try file?.finish()
        line.clear()
        Terminal.show(ImportText.result(result))
        if result.failed + result.refused > 0 { throw ExitStatus.attention.code }
    }

    /// A file with nothing new needs nobody to sign in.
    private func finishWithoutWrites(_ plan: ImportPlan, _ acceptance: PlanAcceptance) async throws {
        let file = try command.writing.result.map { try ResultFile($0) }
        let writer = ImportWriter([]) { throw LDAPError(.unavailable, "there is nothing to write") }
        let result = try await writer.carryOut(plan, acceptance) { try file?.add($0) }
        try file?.finish()
        Terminal.show(ImportText.result(result))
        if result.refused > 0 { throw ExitStatus.attention.code }
    }

    private static func status(of error: ImportError) -> ExitStatus {
        switch error {
        case .noSuchService, .noSuchTenant, .ambiguousTenant: .usage
        case .planChanged: .refused
        case .hasRefusals: .attention
        case .interrupted: .unknown
        }
    }

    private static func text(_ error: ImportError) -> String {
        switch error {
        case .hasRefusals: "\(error) with --skip-refused; nothing was written"
        case .planChanged: "\(error); look at it with --dry-run; nothing was written"
        case .interrupted: "\(error); take the same file again to go on"
        default: error.description
        }
    }
}
