internal import DirectoryModel

/// Walks back in time through a log that answers oldest first: from window to window, which grow where little happens and
/// shrink where too much does. Pure.
struct TrailWalk: Sendable {
    /// The most entries of one window.
    static let mostOfWindow = 500
    private static let least = Duration.milliseconds(1)

    private let oldest: Timestamp
    private(set) var end: Timestamp
    private var width: Duration

    /// - Parameters:
    ///   - newest: where to begin; what happened then is not looked at any more.
    ///   - oldest: where to stop.
    init(newest: Timestamp, oldest: Timestamp, width: Duration = .seconds(3600)) {
        (end, self.oldest, self.width) = (newest, oldest, width)
    }

    /// The stretch to look at next; `nil` at the end.
    var window: (from: Timestamp, to: Timestamp)? {
        guard end > oldest else { return nil }
        return (max(oldest, end - width), end)
    }

    /// Whether a window is as small as it gets, and has to be taken as it is.
    var isLeast: Bool { width <= Self.least }

    /// The window had so many entries: the next one is before it.
    mutating func found(_ count: Int) {
        guard let window else { return }
        end = window.from
        if count < Self.mostOfWindow / 8 { width *= count == 0 ? 8 : 2 }
    }

    /// There were too many: a smaller one.
    mutating func overflowed() { width = max(Self.least, min(width, end.since(oldest)) / 8) }
}
