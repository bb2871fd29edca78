public import Glibc
import Synchronization

/// A process we started: it can be signalled and waited for, and is never confused with another one that got its number
/// later, because its end is collected under the same lock.
public final class ChildProcess: Sendable {
    /// How a process ended.
    public enum Exit: Equatable, Sendable {
        /// By itself, with this code.
        case code(Int32)
        /// By this signal.
        case signal(Int32)
    }

    /// The program's name, for messages.
    public let name: String
    /// The process number.
    public let pid: pid_t
    private let end = Mutex<Exit?>(nil)

    init(name: String, pid: pid_t) {
        self.name = name
        self.pid = pid
    }

    /// How the process ended; `nil` while it lives.
    public var exit: Exit? {
        end.withLock { collect(&$0) }
    }

    /// Sends a signal; does nothing when the process has already ended.
    public func send(_ signal: Int32) {
        end.withLock { known in
            if collect(&known) == nil { kill(pid, signal) }
        }
    }

    /// Waits for the end.
    /// - Throws: `LocalStackError` when it has not come within `limit`.
    @discardableResult
    public func waitForExit(within limit: Duration) async throws -> Exit {
        var found: Exit?
        try await waitUntil("\(name) (process \(pid)) ends", within: limit, every: .milliseconds(2)) {
            found = exit
            return found != nil
        }
        guard let found else { throw LocalStackError("\(name) did not end") }
        return found
    }

    /// Asks the process to end (SIGTERM, after waking it if it is suspended), and makes it (SIGKILL) when it has not
    /// within `grace`. The task's cancellation does not stop this: it is what cleaning up relies on.
    public func terminate(grace: Duration = .seconds(10)) async {
        send(SIGTERM)
        send(SIGCONT)
        await Task { _ = try? await waitForExit(within: grace) }.value
        send(SIGKILL)
        await Task { _ = try? await waitForExit(within: .seconds(10)) }.value
    }

    private func collect(_ known: inout Exit?) -> Exit? {
        guard known == nil else { return known }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7f
        known = signal == 0 ? .code(status >> 8 & 0xff) : .signal(signal)
        ProcessGuardian.shared.forget(pid)
        return known
    }
}
