public import Foundation
import Glibc

/// A real Postfix with the shipped configuration (`Config/postfix/`), in a private folder, on loopback.
///
/// It delivers into the stack's Dovecot, asks it for logins and full mailboxes, and looks everything else up in slapd.
public final class PostfixServer: LocalServer {
    /// The running server: Postfix' `master`.
    public let process: ServerProcess
    /// Where mail from outside arrives (port 25 of a real host), without login.
    public let smtpPort: UInt16
    /// Where mail users hand in their mail (port 587), after login.
    public let submissionPort: UInt16
    /// The configuration folder, for `postmap -c`, `postqueue -c` and the like.
    public let configuration: URL

    /// Writes the configuration into the folder and checks it. Does not start the server.
    /// - Throws: `LocalStackError` without root: Postfix' daemons change to accounts of their own and cannot do without.
    public static func prepare(
        slapd: SlapdServer,
        dovecot: DovecotServer,
        mailHost: String,
        in folder: StackFolder,
        share: ShareFolder
    ) async throws -> PostfixServer {
        guard SystemAccount.isRoot else {
            throw LocalStackError("Postfix can only be started by root; leave it out or use sudo")
        }
        let server = try PostfixServer(folder)
        try server.write(slapd: slapd, dovecot: dovecot, mailHost: mailHost, folder: folder, share: share)
        try await ShortCommand("/usr/sbin/postfix", ["-c", server.configuration.path, "check"]).run()
        return server
    }

    private init(_ folder: StackFolder) throws {
        let smtp = try LoopbackPort.free()
        let submission = try LoopbackPort.free()
        smtpPort = smtp
        submissionPort = submission
        configuration = try folder.folder("postfix")
        let queue = folder.url.appending(path: "queue", directoryHint: .isDirectory)
        process = ServerProcess(
            name: "postfix",
            program: "/usr/lib/postfix/sbin/master",
            arguments: ["-c", configuration.path, "-s"],
            log: try folder.folder("log").appending(path: "postfix.log"),
            // The ports are open before the queue manager's sockets are there, without which nothing can be flushed.
            isReady: {
                [smtp, submission].allSatisfy(LoopbackPort.answers)
                    && ["qmgr", "showq"].allSatisfy { UnixSocket.answers(queue.appending(path: "public/\($0)").path) }
            }
        )
    }

    /// Asks one of the tables as Postfix would (`postmap -q`).
    /// - Parameter table: the name of a parameter of `main.cf` that lists tables, such as `virtual_alias_maps`; they are
    ///   asked in order until one knows the key.
    /// - Returns: what the table says; `nil` when none knows the key.
    /// - Throws: `LocalStackError` when a table cannot be asked.
    public func lookUp(_ key: String, in table: String) async throws -> String? {
        for map in try await maps(of: table) {
            let outcome = try await ShortCommand("/usr/sbin/postmap", ["-c", configuration.path, "-q", key, map])
                .outcome()
            let errors = String(decoding: outcome.errors, as: UTF8.self)
            if outcome.exit == .code(0) { return outcome.text.trimmingCharacters(in: .newlines) }
            guard errors.isEmpty else { throw LocalStackError("postmap -q \(key) \(map)", details: errors) }
        }
        return nil
    }

    /// Whether mail waits in the queue (`postqueue -p`).
    public func hasQueuedMail() async throws -> Bool {
        let list = try await ShortCommand("/usr/sbin/postqueue", ["-c", configuration.path, "-p"]).run()
        return !list.contains("Mail queue is empty")
    }

    /// Tries all waiting mail again now (`postqueue -f`).
    public func flushQueue() async throws {
        try await ShortCommand("/usr/sbin/postqueue", ["-c", configuration.path, "-f"]).run()
    }

    private func maps(of table: String) async throws -> [String] {
        let value = try await ShortCommand("/usr/sbin/postconf", ["-c", configuration.path, "-xh", table]).run()
        let maps = value.matches(of: /[a-z]+:(\{[^}]*\}|[^\s,{}]+)/).map { String($0.0) }
        guard !maps.isEmpty else { throw LocalStackError("\(table) names no table") }
        return maps
    }

    private func write(
        slapd: SlapdServer,
        dovecot: DovecotServer,
        mailHost: String,
        folder: StackFolder,
        share: ShareFolder
    ) throws {
        let queue = try folder.folder("queue")
        let data = try folder.folder("postfix-data", mode: 0o700)
        let postfix = try SystemAccount("postfix")
        chown(data.path, postfix.uid, postfix.gid)
        let values = [
            "ETC": configuration.path.trimmingSuffix("/"), "QUEUE": queue.path.trimmingSuffix("/"),
            "DATA": data.path.trimmingSuffix("/"), "LOG": process.log.path,
            "LOG_FOLDER": process.log.deletingLastPathComponent().path.trimmingSuffix("/"),
            "INSTANCE": "postfix-\(folder.url.lastPathComponent)", "HOSTNAME": mailHost, "PEERS": "",
            "LISTEN": "127.0.0.1", "SMTP_PORT": "127.0.0.1:\(smtpPort)",
            "SUBMISSION_PORT": "127.0.0.1:\(submissionPort)", "TLS_LEVEL": "none", "TLS_AUTH_ONLY": "no",
            "RELAY_PORT": "\(dovecot.ports.relay)", "TLS_CHAIN": "", "LMTP_PORT": "\(dovecot.ports.lmtp)",
            "AUTH_PORT": "\(dovecot.ports.auth)",
            "QUOTA_PORT": "\(dovecot.ports.quota)", "LDAP_URI": slapd.uri, "SUFFIX": slapd.options.suffix,
            "DIRECTORY_PASSWORD": try String(contentsOf: slapd.passwordFile(of: .postfix), encoding: .utf8),
        ]
        let source = share.config.appending(path: "postfix")
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted() {
            let text = try Template(file: source.appending(path: name)).filled(values)
            let isTable = name.hasPrefix("ldap-")
            let file = configuration.appending(path: name)
            try writeFile(file, text, mode: isTable ? 0o640 : 0o644, group: isTable ? "postfix" : nil)
        }
    }
}
