import Foundation
import Glibc
import LocalStack

/// What the gate's memory grows to with 5,000 connections on which nothing happens: mail servers keep theirs open. Each
/// has bound, so each has a connection to slapd behind it.
enum IdleConnections {
    private static let connections = 5_000
    /// Ours and, in slapd and the gate, theirs: two for each and some to spare.
    private static let descriptors: rlim_t = 16_384

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        let before = try rig.gate.megabytes
        let requests = (0..<connections).map { number in
            LDAPRequest.bind(rig.plainPeople[number % rig.plainPeople.count].dn, password: rig.password)
        }
        let gate = rig.gate
        let after = try await onThread {
            let sockets = try requests.map { request in
                let socket = try LDAPSocket(path: gate.socket)
                try socket.exchange(request)
                return socket
            }
            return try withExtendedLifetime(sockets) { try gate.megabytes }
        }
        return [
            Measurement(
                what: "gate's memory with \(connections) idle connections, each bound",
                value: after,
                unit: .megabytes,
                bar: 150,
                aim: 50,
                detail: "\(before.rounded(to: 0)) MB before"
            )
        ]
    }

    /// Lets this process and those it starts have enough open files.
    static func raiseLimit() throws {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, descriptors)
        guard limit.rlim_cur == descriptors, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw BenchmarkFailure("\(descriptors) open files are not allowed here: raise the limit (ulimit -n)")
        }
    }
}
