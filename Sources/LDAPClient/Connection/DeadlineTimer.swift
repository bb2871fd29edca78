import Dispatch

/// Fires at the earliest of the deadlines it was told. Lives on the connection's queue.
final class DeadlineTimer {
    private let source: any DispatchSourceTimer
    private var armed: UInt64?

    init(queue: DispatchQueue, _ onDeadline: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(queue: queue)
        source.setEventHandler { onDeadline() }
        source.resume()
    }

    deinit { source.cancel() }

    /// Fires no later than this; in nanoseconds of the monotonic clock.
    func schedule(_ deadline: UInt64) {
        if let armed, armed <= deadline, armed > DispatchTime.now().uptimeNanoseconds { return }
        armed = deadline
        source.schedule(deadline: DispatchTime(uptimeNanoseconds: deadline), leeway: .milliseconds(1))
    }
}
