import DirectoryModel
import Foundation

/// A worker that starts again with nothing changed in the directory: from before the process starts until it is in sync.
enum Restart {
    static func measure(_ directory: FullDirectory, state: URL) async throws -> [Measurement] {
        var times: [Duration] = []
        for _ in 1...max(directory.request.runs, 5) {
            times.append(try await ProjectionProcess.run(state: state, slapd: directory.slapd).time)
        }
        return [
            Measurement(
                what: "restart with nothing changed, process start to in sync",
                value: times.median.inSeconds,
                unit: .seconds,
                bar: 1,
                aim: 0.2,
                detail: "slowest \(times.percentile(1).inSeconds.rounded(to: 2)) s"
            )
        ]
    }
}
