internal import LDAPClient

/// Asks the directory as the worker would.
struct DirectoryExamination: Sendable {
    /// What was found, and what later checks can use.
    struct Result: Sendable {
        var findings: [Finding] = []
        /// An active account of this mail host.
        var sampleAddress: String?
        /// How many entries the worker could read without being cut off; `nil` when it was, or could not ask.
        var readableEntries: Int?
    }

    let directory: Doctor.Directory
    let mailHost: String

    init(_ directory: Doctor.Directory, mailHost: String) {
        self.directory = directory
        self.mailHost = mailHost
    }

    func examine() async -> Result {
        var result = Result()
        result.findings.append(.judge(transportTo: directory.server, verifiesServer: directory.tls.verifiesServer))
        result.findings.append(await gate())
        let reach = await reach(directory.server)
        result.findings.append(reach)
        guard reach.outcome == .ok else {
            result.findings += Self.skipped(Self.needingReach, because: "the directory does not answer")
            return result
        }
        do {
            try await LDAPConnection.withConnection(try directory.workerConfiguration()) { connection in
                result.findings.append(.ok(.signIn, "signed in as \(try await connection.whoAmI())"))
                await WorkerView(connection, directory: directory, mailHost: mailHost).look(into: &result)
            }
        } catch {
            result.findings.append(.judge(signInError: error, name: directory.identityName))
            result.findings += Self.skipped(Self.needingSignIn, because: "the worker cannot sign in")
        }
        return result
    }

    private func reach(_ server: LDAPServer) async -> Finding {
        do {
            let anonymous = directory.anonymousConfiguration(server)
            _ = try await LDAPConnection.withConnection(anonymous) {
                try await $0.entry(.root, attributes: [.allOperational])
            }
            return .ok(.reach, "\(server) answers")
        } catch {
            return .judge(reachError: error, server: server)
        }
    }

    private func gate() async -> Finding {
        guard let gate = directory.gate else {
            return .warning(
                .gate,
                "it is not said where persons sign in: nobody can decide about held batches",
                remedy: "set directory.gateUri"
            )
        }
        let answer = await reach(gate)
        return Finding(check: .gate, outcome: answer.outcome, what: answer.what, remedy: answer.remedy)
    }

    private static let needingSignIn: [Check] = [
        .suffix, .services, .schema, .contentSync, .limits, .rights, .secrets, .changeLog, .clock,
    ]
    private static let needingReach: [Check] = [.signIn] + needingSignIn

    private static func skipped(_ checks: [Check], because reason: String) -> [Finding] {
        checks.map { .skipped($0, reason) }
    }
}
