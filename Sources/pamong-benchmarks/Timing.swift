import DirectoryModel
import Foundation

/// How long the body took, by the wall.
func timed(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async rethrows -> Duration {
    let start = ContinuousClock.now
    try await body()
    return ContinuousClock.now - start
}

extension Duration {
    /// In milliseconds.
    var milliseconds: Double { Double(microseconds) / 1000 }
    /// In seconds.
    var inSeconds: Double { Double(microseconds) / 1_000_000 }
}

extension Collection<Duration> {
    /// The value that so many of all do not exceed: 0.5 is the median.
    func percentile(_ share: Double) -> Duration {
        let sorted = self.sorted()
        guard !sorted.isEmpty else { return .zero }
        return sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var median: Duration { percentile(0.5) }

    /// How they are spread, in words.
    var shares: String {
        let values = [0.5, 0.95, 0.99].map { percentile($0).milliseconds.rounded(to: 1) }
        return "p50 \(values[0]), p95 \(values[1]), p99 \(values[2]) ms"
    }
}

/// Says on standard error what is being done, since a benchmark is silent for long otherwise.
func tell(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
