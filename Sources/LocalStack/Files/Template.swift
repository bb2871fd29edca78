public import Foundation

/// A configuration file with names like `@SUFFIX@` in it.
public struct Template: Sendable {
    private let text: String
    private let source: String

    /// Takes a text.
    /// - Parameter source: where it is from, for messages.
    public init(_ text: String, source: String = "template") {
        self.text = text
        self.source = source
    }

    /// Reads a file.
    public init(file: URL) throws {
        guard let data = try? Data(contentsOf: file) else { throw LocalStackError("cannot read \(file.path)") }
        self.init(String(decoding: data, as: UTF8.self), source: file.path)
    }

    /// The text with every name replaced. Comment lines (`#` first) keep theirs: that is where names are explained.
    /// - Throws: `LocalStackError` for a name that has no value: a server must not start with half a configuration.
    public func filled(_ values: [String: String]) throws -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices where !lines[index].hasPrefix("#") {
            lines[index] = try fill(lines[index], line: index + 1, values)
        }
        return lines.joined(separator: "\n")
    }

    private func fill(_ line: String, line number: Int, _ values: [String: String]) throws -> String {
        var rest = Substring(line)
        var result = ""
        while let match = rest.firstMatch(of: /@([A-Z][A-Z0-9_]*)@/) {
            guard let value = values[String(match.1)] else {
                throw LocalStackError("\(source), line \(number): nothing to put for \(match.0)")
            }
            result += rest[..<match.range.lowerBound] + value
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }
}
