internal import NIOCore

/// Does something on an event loop at once and then again and again, each time a while after the last time ended. Confined
/// to the loop.
final class Recurring {
    private let loop: any EventLoop
    private let interval: TimeAmount
    private let work: () -> EventLoopFuture<Void>
    private var isStopped = false

    init(on loop: any EventLoop, every interval: TimeAmount, _ work: @escaping () -> EventLoopFuture<Void>) {
        self.loop = loop
        self.interval = interval
        self.work = work
    }

    func start() {
        guard !isStopped else { return }
        work().assumeIsolated().whenComplete { _ in
            guard !self.isStopped else { return }
            self.loop.assumeIsolated().scheduleTask(in: self.interval) { self.start() }
        }
    }

    func stop() { isStopped = true }
}
