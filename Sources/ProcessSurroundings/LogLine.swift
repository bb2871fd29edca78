package import DirectoryModel
package import Logging

/// One log line in one of the two forms: a pure function of what is logged.
package struct LogLine {
    var time: Timestamp
    var level: Logger.Level
    var message: String
    /// In the order they are written.
    var fields: [(key: String, value: String)]

    /// Puts a line together.
    package init(time: Timestamp, level: Logger.Level, message: String, fields: [(key: String, value: String)]) {
        self.time = time
        self.level = level
        self.message = message
        self.fields = fields
    }

    /// The line in one of the two forms, without its end.
    package func text(as format: LogFormat) -> String {
        let head = [("time", time.rfc3339), ("level", level.rawValue), ("msg", message)]
        let all = head + fields.map { ($0.key, $0.value) }
        return switch format {
        case .logfmt: all.map { "\(Self.key($0.0))=\(Self.logfmt($0.1))" }.joined(separator: " ")
        case .json: "{" + all.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}"
        }
    }

    private static func key(_ text: String) -> String {
        String(text.map { $0 == " " || $0 == "=" || $0 == "\"" ? "_" : $0 })
    }

    private static func logfmt(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x3D && $0 != 0x22 && $0 != 0x5C }
        return isPlain ? text : quoted(text)
    }

    /// A JSON string (RFC 8259 section 7), which logfmt readers understand too. Control characters are escaped: a value
    /// from the directory must not be able to forge a line.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}
