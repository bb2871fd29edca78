/// A histogram as Prometheus keeps it: how many observations were at most each bound.
struct Histogram: Sendable, Hashable {
    /// Upper bounds in seconds, rising; the last bucket, without a bound, is not listed.
    let bounds: [Double]
    /// How many observations fell into each bucket alone; one more than there are bounds.
    private(set) var buckets: [Int]
    /// All observations together, in seconds.
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        buckets = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many observations there were.
    var count: Int { buckets.reduce(0, +) }

    /// How many observations were at most each bound.
    var cumulative: [Int] {
        buckets.dropLast().reduce(into: []) { $0.append(($0.last ?? 0) + $1) }
    }

    mutating func observe(_ seconds: Double) {
        let index = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        buckets[index] += 1
        sum += seconds
    }
}
