public import Foundation

/// A real Dovecot with the shipped configuration (`Config/dovecot/`), in a private folder, on loopback.
///
/// As root it drops to the accounts of Debian's packages (`dovecot`, `dovenull`, and `mail` for the mailboxes); otherwise
/// everything runs as the account we run as.
public final class DovecotServer: LocalServer {
    /// The ports on 127.0.0.1.
    public struct Ports: Sendable {
        /// For mail users.
        public let imap, pop3, sieve, submission: UInt16
        /// For Postfix: delivery, login check, quota check.
        public let lmtp, auth, quota: UInt16
        /// Postfix's for what is handed in by `submission`.
        public let relay: UInt16
        /// The HTTP API.
        public let doveadm: UInt16

        init() throws {
            imap = try LoopbackPort.free()
            pop3 = try LoopbackPort.free()
            sieve = try LoopbackPort.free()
            submission = try LoopbackPort.free()
            relay = try LoopbackPort.free()
            lmtp = try LoopbackPort.free()
            auth = try LoopbackPort.free()
            quota = try LoopbackPort.free()
            doveadm = try LoopbackPort.free()
        }
    }

    /// What it can offer besides: the files in `Config/dovecot/optional`.
    public enum Addition: String, Sendable, CaseIterable {
        /// Mail filters.
        case sieve
        /// A submission service of its own, which hands on to the stack's Postfix.
        case submission
    }

    /// The running server.
    public let process: ServerProcess
    /// Where it listens.
    public let ports: Ports
    /// The folder of all homes; each is named by an entryUUID.
    public let mailRoot: URL
    /// A folder for archives of removed accounts, owned like the mailboxes.
    public let archiveRoot: URL
    /// The key of the HTTP API, alone in a file without a line end, mode 600.
    public let keyFile: URL
    /// The configuration, for `doveadm -c` and `doveconf -c`.
    public let configuration: URL

    /// Path of the API: `http://127.0.0.1:<port>/doveadm/v1`.
    public var doveadmURI: String { "http://127.0.0.1:\(ports.doveadm)/doveadm/v1" }

    /// Writes the configuration into the folder and checks it. Does not start the server.
    /// - Parameters:
    ///   - gateURI: the login gate, which it tries passwords on; `nil` is slapd's own gate listener, which knows no login
    ///     names.
    ///   - additions: what it offers besides.
    public static func prepare(
        slapd: SlapdServer,
        gateURI: String? = nil,
        additions: Set<Addition> = [],
        in folder: StackFolder,
        share: ShareFolder
    ) async throws -> DovecotServer {
        let server = try DovecotServer(folder, additions)
        let layout = try DovecotLayout(server: server, folder: folder)
        try layout.write(share: share, slapd: slapd, gateURI: gateURI, additions)
        try await ShortCommand("/usr/bin/doveconf", ["-c", server.configuration.path, "-n"]).run()
        return server
    }

    private init(_ folder: StackFolder, _ additions: Set<Addition>) throws {
        let ports = try Ports()
        let open =
            [ports.imap, ports.pop3, ports.lmtp, ports.auth, ports.quota, ports.doveadm]
            + additions.map { $0 == .sieve ? ports.sieve : ports.submission }
        self.ports = ports
        mailRoot = try folder.folder("mail", mode: 0o700)
        archiveRoot = try folder.folder("archive", mode: 0o700)
        keyFile = folder.url.appending(path: "secrets/doveadm.key")
        configuration = try folder.folder("dovecot").appending(path: "dovecot.conf")
        process = ServerProcess(
            name: "dovecot",
            program: "/usr/sbin/dovecot",
            arguments: ["-F", "-c", configuration.path],
            log: try folder.folder("log").appending(path: "dovecot.log"),
            // It waits for children that wait five seconds for one that has already gone.
            grace: .seconds(1),
            isReady: { open.allSatisfy(LoopbackPort.answers) }
        )
    }
}
