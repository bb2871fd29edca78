/// The forms of a log line.
enum LogFormat: String, CaseIterable, Sendable {
    /// `time=… level=… msg="…" key=value`.
    case logfmt
    /// One JSON object per line.
    case json
}
