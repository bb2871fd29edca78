internal import DirectoryModel
internal import Glibc
package import Logging

/// Writes log lines to standard error, where journald picks them up.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let format: LogFormat

    /// A handler of lines in one form, from one level up.
    package init(level: Logger.Level, format: LogFormat) {
        logLevel = level
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
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

extension Logger {
    /// A logger that writes lines to standard error.
    package init(label: String, level: Logger.Level, format: LogFormat) {
        self.init(label: label) { _ in LineLogHandler(level: level, format: format) }
    }
}
