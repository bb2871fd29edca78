internal import DirectoryModel
internal import HTTPTypes

/// The buckets of all programs and addresses that asked lately.
actor RequestRates {
    /// Whose requests are counted together.
    enum Asker: Sendable, Hashable {
        case client(String)
        case address(String)
    }

    private let limits: PortalConfiguration.APIRateLimit
    private var buckets: [Asker: TokenBucket] = [:]
    private var swept: Timestamp?

    init(_ limits: PortalConfiguration.APIRateLimit) { self.limits = limits }

    /// Counts a request. Throws ``RateStanding`` when it is one too many.
    @discardableResult
    func take(_ asker: Asker, now: Timestamp = .now) throws -> RateStanding {
        sweep(now)
        var bucket = buckets[asker] ?? TokenBucket(rate(of: asker), now: now)
        let isAllowed = bucket.take(now: now)
        buckets[asker] = bucket
        guard isAllowed else { throw bucket.standing(now: now) }
        return bucket.standing(now: now)
    }

    /// How somebody stands; nothing is counted.
    func standing(of asker: Asker, now: Timestamp = .now) -> RateStanding {
        (buckets[asker] ?? TokenBucket(rate(of: asker), now: now)).standing(now: now)
    }

    private func rate(of asker: Asker) -> RequestRate {
        switch asker {
        case .client: RequestRate(name: "client", perMinute: limits.perClient)
        case .address: RequestRate(name: "address", perMinute: limits.perAddress)
        }
    }

    /// A bucket that is full again says nothing.
    private func sweep(_ now: Timestamp) {
        if let swept, now.since(swept) < .seconds(10) { return }
        swept = now
        buckets = buckets.filter { !$0.value.isFull(now: now) }
    }
}

extension RateStanding {
    /// The header fields of draft-ietf-httpapi-ratelimit-headers, and `Retry-After` for whom there is nothing left.
    func add(to headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"\(rate.name)\";q=\(rate.perMinute);w=60"
        headers[.rateLimit] = "\"\(rate.name)\";r=\(left);t=\(secondsToFull)"
    }

    /// What a program is told that asks too often.
    var words: String { "at most \(rate.perMinute) requests a minute; the next in \(secondsToNext) s" }

    /// The header fields that go with it.
    var headers: HTTPFields {
        var headers: HTTPFields = [.retryAfter: "\(secondsToNext)"]
        add(to: &headers)
        return headers
    }
}

extension HTTPField.Name {
    static var rateLimit: HTTPField.Name { named("RateLimit") }
    static var rateLimitPolicy: HTTPField.Name { named("RateLimit-Policy") }
    static var link: HTTPField.Name { named("Link") }

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("a field name") }
        return name
    }
}
