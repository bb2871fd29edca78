import Foundation
import LDAPClient
import LocalStack

/// A real slapd of a test's own: private folder, loopback, a Unix socket, TLS with a throw-away authority. It ends
/// with the object.
final class TestDirectory: Sendable {
    static let suffix = "dc=example,dc=org"
    static let adminPassword = "the administrator's"

    let folder: StackFolder
    let port: Int
    let tlsPort: Int
    private let process: ServerProcess

    /// Prepares and starts a server; `entries` are loaded before it starts.
    static func start(entries: String = "", options: Options = Options()) async throws -> TestDirectory {
        let directory = try TestDirectory(options)
        if options.tls { try await ThrowAwayAuthority.make(in: directory.folder.url) }
        let files = ServerFiles(folder: directory.folder.url, options: options)
        try await files.write(entries: Self.base + entries)
        try await directory.process.start()
        return directory
    }

    /// What a test wants different.
    struct Options {
        var syncProvider = true
        /// Lines added to the database's configuration.
        var database = ""
        /// Lines added to the global configuration.
        var global = ""
        var tls = false
    }

    private init(_ options: Options) throws {
        let folder = try StackFolder()
        self.folder = folder
        port = Int(try LoopbackPort.free())
        tlsPort = Int(try LoopbackPort.free())
        let socket = folder.url.appending(path: "ldapi").path
        let tls = options.tls ? " ldaps://127.0.0.1:\(tlsPort)" : ""
        let listeners = "ldapi://\(socket.replacingOccurrences(of: "/", with: "%2F")) ldap://127.0.0.1:\(port)\(tls)"
        process = ServerProcess(
            name: "slapd",
            program: "/usr/sbin/slapd",
            arguments: ["-d", "stats", "-F", folder.url.appending(path: "slapd.d").path, "-h", listeners],
            log: folder.url.appending(path: "log"),
            isReady: { await Self.answers(LDAPConfiguration(server: .socket(path: socket), authentication: .external)) }
        )
    }

    /// Whether it takes a bind; it does so only when it listens everywhere.
    private static func answers(_ configuration: LDAPConfiguration) async -> Bool {
        do {
            await (try LDAPConnection.connect(configuration)).close()
            return true
        } catch {
            return false
        }
    }

    /// Nothing of it is needed any more; should the tests end before it has, the guardian of our processes sees to it.
    deinit {
        Task { [process, folder] in
            await process.kill()
            folder.remove()
        }
    }

    static let base = """
        dn: \(suffix)
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: ou=people,\(suffix)
        objectClass: organizationalUnit
        ou: people


        """

    /// An account entry in LDIF.
    static func person(_ name: String, extra: String = "") -> String {
        """
        dn: uid=\(name),ou=people,\(suffix)
        objectClass: inetOrgPerson
        uid: \(name)
        cn: \(name)
        sn: \(name)
        mail: \(name)@example.org
        userPassword: secret of \(name)
        \(extra.isEmpty ? "" : extra + "\n")

        """
    }

    var socketPath: String { file("ldapi") }
    /// The path of a file in the server's folder.
    func file(_ name: String) -> String { folder.url.appending(path: name).path }
    var log: String {
        String(decoding: (try? Data(contentsOf: process.log)) ?? Data(), as: UTF8.self)
    }

    /// Over TCP as the administrator.
    var administrator: LDAPConfiguration {
        configuration(.simple(TestNames.admin, LDAPSecret(Self.adminPassword)))
    }

    /// Over the Unix socket as whoever runs the test.
    var local: LDAPConfiguration {
        LDAPConfiguration(server: .socket(path: socketPath), authentication: .external)
    }

    func configuration(_ authentication: LDAPAuthentication) -> LDAPConfiguration {
        LDAPConfiguration(server: .plain(host: "127.0.0.1", port: port), authentication: authentication)
    }

    /// Kills the server as `kill -9` does.
    func crash() async { await process.kill() }
    /// Stops the server in an orderly way and waits for its end.
    func stop() async { await process.stop() }
    /// Freezes the server (SIGSTOP), waits until it stands still, and lets it go on (SIGCONT).
    func freeze() async throws { try await process.suspend() }
    func thaw() { process.resume() }

    /// Starts the server again after `crash` or `stop`, with the same files and ports.
    func restart() async throws { try await process.start() }
}

/// The names tests use.
enum TestNames {
    static let suffix = DistinguishedName([
        RelativeDistinguishedName("dc", "example"), RelativeDistinguishedName("dc", "org"),
    ])
    static let admin = suffix.child("cn", "admin")
    static let people = suffix.child("ou", "people")
    static func person(_ name: String) -> DistinguishedName { people.child("uid", name) }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Tries again and again until the condition holds; fails after a minute.
func poll(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw TestFailure("waited in vain until \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
