import Foundation
import Synchronization

/// The slapd process, in the foreground, ended by its own id.
final class ServerProcess: Sendable {
    private let process = Mutex<Process?>(nil)
    private let folder: URL
    private let listeners: String

    init(folder: URL, port: Int, tlsPort: Int?) {
        self.folder = folder
        let socket = folder.appending(path: "ldapi").path.replacingOccurrences(of: "/", with: "%2F")
        let tls = tlsPort.map { " ldaps://127.0.0.1:\($0)" } ?? ""
        listeners = "ldapi://\(socket) ldap://127.0.0.1:\(port)\(tls)"
    }

    var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    func start() throws {
        let log = folder.appending(path: "log")
        let descriptor = open(log.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("no log file") }
        let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let started = Process()
        started.executableURL = URL(filePath: "/usr/sbin/slapd")
        started.arguments = ["-d", "stats", "-F", folder.appending(path: "slapd.d").path, "-h", listeners]
        started.standardOutput = output
        started.standardError = output
        try started.run()
        process.withLock { $0 = started }
    }

    func signal(_ number: Int32) {
        process.withLock {
            if let process = $0, process.isRunning { Foundation.kill(process.processIdentifier, number) }
        }
    }

    func kill() { end(with: SIGKILL) }
    func terminate() { end(with: SIGTERM) }

    private func end(with number: Int32) {
        signal(SIGCONT)
        signal(number)
        process.withLock { $0 }?.waitUntilExit()
    }
}

/// Runs a program to its end and throws what it said when it failed.
func run(_ program: String, _ arguments: [String], input: URL? = nil) throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    if let input { process.standardInput = try FileHandle(forReadingFrom: input) }
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw TestFailure("\(program) failed: \(String(decoding: said, as: UTF8.self))")
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
    final class Listener {
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
