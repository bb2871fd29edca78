internal import Dispatch
internal import Glibc
internal import Logging
internal import Synchronization
internal import TwoFactor

/// The audit file: a line of JSON for every verdict, appended (mode 640) by a queue of its own, so that a slow disk delays
/// no login. When lines pile up because the disk stands still, new ones are dropped and counted, never the logins.
final class AuditFile: AuditSink {
    private struct State {
        var waiting: [UInt8] = []
        var lost = 0
        var isScheduled = false
        var lastDrain = DispatchTime(uptimeNanoseconds: 0)
        var descriptor: Int32
    }

    private let path: String
    private let limit: Int
    private let counting: any VerdictCounting
    private let logger: Logger
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "pamong.gate.audit")

    /// A line that comes alone is written at once; when they come in thousands, those of so long share one write. To wake a
    /// thread for each would cost more than the line itself.
    private static let pause = DispatchTimeInterval.milliseconds(5)

    /// Opens the file. Throws ``AuditFileError``. `limit` is how many bytes may wait for the disk.
    init(path: String, limit: Int = 8 << 20, counting: any VerdictCounting, logger: Logger) throws {
        self.path = path
        self.limit = limit
        self.counting = counting
        self.logger = logger
        state = Mutex(State(descriptor: try Self.open(path)))
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ record: VerdictRecord) {
        let line = record.jsonLine
        let due: DispatchTime? = state.withLock { state in
            if state.waiting.count + line.count <= limit { state.waiting += line } else { state.lost += 1 }
            guard !state.isScheduled else { return nil }
            state.isScheduled = true
            return state.lastDrain + Self.pause
        }
        if let due { schedule(due) }
    }

    private func schedule(_ due: DispatchTime) {
        if due <= .now() { queue.async { self.drain() } } else { queue.asyncAfter(deadline: due) { self.drain() } }
    }

    /// Opens the file anew under its name, after it was moved away (on SIGHUP): soon, not at once, so the next lines can still
    /// be the old one's. That one stays in use if it fails.
    func reopen() {
        queue.async {
            self.drain()
            do {
                let fresh = try Self.open(self.path)
                let old = self.state.withLock { state in
                    defer { state.descriptor = fresh }
                    return state.descriptor
                }
                close(old)
            } catch {
                self.logger.error("the audit file cannot be opened again: \(error)")
            }
        }
    }

    /// Returns when all that was written before is in the file.
    func flush() {
        queue.sync { drain() }
    }

    /// One at a time, on the queue.
    private func drain() {
        let (lines, descriptor, lost) = state.withLock { state in
            defer {
                (state.waiting, state.lost, state.isScheduled) = ([], 0, false)
                state.lastDrain = .now()
            }
            return (state.waiting, state.descriptor, state.lost)
        }
        if lost > 0 { complain("\(lost) lines were dropped because the disk did not keep up") }
        if !lines.isEmpty, let error = Self.append(lines, to: descriptor) { complain(error) }
    }

    private func complain(_ what: String) {
        counting.count(.auditLost)
        logger.error("audit file \(path): \(what)")
    }

    private static func append(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return String(cString: strerror(errno)) }
                rest = rest.dropFirst(count)
            }
            return nil
        }
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw AuditFileError(path: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }
}

/// The audit file cannot be opened.
struct AuditFileError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "audit file \(path) cannot be opened: \(reason)" }
}
