import Foundation

/// LDIF (RFC 2849) in the making, as bytes: what is written here goes to the sink in large chunks.
struct LDIFText {
    private(set) var bytes: [UInt8] = []

    private static let chunk = 1 << 20
    private static let newline = UInt8(ascii: "\n")

    init() {
        bytes.reserveCapacity(Self.chunk + 4_096)
    }

    /// Appends what is LDIF already: whole lines, or the beginning of one.
    mutating func raw(_ text: [UInt8]) {
        bytes.append(contentsOf: text)
    }

    /// Ends a line, or with the line before it already ended, an entry.
    mutating func endLine() {
        bytes.append(Self.newline)
    }

    /// A line whose value is known to be plain: printable ASCII that does not begin with a blank, a colon or a less-than.
    mutating func line(_ prefix: [UInt8], _ value: [UInt8]) {
        bytes.append(contentsOf: prefix)
        bytes.append(contentsOf: value)
        bytes.append(Self.newline)
    }

    /// A line with any value; what is not plain is written in base64. `prefix` ends in a colon and a blank.
    mutating func safeLine(_ prefix: [UInt8], _ value: [UInt8]) {
        if Self.isPlain(value) { return line(prefix, value) }
        line(prefix.dropLast() + Self.encodedMark, Array(Data(value).base64EncodedData()))
    }

    /// An entry of a few attributes; a fitting way for all that is not written by the thousand.
    mutating func entry(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        safeLine(Array("dn: ".utf8), Array(name.utf8))
        for (attribute, value) in attributes {
            guard let value else { continue }
            safeLine(Array("\(attribute): ".utf8), Array(value.utf8))
        }
        endLine()
    }

    /// Hands over what has gathered when it is worth a write, or all of it at the end.
    mutating func flush(atEnd: Bool = false, to sink: ([UInt8]) throws -> Void) rethrows {
        guard bytes.count >= Self.chunk || (atEnd && !bytes.isEmpty) else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private static let encodedMark = Array(": ".utf8)

    private static func isPlain(_ value: [UInt8]) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        let unfitFirst = [UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "<")]
        return !unfitFirst.contains(first) && last != UInt8(ascii: " ") && value.allSatisfy { (32..<127).contains($0) }
    }
}

/// A relative distinguished name with its value escaped as RFC 4514 section 2.4 asks for the characters that occur here.
func relativeName(_ attribute: String, _ value: String) -> String {
    var escaped = ""
    for character in value {
        if ",+\"\\<>;=#".contains(character) { escaped.append("\\") }
        escaped.append(character)
    }
    return "\(attribute)=\(escaped)"
}
