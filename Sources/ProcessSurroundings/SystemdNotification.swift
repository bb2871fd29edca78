internal import Foundation
package import Glibc

/// Tells systemd how a service is doing: datagrams to `$NOTIFY_SOCKET` (sd_notify(3)). Without the variable nothing is sent.
package struct SystemdNotification: Sendable {
    private let address: String?
    /// How often systemd wants to hear from us; `nil` without a watchdog.
    package let watchdogInterval: Duration?

    /// Reads what systemd has put into the environment.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdogInterval =
            isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) } : nil
    }

    /// Sends assignments such as `READY=1`, one per line. Answers whether the datagram went out: systemd being away is no
    /// reason for a service to stop.
    @discardableResult
    package func send(_ assignments: String) -> Bool {
        guard let address else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard let (target, length) = Self.socketAddress(address) else { return false }
        let message = Array(assignments.utf8)
        return withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length) == message.count
            }
        }
    }

    /// A leading `@` stands for the zero byte of an abstract socket (unix(7)).
    package static func socketAddress(_ path: String) -> (sockaddr_un, socklen_t)? {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: target.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: bytes) }
        return (target, socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + socklen_t(bytes.count))
    }
}
