/// How many requests a second the gate answers and how many something else does, measured in turns.
struct Rates {
    private var gate: [Double] = []
    private var other: [Double] = []

    /// Runs both in turns; the first turn of both is not counted.
    ///
    /// - Parameter prepare: done before each load, outside of its time: it may take back what the one before has changed,
    ///   and it makes the load.
    static func measure(
        _ what: String,
        runs: Int,
        gate: () async throws -> RequestLoad,
        other: () async throws -> RequestLoad
    ) async throws -> Rates {
        var rates = Rates()
        for run in 0...runs {
            let ours = try await gate().rate()
            let theirs = try await other().rate()
            tell("\(what) \(run): \(Int(ours)) a second, the other \(Int(theirs))")
            guard run > 0 else { continue }
            rates.gate.append(ours)
            rates.other.append(theirs)
        }
        return rates
    }

    /// The same with loads that can be repeated as they are.
    static func measure(_ what: String, runs: Int, gate: RequestLoad, other: RequestLoad) async throws -> Rates {
        try await measure(what, runs: runs, gate: { gate }, other: { other })
    }

    /// The medians' ratio.
    var ratio: Double { Self.median(gate) / Self.median(other) }

    var detail: String { "\(Int(Self.median(gate))) and \(Int(Self.median(other))) a second" }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
