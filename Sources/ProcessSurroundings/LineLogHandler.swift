internal import DirectoryModel
internal import Glibc
internal import Logging

/// Writes log lines to standard error, where journald picks them up.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    let format: LogFormat
    let label: String

    init(label: String, level: Logger.Level, format: LogFormat) {
        self.label = label
        logLevel = level
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { fields["error"] = "\(error)" }
        let line = LogLine(
            time: .now,
            level: event.level,
            message: "\(event.message)",
            fields: fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        )
        Self.write(line.text(as: format) + "\n")
    }

    /// One write for a line, so that lines of several threads do not mix. What cannot be written cannot be reported
    /// either: there is no other place.
    private static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension PamongConfiguration.Log {
    /// A logger as configured.
    func logger(_ label: String) -> Logger {
        Logger(label: label) { LineLogHandler(label: $0, level: level, format: format) }
    }
}
