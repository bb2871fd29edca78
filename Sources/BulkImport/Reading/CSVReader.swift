/// Reads CSV (RFC 4180) record by record from a stream of bytes, so that a file of any length takes the memory of one record.
///
/// The Swift package for CSV that is at hand, SwiftCSV, wants the whole file as one `String`: 400,000 rows took 400 MB before
/// anything was made of them. It also pads short rows, drops spaces, takes a file that ends inside a quote, and cannot
/// say where something is wrong, all of which an upload of accounts must not get past.
///
/// Lines end with LF, CRLF or CR. Fields are separated by `,` or `;`, whichever the first record has more of. What is wrong
/// within one field is noted in the record; what makes everything after it doubtful is an error.
struct CSVReader {
    /// The longest field; a longer one is a quote that nobody closed.
    static let longestField = 65_536
    /// The most fields of a record.
    static let mostFields = 256

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private enum State {
        case start, plain, quoted, closing
    }

    /// What separates fields.
    let separator: UInt8
    private let source: ByteSource
    private var piece: [UInt8]
    private var position: Int
    private var line = 1
    private var state = State.start
    private var isAfterReturn = false

    /// Looks at the beginning of the source: a byte order mark, the encoding, the separator.
    init(_ source: ByteSource) throws(ImportFileError) {
        self.source = source
        piece = try source.next() ?? []
        // The header has to be seen whole to count separators in it; a source may give single bytes.
        while piece.count < 4096, let more = try source.next() { piece += more }
        if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) || piece.prefix(4).contains(0) {
            throw ImportFileError("the file is UTF-16; save it as CSV UTF-8", line: 1)
        }
        position = piece.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        separator = Self.separator(of: piece[position...])
    }

    /// Reads the next record that has anything in it; `false` at the end.
    mutating func read(into record: inout CSVRecord) throws(ImportFileError) -> Bool {
        repeat {
            record.begin(line: line)
            guard try readAny(into: &record) else { return false }
        } while record.isBlank
        return true
    }

    private mutating func readAny(into record: inout CSVRecord) throws(ImportFileError) -> Bool {
        state = .start
        var isEmpty = true
        while let byte = try nextByte() {
            if isAfterReturn {
                isAfterReturn = false
                // The second half of a CRLF belongs to the line before.
                if byte == Self.lineFeed { continue }
            }
            isEmpty = false
            if try take(byte, &record) { return true }
        }
        guard state != .quoted else {
            throw ImportFileError(
                "the file ends within a quoted field: a closing quote is missing, here or in a later line",
                line: record.line,
                column: record.count + 1
            )
        }
        if !isEmpty { record.endField() }
        return !isEmpty
    }

    /// Takes one byte; `true` when it ends the record.
    @inline(__always)
    private mutating func take(_ byte: UInt8, _ record: inout CSVRecord) throws(ImportFileError) -> Bool {
        switch state {
        case .quoted:
            if byte == Self.quote {
                state = .closing
            } else {
                if byte == Self.lineFeed { line += 1 }
                try append(byte, &record)
            }
            return false
        case .closing where byte == Self.quote:
            state = .quoted
            try append(byte, &record)
            return false
        default: return try takeUnquoted(byte, &record)
        }
    }

    @inline(__always)
    private mutating func takeUnquoted(_ byte: UInt8, _ record: inout CSVRecord) throws(ImportFileError) -> Bool {
        switch byte {
        case separator:
            record.endField()
            state = .start
            guard record.count < Self.mostFields else {
                throw ImportFileError("a record of more than \(Self.mostFields) fields", line: record.line)
            }
        case Self.lineFeed, Self.carriageReturn:
            record.endField()
            line += 1
            isAfterReturn = byte == Self.carriageReturn
            return true
        case Self.quote where state == .start: state = .quoted
        default:
            if state == .closing {
                record.note(.textAfterQuote)
            } else if byte == Self.quote {
                record.note(.strayQuote)
            }
            state = .plain
            try append(byte, &record)
        }
        return false
    }

    private func append(_ byte: UInt8, _ record: inout CSVRecord) throws(ImportFileError) {
        record.append(byte)
        guard record.openLength <= Self.longestField else {
            throw ImportFileError(
                "a field of more than \(Self.longestField) bytes; is a closing quote missing?",
                line: record.line,
                column: record.count + 1
            )
        }
    }

    @inline(__always)
    private mutating func nextByte() throws(ImportFileError) -> UInt8? {
        if position == piece.count {
            guard let more = try source.next() else { return nil }
            piece = more
            position = 0
        }
        defer { position += 1 }
        return piece[position]
    }

    /// `;` when the first record has more of those outside quotes than commas: what spreadsheets write in countries whose
    /// decimal sign is the comma, Indonesia among them.
    private static func separator(of start: ArraySlice<UInt8>) -> UInt8 {
        var (commas, semicolons, isQuoted, hasBegun) = (0, 0, false, false)
        for byte in start {
            if byte == quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == lineFeed || byte == carriageReturn {
                if hasBegun { break }
                continue
            }
            hasBegun = true
            if byte == UInt8(ascii: ",") { commas += 1 }
            if byte == UInt8(ascii: ";") { semicolons += 1 }
        }
        return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }
}
