internal import Glibc

/// Ownership of a state file: one process at a time does its work. Held until it is released or its process ends, however
/// it ends; another one then takes over.
///
/// A lock on `<state>.lock` (flock(2)), a file beside the database: SQLite has its own locks on the database itself.
public final class StateLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Takes the lock if nobody has it; `nil` when somebody has. Throws ``StateLockError`` when the lock file cannot be
    /// made.
    public static func take(forState path: String) throws(StateLockError) -> StateLock? {
        let file = path + ".lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw StateLockError(file, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK || reason == EINTR { return nil }
            throw StateLockError(file, reason)
        }
        writeOwner(descriptor)
        return StateLock(descriptor: descriptor)
    }

    /// Waits until the lock is ours. `whenWaiting` is called once, with the process that has it, when it is not ours at
    /// once. Throws ``StateLockError`` and `CancellationError`.
    public static func wait(
        forState path: String,
        whenWaiting: @Sendable (_ owner: Int32?) -> Void
    ) async throws -> StateLock {
        if let lock = try take(forState: path) { return lock }
        whenWaiting(owner(ofState: path))
        while true {
            try await Task.sleep(for: .milliseconds(200))
            if let lock = try take(forState: path) { return lock }
        }
    }

    /// The process that took the lock last; it may have ended since.
    public static func owner(ofState path: String) -> Int32? {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0
            ? Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)) : nil
    }

    /// For people only; the lock itself is the kernel's, so a failure here changes nothing.
    private static func writeOwner(_ descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }
}

/// Why the lock file could not be made.
public struct StateLockError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file and the reason.
    public let description: String

    init(_ file: String, _ code: Int32) {
        description = "\(file): \(String(cString: strerror(code)))"
    }
}
