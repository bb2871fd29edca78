import Dispatch
internal import Glibc

/// Tells when a socket has something to read. Lives on the connection's queue.
final class SocketReadiness {
    private let source: any DispatchSourceRead
    private(set) var isPaused = false

    /// Watches a duplicate of the descriptor, so that libldap can close its own whenever it likes.
    init(_ descriptor: Int32, queue: DispatchQueue, _ onReadable: @escaping @Sendable () -> Void) throws(LDAPError) {
        let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { throw LDAPError(.localError, "no file descriptor left") }
        source = DispatchSource.makeReadSource(fileDescriptor: duplicate, queue: queue)
        source.setEventHandler { onReadable() }
        source.setCancelHandler { Glibc.close(duplicate) }
        source.resume()
    }

    /// A suspended source must not be released, so it is resumed once it can no longer fire.
    deinit {
        source.cancel()
        resume()
    }

    /// Stops watching for a while.
    func pause() {
        guard !isPaused else { return }
        isPaused = true
        source.suspend()
    }

    /// Goes on watching.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        source.resume()
    }
}
