internal import DirectoryModel

/// How long a mail store that fails as a whole is left alone: no step can be judged by its failure, so none is counted
/// against an account.
struct StorePause: Sendable, Hashable {
    private var failures = 0
    /// Until when nothing is asked of the store.
    private(set) var until: Timestamp?
    /// What is wrong.
    private(set) var problem: String?

    /// The store answered.
    mutating func succeeded() {
        self = StorePause()
    }

    /// The store failed again.
    mutating func failed(_ failure: MailStoreFailure, at now: Timestamp, retry: RetryPolicy) {
        failures += 1
        problem = failure.description
        let longest = min(retry.longest, .seconds(30))
        let wait = min(retry.delay(afterFailures: failures, jitter: .random(in: 0...1)), longest)
        until = now + (failure.isRetriable ? wait : longest)
    }
}
