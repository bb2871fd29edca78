import Foundation
import Synchronization

/// The slapd process, in the foreground, ended by its own id.
final class ServerProcess: Sendable {
    private let process = Mutex<ChildProcess?>(nil)
    private let folder: URL
    private let listeners: String

    init(folder: URL, port: Int, tlsPort: Int?) {
        self.folder = folder
        let socket = folder.appending(path: "ldapi").path.replacingOccurrences(of: "/", with: "%2F")
        let tls = tlsPort.map { " ldaps://127.0.0.1:\($0)" } ?? ""
        listeners = "ldapi://\(socket) ldap://127.0.0.1:\(port)\(tls)"
    }

    var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }
    /// The status of `waitpid`, once it has ended.
    var status: Int32? { process.withLock { $0?.status } }

    func start() throws {
        let settings = folder.appending(path: "slapd.d").path
        let started = try ChildProcess(
            "/usr/sbin/slapd",
            ["-d", "stats", "-F", settings, "-h", listeners],
            output: folder.appending(path: "log").path
        )
        process.withLock { $0 = started }
    }

    func signal(_ number: Int32) {
        process.withLock { $0?.signal(number) }
    }

    /// Stops it in its tracks and waits until it stands still.
    func freeze() {
        process.withLock { $0?.freeze() }
    }

    /// Ends it at once, even when it is frozen.
    func kill() {
        process.withLock {
            $0?.signal(SIGKILL)
            _ = $0?.wait()
        }
    }

    /// Asks it to end and waits until it has.
    func terminate() {
        process.withLock {
            $0?.signal(SIGTERM)
            _ = $0?.wait()
        }
    }
}

/// A child of the test process.
struct ChildProcess {
    private let id: pid_t
    private(set) var status: Int32?

    /// Starts a program with its output appended to a file. It gets no blocked signals: a child started from a
    /// Dispatch thread would inherit that thread's mask and never see a SIGTERM.
    init(_ program: String, _ arguments: [String], output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, program, &actions, &attributes, &words, environ)
        guard failure == 0 else { throw TestFailure("\(program) did not start: \(failure)") }
        id = child
    }

    var isRunning: Bool {
        mutating get { poll(WNOHANG) == nil }
    }

    mutating func signal(_ number: Int32) {
        if isRunning { kill(id, number) }
    }

    mutating func freeze() {
        guard isRunning else { return }
        kill(id, SIGSTOP)
        var code: Int32 = 0
        if waitpid(id, &code, WUNTRACED) == id, code & 0xFF != 0x7F { status = code }
    }

    /// Waits for the end and gives the exit status.
    mutating func wait() -> Int32 { poll(0) ?? -1 }

    private mutating func poll(_ options: Int32) -> Int32? {
        var code: Int32 = 0
        if status == nil, waitpid(id, &code, options) == id { status = code }
        return status
    }
}

/// Runs a program to its end and throws what it said when it failed.
func run(_ program: String, _ arguments: [String], in folder: URL) throws {
    let output = folder.appending(path: "output-\(UUID().uuidString)")
    var process = try ChildProcess(program, arguments, output: output.path)
    guard process.wait() == 0 else {
        let said = try String(contentsOf: output, encoding: .utf8)
        throw TestFailure("\(program) failed: \(said)")
    }
}

enum PrivateFolder {
    static func make() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ldap-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return folder
    }
}

/// Ports nobody listens on: the kernel chose them a moment ago.
enum FreePort {
    static func pair() throws -> (Int, Int) {
        let first = try Listener()
        let second = try Listener()
        return (first.port, second.port)
    }

    /// A socket that holds a free port of the loopback address until it is released.
    final class Listener: Sendable {
        let descriptor: Int32
        let port: Int

        init() throws {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let failed = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(descriptor, pointer, length) != 0 || getsockname(descriptor, pointer, &length) != 0
                }
            }
            self.descriptor = descriptor
            port = Int(UInt16(bigEndian: address.sin_port))
            if failed { throw TestFailure("no free port") }
        }

        deinit { close(descriptor) }
    }
}
