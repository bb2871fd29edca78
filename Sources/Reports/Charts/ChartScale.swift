/// An axis from zero to a round number, and where on it values stand.
struct ChartScale {
    /// The axis' labels, from 0 up.
    let ticks: [Int]
    private let start: Double
    private let length: Double

    /// Chooses ticks of 1, 2 or 5 times a power of ten; `length` is negative for an axis that goes up.
    init(largest: Int, start: Double, length: Double, about count: Int = 5) {
        let rough = max(largest, 1)
        var step = 1
        let factors = [2, 5, 10]
        var power = 1
        search: while rough > step * count {
            for factor in factors {
                step = power * factor
                if rough <= step * count { break search }
            }
            power *= 10
        }
        ticks = (0...((rough + step - 1) / step)).map { $0 * step }
        self.start = start
        self.length = length
    }

    func position(_ value: Int) -> Double {
        start + length * Double(value) / Double(max(ticks.last ?? 1, 1))
    }
}
