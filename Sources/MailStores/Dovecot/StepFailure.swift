import SyncEngine

/// What an error inside an operation of several steps means for the one who asked.
enum StepFailure {
    /// The answer to the operation. Throws when the store as a whole is to blame.
    static func answer(_ error: any Error) throws(MailStoreFailure) -> MailStoreAnswer {
        switch error {
        case let refused as StepRefused: return ExitCode.failure(refused.command, refused.reply)
        case is CopyDiffers:
            return .failed(reason: "the copy does not hold what the original holds", isRetriable: true)
        case let silence as DoveadmSilence where silence.mayLieInTheCommands:
            return .failed(reason: "doveadm: \(silence.reason)", isRetriable: true)
        default: throw failure(error)
        }
    }

    /// The failure of the store as a whole.
    static func failure(_ error: any Error) -> MailStoreFailure {
        switch error {
        case let silence as DoveadmSilence: silence.failure
        case let refused as StepRefused:
            if case .failed(let reason, let isRetriable) = ExitCode.failure(refused.command, refused.reply) {
                MailStoreFailure(reason, isRetriable: isRetriable)
            } else {
                MailStoreFailure("\(refused.command) was refused", isRetriable: false)
            }
        default: MailStoreFailure("doveadm: \(type(of: error))", isRetriable: true)
        }
    }
}
