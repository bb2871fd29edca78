import DirectoryModel
import SyncEngine

/// What one command is enough for: how an operation is asked of Dovecot and how its reply reads.
enum QuickOperation: Sendable, Equatable {
    case create(EntryUUID)
    case flush([MailAddress])
    case kick(MailAddress)
    case who(MailAddress)

    /// `nil` for operations of several steps.
    init?(_ operation: MailStoreOperation) {
        switch operation {
        case .createMailbox(let account): self = .create(account)
        case .flushLogins(let logins): self = .flush(logins)
        case .disconnect(let login): self = .kick(login)
        case .countSessions(let login): self = .who(login)
        case .archive, .restore, .purge: return nil
        }
    }

    /// The folders every mailbox starts with.
    static let standardFolders = ["INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive"]

    /// Why it must not be sent at all. Flushing nobody flushes everybody (or ends the whole POST), and doveadm reads `*`
    /// and `?` in a login name as wildcards: one such address would cut strangers off.
    var refusal: MailStoreAnswer? {
        switch self {
        case .create: nil
        case .flush(let logins):
            logins.isEmpty ? .failed(reason: "a flush must name whom to flush", isRetriable: false) : nil
        case .kick(let login), .who(let login):
            login.text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
                ? .failed(reason: "doveadm would read the login name as a pattern", isRetriable: false) : nil
        }
    }

    var command: DoveadmCommand {
        switch self {
        case .create(let account):
            DoveadmCommand(
                name: "mailboxCreate",
                parameters: [
                    "user": .text(StoreLayout.user(account)), "mailbox": .list(Self.standardFolders),
                    "subscriptions": .flag(true),
                ]
            )
        case .flush(let logins):
            DoveadmCommand(name: "authCacheFlush", parameters: ["user": .list(logins.map(\.text))])
        case .kick(let login): DoveadmCommand(name: "kick", parameters: ["mask": .list([login.text])])
        case .who(let login): DoveadmCommand(name: "who", parameters: ["mask": .list([login.text])])
        }
    }

    func answer(to reply: DoveadmReply) -> MailStoreAnswer {
        switch (self, reply) {
        case (.who(let login), .rows(let rows)): Self.sessions(of: login, in: rows)
        case (_, .rows): .done
        case (.create, .exitCode(ExitCode.alreadyThere)): .done
        case (.create, .exitCode(ExitCode.noSuchUser)):
            .failed(
                reason: "Dovecot does not know <entryUUID>@removed: the userdb of protocol doveadm is missing",
                isRetriable: false
            )
        case (.kick, .exitCode(ExitCode.notFound)), (.kick, .exitCode(ExitCode.noSuchUser)): .done
        case (.who, .exitCode(ExitCode.notFound)), (.who, .exitCode(ExitCode.noSuchUser)): .sessions(0)
        default: ExitCode.failure(command.name, reply)
        }
    }

    private static func sessions(of login: MailAddress, in rows: [[String: String]]) -> MailStoreAnswer {
        var count = 0
        for row in rows where row["username"]?.lowercased() == login.text {
            guard let connections = row["connections"].flatMap({ Int($0) }) else {
                return .failed(reason: "doveadm who does not count sessions", isRetriable: false)
            }
            count += connections
        }
        return .sessions(count)
    }
}

/// Exit codes of doveadm (sysexits.h and its own).
enum ExitCode {
    /// The mailbox exists (EX_DATAERR).
    static let alreadyThere = 65
    /// EX_NOUSER.
    static let noSuchUser = 67
    /// Dovecot's own: no such file, nobody to kick.
    static let notFound = 68
    /// EX_TEMPFAIL.
    static let temporary = 75

    /// A reply that is no success.
    static func failure(_ command: String, _ reply: DoveadmReply) -> MailStoreAnswer {
        switch reply {
        case .rows: .failed(reason: "\(command): an unexpected reply", isRetriable: false)
        case .exitCode(temporary): .failed(reason: "\(command): temporary failure (75)", isRetriable: true)
        case .exitCode(let code): .failed(reason: "\(command): exit code \(code)", isRetriable: false)
        case .refused(let type): .failed(reason: "\(command): \(type)", isRetriable: false)
        }
    }
}
