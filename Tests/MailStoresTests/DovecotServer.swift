import Foundation

/// A Dovecot of the test's own: private folder, free ports, ended by its process id.
final class DovecotServer: @unchecked Sendable {
    // @unchecked: `processID` is set by start and stop only, which a test calls one after the other.
    let folder: URL
    let httpPort: Int
    let imapPort: Int
    let key = "key-of-a-test"
    private let extra: String
    private(set) var processID: Int32 = -1

    var mailRoot: String { folder.path + "/mail" }
    var archiveRoot: String { folder.path + "/archive" }
    var keyFile: String { folder.path + "/key" }
    var endpoint: String { "http://127.0.0.1:\(httpPort)/doveadm/v1" }

    init(extra: String = "") throws {
        folder = URL(fileURLWithPath: "/tmp/pamong-dovecot-\(UUID().uuidString.prefix(8))")
        httpPort = try freePort()
        imapPort = try freePort()
        self.extra = extra
        try prepare()
    }

    /// Starts a server for `body`, ends it afterwards and removes its folder.
    static func with<Value>(extra: String = "", _ body: (DovecotServer) async throws -> Value) async throws -> Value {
        let server = try DovecotServer(extra: extra)
        defer { server.remove() }
        try await server.start()
        return try await body(server)
    }

    func start() async throws {
        processID = try spawn("/usr/sbin/dovecot", ["-F", "-c", folder.path + "/dovecot.conf"])
        try await eventually("Dovecot listens", within: 30) { isOpen(httpPort) && isOpen(imapPort) }
    }

    /// Ends the master, which ends its children; those that do not go within ten seconds are killed.
    func stop() {
        guard processID > 0 else { return }
        let all = processes
        kill(processID, SIGTERM)
        for _ in 0..<1000 {
            if waitpid(processID, nil, WNOHANG) != 0 { break }
            usleep(10_000)
        }
        for process in all where kill(process, 0) == 0 { kill(process, SIGKILL) }
        waitpid(processID, nil, 0)
        for _ in 0..<1000 where isOpen(httpPort) { usleep(10_000) }
        processID = -1
    }

    /// Kills every process, which is faster than waiting for them, and removes the folder.
    func remove() {
        signal(SIGKILL)
        if processID > 0 { waitpid(processID, nil, 0) }
        processID = -1
        try? FileManager.default.removeItem(at: folder)
    }

    var log: String { (try? String(contentsOfFile: folder.path + "/dovecot.log", encoding: .utf8)) ?? "" }

    /// Every process of this server: the master and its children.
    var processes: [Int32] {
        let children =
            (try? String(contentsOfFile: "/proc/\(processID)/task/\(processID)/children", encoding: .utf8)) ?? ""
        return [processID] + children.split(separator: " ").compactMap { Int32($0) }
    }

    func signal(_ signal: Int32) { for process in processes where process > 0 { kill(process, signal) } }

    /// Runs doveadm on this server and returns what it prints.
    @discardableResult
    func doveadm(_ arguments: [String], input: String = "") throws -> String {
        // Files, not pipes: a server that another test starts meanwhile could inherit the end of a pipe and keep it open.
        // And waited for here: Foundation's Process may wait for another test's child.
        let name = folder.path + "/doveadm-\(UUID().uuidString)"
        try Data(input.utf8).write(to: URL(fileURLWithPath: name + ".in"))
        let script = "in=$1 out=$2; shift 2; exec /usr/bin/doveadm \"$@\" <\"$in\" >\"$out\" 2>/dev/null"
        let files = [name + ".in", name + ".out"]
        let child = try spawn(
            "/bin/sh",
            ["-c", script, "sh"] + files + ["-c", folder.path + "/dovecot.conf"] + arguments
        )
        waitpid(child, nil, 0)
        return String(decoding: try Data(contentsOf: URL(fileURLWithPath: name + ".out")), as: UTF8.self)
    }

    private func prepare() throws {
        let files = FileManager.default
        for name in ["run", "state", "mail", "archive"] {
            try files.createDirectory(atPath: folder.path + "/" + name, withIntermediateDirectories: true)
        }
        if getuid() == 0 {
            for name in ["mail", "archive"] {
                let mail = getpwnam("mail")
                chown(folder.path + "/" + name, mail?.pointee.pw_uid ?? 8, mail?.pointee.pw_gid ?? 8)
            }
        }
        try write("removed:::::::\n", to: "removed.passwd")
        try write("archived:::::::\n", to: "archived.passwd")
        try write("", to: "users")
        try write(configuration, to: "dovecot.conf")
        try write(key + "\n", to: "key")
        chmod(keyFile, 0o600)
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder.path + "/" + name, atomically: false, encoding: .utf8)
    }

    /// Gives a login name a password and the home of an account.
    func addLogin(_ login: String, password: String, home: String) throws {
        let line = "\(login):{PLAIN}\(password)::::\(mailRoot)/\(home)::\n"
        let users = try String(contentsOfFile: folder.path + "/users", encoding: .utf8)
        try write(users + line, to: "users")
    }

    private var configuration: String {
        let me = String(cString: getpwuid(getuid()).pointee.pw_name)
        let (service, login, mail) = getuid() == 0 ? ("dovecot", "dovenull", "mail") : (me, me, me)
        return """
            base_dir = \(folder.path)/run
            state_dir = \(folder.path)/state
            log_path = \(folder.path)/dovecot.log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            default_internal_user = \(service)
            default_login_user = \(login)
            mail_uid = \(mail)
            mail_gid = \(mail)
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = sdbox:~/mail
            doveadm_api_key = \(key)
            auth_cache_size = 1M
            auth_cache_ttl = 60s
            namespace inbox {
              inbox = yes
              separator = /
            }
            passdb {
              driver = passwd-file
              args = scheme=PLAIN username_format=%u \(folder.path)/users
            }
            userdb {
              driver = passwd-file
              args = username_format=%u \(folder.path)/users
            }
            protocol doveadm {
              userdb {
                driver = passwd-file
                args = username_format=%d \(folder.path)/removed.passwd
                override_fields = home=\(mailRoot)/%Ln
              }
              userdb {
                driver = passwd-file
                args = username_format=%d \(folder.path)/archived.passwd
                override_fields = home=\(archiveRoot)/%.36Ln/%37.16Ln
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(imapPort)
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            service doveadm {
              service_count = 1000
              inet_listener http {
                address = 127.0.0.1
                port = \(httpPort)
              }
            }
            \(extra)
            """
    }
}
