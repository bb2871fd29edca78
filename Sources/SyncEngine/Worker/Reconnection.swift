internal import Synchronization

/// How long to wait before the next session with the directory: short after one that worked, longer after each that did not.
final class Reconnection: Sendable {
    private let failures = Mutex(0)
    private let retry: RetryPolicy

    init(retry: RetryPolicy) {
        self.retry = retry
    }

    func wasInSync() {
        failures.withLock { $0 = 0 }
    }

    func nextWait() -> Duration {
        let count = failures.withLock { count in
            count += 1
            return count
        }
        let wait = retry.delay(afterFailures: count, jitter: .random(in: 0...1))
        return min(wait / 4, .seconds(30))
    }
}
