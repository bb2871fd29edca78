import Foundation
import LocalStack

/// A Dovecot of the test's own: private folder, free ports.
final class DovecotServer: Sendable {
    let folder: URL
    let httpPort: Int
    let imapPort: Int
    let key = "key-of-a-test"
    private let place: StackFolder
    private let extra: String
    private let process: ServerProcess

    var mailRoot: String { folder.path + "/mail" }
    var archiveRoot: String { folder.path + "/archive" }
    var keyFile: String { folder.path + "/key" }
    var endpoint: String { "http://127.0.0.1:\(httpPort)/doveadm/v1" }

    private init(extra: String) throws {
        let ports = (http: try LoopbackPort.free(), imap: try LoopbackPort.free())
        (httpPort, imapPort) = (Int(ports.http), Int(ports.imap))
        self.extra = extra
        place = try StackFolder()
        folder = URL(filePath: place.url.path)
        process = ServerProcess(
            name: "dovecot",
            program: "/usr/sbin/dovecot",
            arguments: ["-F", "-c", folder.path + "/dovecot.conf"],
            log: folder.appending(path: "output.log"),
            isReady: { LoopbackPort.answers(ports.http) && LoopbackPort.answers(ports.imap) }
        )
        try prepare()
    }

    /// Starts a server for `body`, ends it afterwards and removes its folder.
    static func with<Value>(extra: String = "", _ body: (DovecotServer) async throws -> Value) async throws -> Value {
        let server = try DovecotServer(extra: extra)
        do {
            try await server.start()
            let value = try await body(server)
            await server.remove()
            return value
        } catch {
            await server.remove()
            throw error
        }
    }

    func start() async throws { try await process.start() }

    /// Ends the master, which ends its children.
    func stop() async { await process.stop() }

    /// Stops all processes in their tracks, so that nobody answers.
    func suspend() async throws { try await process.suspend() }

    func resume() { process.resume() }

    private func remove() async {
        await process.kill()
        place.remove()
    }

    var log: String { (try? String(contentsOfFile: folder.path + "/dovecot.log", encoding: .utf8)) ?? "" }

    /// Runs doveadm on this server and returns what it prints.
    @discardableResult
    func doveadm(_ arguments: [String], input: String = "") async throws -> String {
        let all = ["-c", folder.path + "/dovecot.conf"] + arguments
        return try await ShortCommand("/usr/bin/doveadm", all, input: Data(input.utf8)).outcome().text
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

    /// Gives a login name a password and the home of an account, and returns when Dovecot knows it: it looks at its users
    /// file once a second only, and remembers whom it did not find.
    func addLogin(_ login: String, password: String, home: String) async throws {
        let line = "\(login):{PLAIN}\(password)::::\(mailRoot)/\(home)::\n"
        let users = try String(contentsOfFile: folder.path + "/users", encoding: .utf8)
        try write(users + line, to: "users")
        try await waitUntil("Dovecot knows \(login)", every: .milliseconds(50)) {
            try await doveadm(["auth", "cache", "flush"])
            return try await doveadm(["auth", "test", login, password]).contains("auth succeeded")
        }
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
