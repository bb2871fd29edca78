import Foundation
import Logging
import ServiceLifecycle
import Synchronization

@testable import WorkerAPI

/// Where a served API listens, as it said itself.
final class Announcements: Sendable {
    private let list = Mutex<[WorkerAPI.Listening]>([])

    func add(_ listening: WorkerAPI.Listening) {
        list.withLock { $0.append(listening) }
    }

    var all: [WorkerAPI.Listening] { list.withLock { $0 } }

    /// Waits until as many listeners are open.
    func wait(for count: Int) async throws -> [WorkerAPI.Listening] {
        let deadline = ContinuousClock.now + .seconds(60)
        while all.count < count {
            guard ContinuousClock.now < deadline else { throw NotListening() }
            try await Task.sleep(for: .milliseconds(5))
        }
        return all
    }

    struct NotListening: Error {}
}

extension APIFixture {
    /// Serves on real sockets while the body runs, and ends gracefully after it.
    func serving<Value: Sendable>(
        _ address: WorkerAPIAddress?,
        metrics: MetricsListener? = nil,
        listeners: Int = 1,
        _ body: @Sendable ([WorkerAPI.Listening]) async throws -> Value
    ) async throws -> Value {
        let announcements = Announcements()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let api = try WorkerAPI(
            worker: worker,
            configuration: WorkerAPI.Configuration(
                address: address,
                metrics: metrics,
                timeZone: .gmt,
                mailHost: "narada"
            ),
            logger: logger
        ) { announcements.add($0) }
        let group = ServiceGroup(configuration: .init(services: [api], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                let value = try await body(try await announcements.wait(for: listeners))
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return value
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}
