internal import DirectoryModel
internal import Logging
internal import MailStores
internal import ProcessSurroundings
internal import ServiceLifecycle
internal import StateDatabase
internal import SyncEngine

/// Follows, works and keeps house until it is asked to stop.
struct FollowingService: ServiceLifecycle.Service {
    let worker: Worker

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await worker.run() } catch is CancellationError {}
        }
    }
}

/// Compares everything from time to time and mends what differs.
struct AuditService: ServiceLifecycle.Service {
    let worker: Worker
    let interval: Duration
    let logger: Logger

    func run() async throws {
        let last = try worker.state.read { try $0.time(.lastAudit) }
        try await cancelWhenGracefulShutdown {
            var clock = AuditClock(interval: interval, lastAudit: last)
            do {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    let status = worker.status.current
                    guard clock.isDue(at: .now, status) else { continue }
                    await audit()
                    clock.audited(at: .now, status)
                }
            } catch is CancellationError {}
        }
    }

    /// An audit that fails has found out nothing; the next one comes at its time.
    private func audit() async {
        do {
            let findings = try await worker.audit.run(repair: true)
            await worker.runner.wake()
            logger.log(level: findings.isClean ? .info : .warning, "audit", metadata: findings.logFields)
        } catch {
            logger.warning("the audit failed", metadata: ["reason": "\(error)"])
        }
    }
}

/// Tells systemd that the service runs, and that it is alive.
struct NotificationService: ServiceLifecycle.Service {
    let systemd: SystemdNotification

    func run() async throws {
        systemd.send("READY=1")
        await cancelWhenGracefulShutdown {
            let interval = systemd.watchdogInterval
            while !Task.isCancelled {
                if interval != nil { systemd.send("WATCHDOG=1") }
                try? await Task.sleep(for: interval ?? .seconds(3600))
            }
        }
        systemd.send("STOPPING=1")
    }
}

/// Logs what a worker in shadow mode would have done.
struct ShadowService: ServiceLifecycle.Service {
    let store: RecordingMailStore
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(250))
                report()
            }
        }
        report()
    }

    private func report() {
        for operation in store.takeOperations() {
            logger.info("would have been done", metadata: ["operation": "\(operation.summary)"])
        }
    }
}

extension Audit.Findings {
    /// The counts; the lists are in the state file.
    var logFields: Logger.Metadata {
        [
            "compared": "\(compared)", "stale": "\(stale.count)", "vanished": "\(vanished.count)",
            "without_mailbox": "\(withoutMailbox.count)", "without_account": "\(withoutAccount.count)",
            "repaired": "\(isRepaired)",
        ]
    }
}

extension MailStoreOperation {
    /// In words.
    var summary: String {
        switch self {
        case .createMailbox(let account): "create mailbox \(account)"
        case .flushLogins(let names): "flush cached logins of \(names.map(\.text).joined(separator: " "))"
        case .disconnect(let name): "disconnect \(name)"
        case .countSessions(let name): "count sessions of \(name)"
        case .archive(let account): "archive mailbox \(account)"
        case .restore(let account): "restore mailbox \(account)"
        case .purge(let account): "purge archive \(account)"
        }
    }
}
