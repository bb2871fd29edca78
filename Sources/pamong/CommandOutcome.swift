internal import ArgumentParser
internal import ConfigurationFiles
internal import Glibc
internal import LDAPDirectory
internal import Reports
internal import TenantOnboarding
internal import TwoFactor
internal import WorkerAPI

/// How a command that threw ends: with a message, where there is one to give, and an exit code.
struct CommandOutcome {
    /// What is said; nothing when the command has said all itself.
    let message: String?
    /// The exit code.
    let code: Int32

    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self.init("pamong: \(failure)", failure.status)
        case let error as ConfigurationError: self.init(error.description, .usage)
        case let refusal as SecretFile.Refusal: self.init("pamong: \(refusal)", .usage)
        case let error as SecondFactorError: self.init("pamong: \(error)", Self.status(of: error))
        case let error as TwoFactorError: self.init("pamong: \(error)", Self.status(of: error))
        case let error as OnboardingError: self.init("pamong: \(error)", Self.status(of: error))
        case let error as ClientError: self.init("pamong: \(error)", Self.status(of: error))
        case let error as ReportError: self.init("pamong: \(error)", Self.status(of: error))
        case let problem as ProblemDetails: self.init("pamong: \(problem)", Self.status(of: problem))
        case let silent as ExitCode: self.init(message: nil, code: silent.rawValue)
        default: self.init(ofParser: error)
        }
    }

    private init(message: String?, code: Int32) {
        self.message = message
        self.code = code
    }

    private init(_ message: String, _ status: ExitStatus) {
        self.init(message: message, code: status.rawValue)
    }

    /// The argument parser knows its own errors, and requests for help; all others mean that something did not answer.
    private init(ofParser error: any Error) {
        let parsed = Pamong.exitCode(for: error)
        guard parsed != .failure else {
            self.init("pamong: \(error)", .unknown)
            return
        }
        let code = parsed == .validationFailure ? ExitStatus.usage.rawValue : parsed.rawValue
        self.init(message: Pamong.fullMessage(for: error), code: code)
    }

    /// Help that was asked for goes to standard output, everything else to standard error.
    func end() -> Never {
        if let message, !message.isEmpty {
            if code == 0 { Terminal.show(message + "\n") } else { Terminal.remark(message) }
        }
        exit(code)
    }
}

extension CommandOutcome {
    /// What was asked for wrongly, what cannot be told, and what a person has to look at.
    private static func status(of error: ReportError) -> ExitStatus {
        switch error.code {
        case .badTime, .badPeriod, .unknownName, .noSuchFormat, .badCursor: .usage
        case .doesNotAddUp: .attention
        default: .unknown
        }
    }

    private static func status(of error: SecondFactorError) -> ExitStatus {
        error.code == .noSuchAccount || error.code == .noSuchAppPassword ? .usage : .refused
    }

    private static func status(of error: OnboardingError) -> ExitStatus {
        switch error.code {
        case .invalid, .noSuchTenant, .ambiguous, .resolver: .usage
        case .mxNotRight: .attention
        default: .refused
        }
    }

    private static func status(of error: ClientError) -> ExitStatus {
        switch error {
        case .noSuchClient, .badName, .noSuchScope, .noSuchToken: .usage
        case .tooManyTokens, .notAllowed, .conflict: .refused
        }
    }

    private static func status(of error: TwoFactorError) -> ExitStatus {
        switch error.code {
        case .invalidArgument, .keyRing: .usage
        case .cryptography, .unknownKey: .unknown
        default: .refused
        }
    }

    private static func status(of problem: ProblemDetails) -> ExitStatus {
        switch problem.kind {
        case .badRequest, .notFound, .badCursor: .usage
        case .doesNotAddUp: .attention
        case .listChanged, .notOpen, .unauthorized: .refused
        case .auditRunning: .busy
        case .noLedger, .beforeLedger, .unavailable, .internalError, nil: .unknown
        }
    }
}
