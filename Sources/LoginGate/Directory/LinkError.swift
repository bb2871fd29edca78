/// Why one of the gate's own operations on the directory came to nothing. Whether a write was done is then unknown.
enum LinkError: Error, Hashable {
    /// There is no signed-in connection right now.
    case notConnected
    /// The connection broke while the answer was awaited.
    case lost
    /// The answer did not come in time.
    case timedOut
    /// As many operations are in flight as may be.
    case tooManyInFlight
    /// The directory's bytes could not be understood.
    case malformed
    /// The directory refused, with this result code.
    case refused(code: Int, message: String)

    /// Whether the directory is there but does not keep up: `busy` rather than `unavailable`.
    var isOverload: Bool {
        switch self {
        case .timedOut, .tooManyInFlight: true
        case .refused(let code, _): code == 51 || code == 3 || code == 11
        case .notConnected, .lost, .malformed: false
        }
    }
}

extension LinkError: CustomStringConvertible {
    /// In words, for the log.
    var description: String {
        switch self {
        case .notConnected: "not connected to the directory"
        case .lost: "the connection to the directory was lost"
        case .timedOut: "the directory did not answer in time"
        case .tooManyInFlight: "too many operations wait for the directory"
        case .malformed: "the directory's answer could not be understood"
        case .refused(let code, let message): "the directory refused with result \(code) \(message)"
        }
    }
}
