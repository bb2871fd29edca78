import Dispatch
internal import Glibc
import Synchronization

/// Ends a TLS handshake that takes too long.
///
/// libldap 2.5 with GnuTLS has no working time limit for it: with its network time-out set it asks the socket again
/// and again without a pause, for ever; without, it waits for ever. So it waits, and when time is up the socket is
/// shut down under it, which it takes as the server's going away.
final class HandshakeDeadline: Sendable {
    private struct State {
        var descriptor: Int32?
        var isExpired = false
    }

    private let state = Mutex(State())
    private let limit: Duration

    init(limit: Duration) { self.limit = limit }

    /// Starts the time for a socket. A duplicate is kept, because libldap may close its own at any time.
    func start(_ descriptor: Int32) {
        let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return }
        let previous = state.withLock { state in
            defer { state.descriptor = duplicate }
            return state.descriptor
        }
        if let previous { close(previous) }
        let pause = Int(clamping: limit.nanoseconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(pause)) { [weak self] in self?.expire() }
    }

    /// Stops the time; whether it was up before.
    func stop() -> Bool {
        state.withLock { state in
            if let descriptor = state.descriptor { close(descriptor) }
            state.descriptor = nil
            return state.isExpired
        }
    }

    private func expire() {
        state.withLock { state in
            guard let descriptor = state.descriptor else { return }
            state.isExpired = true
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }
}
