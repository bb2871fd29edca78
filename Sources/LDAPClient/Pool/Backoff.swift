/// Pauses between attempts: twice as long each time up to a limit, and a random part less, so that many who lost
/// the same server do not come back all at once.
public struct Backoff: Sendable {
    private let limit: Duration
    private var pause: Duration

    /// The first pause, and the longest.
    public init(first: Duration = .milliseconds(50), limit: Duration = .seconds(5)) {
        pause = first
        self.limit = limit
    }

    /// The next pause: between a half and the whole of what is due.
    public mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let due = pause
        pause = min(pause * 2, limit)
        return due * Double.random(in: 0.5...1, using: &generator)
    }
}
