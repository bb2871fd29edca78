import Foundation
import LDAPClient

/// A real slapd of a test's own: private folder, loopback, a Unix socket, TLS with a throw-away authority. It ends
/// with the object.
final class TestDirectory: Sendable {
    static let suffix = "dc=example,dc=org"
    static let adminPassword = "the administrator's"

    let folder: URL
    let port: Int
    let tlsPort: Int
    private let process: ServerProcess

    /// Prepares and starts a server; `entries` are loaded before it starts.
    static func start(entries: String = "", options: Options = Options()) async throws -> TestDirectory {
        var attempts = 3
        while true {
            let directory = try await Blocking.run { try TestDirectory(entries: entries, options: options) }
            do {
                try await directory.waitUntilReady()
                return directory
            } catch is ServerEnded where attempts > 1 {
                attempts -= 1  // somebody else took the port in between
            }
        }
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

    private init(entries: String, options: Options) throws {
        folder = try PrivateFolder.make()
        (port, tlsPort) = try FreePort.pair()
        if options.tls { try ThrowAwayAuthority.make(in: folder) }
        let files = ServerFiles(folder: folder, options: options)
        try files.write(entries: Self.base + entries)
        process = ServerProcess(folder: folder, port: port, tlsPort: options.tls ? tlsPort : nil)
        try process.start()
    }

    deinit {
        process.kill()
        try? FileManager.default.removeItem(at: folder)
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
    func file(_ name: String) -> String { folder.appending(path: name).path }
    var log: String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: "log"))) ?? Data(), as: UTF8.self)
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
    func crash() { process.kill() }
    /// Stops the server in an orderly way and waits for its end.
    func stop() { process.terminate() }
    /// Freezes the server (SIGSTOP) and lets it go on (SIGCONT).
    func freeze() { process.freeze() }
    func thaw() { process.signal(SIGCONT) }

    /// Starts the server again after `crash` or `stop`, with the same files and ports.
    func restart() async throws {
        try process.start()
        try await waitUntilReady()
    }

    private func waitUntilReady() async throws {
        try await poll("slapd answers") {
            do {
                let connection = try await LDAPConnection.connect(self.local)
                await connection.close()
                return true
            } catch {
                guard self.process.isRunning else {
                    throw ServerEnded(status: self.process.status ?? 0, log: self.log)
                }
                return false
            }
        }
    }
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

/// slapd did not stay.
struct ServerEnded: Error {
    let status: Int32
    let log: String
}

/// Runs what waits for other processes where it keeps no test from going on.
enum Blocking {
    private static let queue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 2
        return queue
    }()

    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Tries again and again until the condition holds; fails after half a minute.
func poll(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw TestFailure("waited in vain until \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
