import Foundation
import Glibc

/// What is written for a Dovecot before it starts.
struct DovecotLayout {
    private let server: DovecotServer
    private let folder: StackFolder
    private let own: SystemAccount
    private let services: SystemAccount
    private let strangers: SystemAccount
    private let mail: SystemAccount

    init(server: DovecotServer, folder: StackFolder) throws {
        self.server = server
        self.folder = folder
        own = try SystemAccount.own
        services = SystemAccount.isRoot ? try SystemAccount("dovecot") : own
        strangers = SystemAccount.isRoot ? try SystemAccount("dovenull") : own
        mail = SystemAccount.isRoot ? try SystemAccount("mail") : own
    }

    func write(share: ShareFolder, slapd: SlapdServer, gateURI: String?, _ additions: Set<DovecotServer.Addition>)
        throws
    {
        for root in [server.mailRoot, server.archiveRoot] { chown(root.path, mail.uid, mail.gid) }
        _ = try folder.folder("dovecot/optional")
        let values = try values(slapd: slapd, gateURI: gateURI ?? slapd.gateURI)
        for name in Self.files + additions.map({ "optional/\($0.rawValue).conf" }) {
            var text = try Template(file: share.config.appending(path: "dovecot/\(name)")).filled(values)
            if name == Self.logins, gateURI == nil { text = try Self.withoutGate(text) }
            try writeFile(etc.appending(path: name), text, mode: name.hasSuffix(".ext") ? 0o600 : 0o644)
        }
        let key = randomText(32)
        try folder.secretFile("secrets/doveadm.key", key)
        try writeFile(etc.appending(path: "doveadm-key.conf"), "doveadm_api_key = \(key)\n", mode: 0o600)
        try writeFile(etc.appending(path: "local.conf"), local(additions), mode: 0o644)
    }

    private static let logins = "dovecot-ldap.conf.ext"
    private static let files = [
        "dovecot.conf", "removed.passwd", "archived.passwd", logins, "dovecot-ldap-userdb.conf.ext",
    ]

    /// slapd itself knows no login names: it is asked for the account, and bound to by the account's own name.
    private static func withoutGate(_ text: String) throws -> String {
        let without = text.replacing("\nauth_bind_userdn =", with: "\n#auth_bind_userdn =")
        guard without != text else { throw LocalStackError("\(logins) does not set auth_bind_userdn") }
        return without
    }

    private var etc: URL { server.configuration.deletingLastPathComponent() }

    private func values(slapd: SlapdServer, gateURI: String) throws -> [String: String] {
        let ports = server.ports
        return [
            "ETC": etc.path.trimmingSuffix("/"), "RUN": try folder.folder("run/dovecot").path.trimmingSuffix("/"),
            "STATE": try folder.folder("state").path.trimmingSuffix("/"), "LOG": server.process.log.path,
            "MAIL_ROOT": server.mailRoot.path.trimmingSuffix("/"),
            "ARCHIVE_ROOT": server.archiveRoot.path.trimmingSuffix("/"),
            "MAIL_USER": mail.name, "MAIL_UID": "\(mail.uid)",
            "SERVICE_USER": services.name, "LOGIN_USER": strangers.name, "LISTEN": "127.0.0.1",
            "IMAP_PORT": "\(ports.imap)", "POP3_PORT": "\(ports.pop3)", "SIEVE_PORT": "\(ports.sieve)",
            "SUBMISSION_PORT": "\(ports.submission)", "RELAY_PORT": "\(ports.relay)",
            "LMTP_PORT": "\(ports.lmtp)", "AUTH_PORT": "\(ports.auth)",
            "QUOTA_PORT": "\(ports.quota)", "DOVEADM_PORT": "\(ports.doveadm)", "GATE_URI": gateURI,
            "LDAP_URI": slapd.uri, "SUFFIX": slapd.options.suffix,
            "DIRECTORY_PASSWORD": try String(contentsOf: slapd.passwordFile(of: .dovecot), encoding: .utf8),
        ]
    }

    /// A host's own settings. On loopback there is no TLS, and a refused login need not wait two seconds. Without root
    /// nothing can change its root folder, and all sockets belong to our own group.
    private func local(_ additions: Set<DovecotServer.Addition>) -> String {
        let settings = "ssl = no\nauth_failure_delay = 0\n"
        guard !SystemAccount.isRoot else { return settings }
        let logins =
            ["imap-login", "pop3-login"] + additions.map { $0 == .sieve ? "managesieve-login" : "submission-login" }
        let unprivileged = (logins + ["anvil", "stats"]).map { "service \($0) {\n  chroot =\n}\n" }
        return settings + "default_internal_group = \(own.groupName)\nmail_gid = \(own.gid)\n" + unprivileged.joined()
    }
}

extension String {
    /// Without this ending, if it has it.
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
