internal import Logging
internal import LoginGate
internal import ProcessSurroundings
internal import TwoFactor
internal import UnixSignals

/// The gate from the key ring to the last log line: serves until a signal asks it to stop.
struct GateProcess {
    private let gate: DirectoryGate
    private let keyRing: KeyRingFile
    private let logger: Logger
    private let systemd = SystemdNotification()

    /// Reads everything that is needed: password, key ring, certificates. Throws what is wrong with them.
    init(_ settings: GateSettings) throws {
        logger = Logger(label: "pamong.gate", level: settings.log.level, format: settings.log.format)
        keyRing = KeyRingFile(path: settings.keyRing)
        gate = try DirectoryGate(
            DirectoryGate.Configuration(settings),
            ring: try keyRing.load(),
            logger: logger
        )
        if settings.policy.enforcement == .observe {
            logger.notice("observing: a second factor that is due is not demanded, only recorded")
        }
    }

    /// Serves; SIGTERM and SIGINT end it in order, SIGHUP reads the key ring again and opens the audit log anew.
    func runUntilSignal() async throws {
        if ProcessHardening.isPrivileged {
            logger.warning("running as root, which the gate never needs; systemd's unit gives it a user of its own")
        }
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        try await withThrowingTaskGroup { group in
            group.addTask { try await serve() }
            group.addTask {
                for await signal in signals {
                    guard signal == .sighup else { return }
                    reload()
                }
            }
            // Whatever ends first ends the other: a gate that cannot serve, or a signal.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
        logger.info("stopped")
    }

    private func serve() async throws {
        try await gate.run { [systemd] in systemd.send("READY=1\nSTATUS=serving logins") }
        systemd.send("STOPPING=1")
    }

    /// A ring that cannot be read changes nothing: the one in use stays, and somebody is told.
    private func reload() {
        do {
            gate.replace(ring: try keyRing.load())
            logger.notice("the key ring was read again")
        } catch {
            logger.error(
                "the key ring cannot be read again; the former one stays in use",
                metadata: ["reason": "\(error)"]
            )
        }
        gate.reopenAuditLog()
    }
}
