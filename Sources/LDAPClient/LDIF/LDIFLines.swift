/// The lines of an LDIF text: unfolded, without comments, split into name and value.
struct LDIFLines {
    /// A `name: value` line.
    struct Line {
        let number: Int
        let name: String
        let value: [UInt8]
        /// Whether the line is a lone `-`, which ends a change within a modify record.
        var isSeparator: Bool { name == "-" }
    }

    private let text: [UInt8]
    private var position = 0
    private var number = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The lines of the next record; `nil` at the end.
    mutating func nextRecord() throws(LDIFError) -> [Line]? {
        var lines: [Line] = []
        while let (first, content) = nextUnfolded() {
            if content.isEmpty {
                if lines.isEmpty { continue }
                return lines
            }
            if content.first == UInt8(ascii: "#") { continue }
            lines.append(try Self.parse(content, first))
        }
        return lines.isEmpty ? nil : lines
    }

    private mutating func nextPhysical() -> ArraySlice<UInt8>? {
        guard position < text.count else { return nil }
        let end = text[position...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
        var line = text[position..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        position = end + 1
        number += 1
        return line
    }

    private mutating func nextUnfolded() -> (number: Int, content: [UInt8])? {
        guard let start = nextPhysical() else { return nil }
        let first = number
        var content = Array(start)
        while position < text.count, text[position] == UInt8(ascii: " "), let more = nextPhysical() {
            content += more.dropFirst()
        }
        return (first, content)
    }

    private static func parse(_ content: [UInt8], _ number: Int) throws(LDIFError) -> Line {
        if content == [UInt8(ascii: "-")] { return Line(number: number, name: "-", value: []) }
        guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else {
            throw LDIFError(line: number, reason: "a line without a colon")
        }
        let name = String(decoding: content[..<colon], as: UTF8.self)
        var value = content[(colon + 1)...]
        switch value.first {
        case UInt8(ascii: ":"):
            guard let bytes = Base64.decode(trimmed(value.dropFirst())) else {
                throw LDIFError(line: number, reason: "the value of \(name) is not Base64")
            }
            return Line(number: number, name: name, value: bytes)
        case UInt8(ascii: "<"):
            // A file that names other files could read what its author may not.
            throw LDIFError(line: number, reason: "the value of \(name) is a URL, which is not followed")
        default:
            value = value.drop { $0 == UInt8(ascii: " ") }
            return Line(number: number, name: name, value: Array(value))
        }
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = value.drop { $0 == UInt8(ascii: " ") }
        while value.last == UInt8(ascii: " ") { value.removeLast() }
        return value
    }
}
