internal import DirectoryModel

/// How many requests somebody may make in a minute; as many at once after a minute of none.
struct RequestRate: Sendable, Hashable {
    /// What the `RateLimit` header calls it.
    let name: String
    let perMinute: Int
}

/// A bucket that fills steadily and from which each request takes one. Pure: the time is given.
struct TokenBucket: Sendable {
    private let rate: RequestRate
    private var level: Double
    private var seen: Timestamp

    init(_ rate: RequestRate, now: Timestamp) {
        (self.rate, level, seen) = (rate, Double(rate.perMinute), now)
    }

    /// Takes one, if there is one.
    mutating func take(now: Timestamp) -> Bool {
        level = level(at: now)
        seen = max(seen, now)
        guard level >= 1 else { return false }
        level -= 1
        return true
    }

    func isFull(now: Timestamp) -> Bool { level(at: now) >= Double(rate.perMinute) }

    /// A clock that was put back fills nothing.
    private func level(at now: Timestamp) -> Double {
        let seconds = max(0, Double(now.microseconds - seen.microseconds) / 1_000_000)
        return min(Double(rate.perMinute), level + seconds * Double(rate.perMinute) / 60)
    }

    /// How much is left, and when there is more.
    func standing(now: Timestamp) -> RateStanding {
        let level = level(at: now)
        let perSecond = Double(max(rate.perMinute, 1)) / 60
        return RateStanding(
            rate: rate,
            left: Int(level),
            secondsToNext: max(1, Int(((1 - level) / perSecond).rounded(.up))),
            secondsToFull: Int(((Double(rate.perMinute) - level) / perSecond).rounded(.up))
        )
    }
}

/// How somebody stands with their rate.
struct RateStanding: Sendable, Hashable, Error {
    let rate: RequestRate
    let left: Int
    /// When there is one again, for whom there is none.
    let secondsToNext: Int
    let secondsToFull: Int
}
