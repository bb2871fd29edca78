internal import NIOCore

/// Does something on an event loop at once and then again and again, each time a while after the last time ended. Confined
/// to the loop.
final class Recurring {
    private let loop: any EventLoop
    private let interval: TimeAmount
    private let work: () -> EventLoopFuture<Void>?
    private var isStopped = false
    private var isWorking = false
    /// Asked for while it was being done: what it has looked at may have changed since.
    private var isWantedAgain = false
    private var next: Scheduled<Void>?

    /// `work` answers `nil` when there is nothing to do any more.
    init(on loop: any EventLoop, every interval: TimeAmount, _ work: @escaping () -> EventLoopFuture<Void>?) {
        self.loop = loop
        self.interval = interval
        self.work = work
    }

    /// Does it now, and from now on; while it is being done, once more right after.
    func start() {
        guard !isStopped, !isWorking else { return isWantedAgain = isWorking }
        next?.cancel()
        guard let done = work() else { return stop() }
        isWorking = true
        done.assumeIsolated().whenComplete { _ in
            self.isWorking = false
            guard !self.isStopped else { return }
            guard !self.isWantedAgain else {
                self.isWantedAgain = false
                return self.start()
            }
            self.next = self.loop.assumeIsolated().scheduleTask(in: self.interval) { self.start() }
        }
    }

    func stop() {
        isStopped = true
        next?.cancel()
    }
}
