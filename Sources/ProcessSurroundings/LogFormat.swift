/// The forms of a log line.
package enum LogFormat: String, CaseIterable, Sendable {
    /// `time=… level=… msg="…" key=value`.
    case logfmt
    /// One JSON object per line.
    case json
}
