import Testing

@testable import BulkImport

struct CSVReaderTests {
    /// All records of a text, with the line each begins in.
    private func records(_ text: String, pieceSize: Int = 1 << 18) throws -> [(line: Int, fields: [String])] {
        try records(Array(text.utf8), pieceSize: pieceSize)
    }

    private func records(_ bytes: [UInt8], pieceSize: Int = 1 << 18) throws -> [(line: Int, fields: [String])] {
        var reader = try CSVReader(.bytes(bytes, pieceSize: pieceSize))
        var record = CSVRecord()
        var found: [(Int, [String])] = []
        while try reader.read(into: &record) {
            found.append((record.line, (0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }))
        }
        return found
    }

    private static let quirks: [(String, [[String]], [Int])] = [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]], [1, 2]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]], [1, 2]),
        ("a,b\r1,2", [["a", "b"], ["1", "2"]], [1, 2]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]], [1, 2]),
        ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]], [1, 2]),
        ("\u{FEFF}\"a\",b\n", [["a", "b"]], [1]),
        ("\n\r\na,b\n\n\n1,2\n", [["a", "b"], ["1", "2"]], [3, 6]),
        ("a,b\n\"1\",\"2\"", [["a", "b"], ["1", "2"]], [1, 2]),
        ("a,b\n\"x,\"\"y\"\"\",\"\"\n", [["a", "b"], ["x,\"y\"", ""]], [1, 2]),
        ("a,b\n\"1\n2\",3\n4,5", [["a", "b"], ["1\n2", "3"], ["4", "5"]], [1, 2, 4]),
        ("a,b\n\"1\r\n2\",3\r\n4,5", [["a", "b"], ["1\r\n2", "3"], ["4", "5"]], [1, 2, 4]),
        ("a,b\n , 2 \n", [["a", "b"], [" ", " 2 "]], [1, 2]),
        ("a,b\n,\n,,\nx,\n", [["a", "b"], ["x", ""]], [1, 4]),
        ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]], [1, 2, 3]),
        ("\"a;b\",c,d\n1,2,3\n", [["a;b", "c", "d"], ["1", "2", "3"]], [1, 2]),
        ("nama,kota\nSiti,Yogyakarta\u{301}\n", [["nama", "kota"], ["Siti", "Yogyakarta\u{301}"]], [1, 2]),
        ("a,b\nx,\u{301}y\n", [["a", "b"], ["x", "\u{301}y"]], [1, 2]),
        ("", [], []),
        ("\n\n", [], []),
    ]

    @Test(arguments: quirks) func `ways of writing CSV`(text: String, fields: [[String]], lines: [Int]) throws {
        for pieceSize in [1, 2, 3, 1 << 18] {
            let found = try records(text, pieceSize: pieceSize)
            #expect(found.map(\.fields) == fields, "in pieces of \(pieceSize)")
            #expect(found.map(\.line) == lines, "in pieces of \(pieceSize)")
        }
    }

    @Test func `a quote that nobody closes is named by the line it opens in`() throws {
        let error = #expect(throws: ImportFileError.self) { try records("a,b\n1,2\n3,\"4\n5,6\n") }
        #expect(error?.line == 3)
        #expect(error?.column == 2)
    }

    @Test func `a field without an end is refused before it fills the memory`() throws {
        let long = "a,b\n1,\"" + String(repeating: "x\n", count: CSVReader.longestField)
        let error = #expect(throws: ImportFileError.self) { try records(long) }
        #expect(error?.line == 2)
        #expect(throws: ImportFileError.self) { try records(String(repeating: ",", count: CSVReader.mostFields + 1)) }
    }

    @Test func `UTF-16 is told from UTF-8`() {
        for start: [UInt8] in [
            [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0, 0x2C, 0], [0, 0x61, 0, 0x2C],
        ] {
            #expect(throws: ImportFileError.self) { try records(start) }
        }
    }

    @Test func `quotes out of place are faults of their field`() throws {
        var reader = try CSVReader(.bytes(Array("a,b\n5\" disk,\"x\"y\n".utf8)))
        var record = CSVRecord()
        #expect(try reader.read(into: &record))
        #expect(record.faults.isEmpty)
        #expect(try reader.read(into: &record))
        #expect(record.faults.map(\.fault) == [.strayQuote, .textAfterQuote])
        #expect(record.faults.map(\.field) == [0, 1])
        #expect(record.line == 2)
    }

    @Test(arguments: 0..<40) func `what was written is read back, however it was quoted`(seed: Int) throws {
        var chance = SeededChance(UInt64(seed))
        let separator = Bool.random(using: &chance) ? "," : ";"
        let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &chance) ?? "\n"
        let width = Int.random(in: 2...6, using: &chance)
        var rows: [[String]] = [(0..<width).map { "h\($0)" }]
        for _ in 0..<200 { rows.append((0..<width).map { _ in Self.field(&chance) }) }
        let text = rows.map { $0.map { Self.written($0, &chance) }.joined(separator: separator) }
            .joined(separator: lineEnd)
        let expected = rows.filter { row in row.contains { !$0.isEmpty } }
        let pieceSize = [1, 7, 64, 1 << 16].randomElement(using: &chance) ?? 1
        #expect(try records(text, pieceSize: pieceSize).map(\.fields) == expected)
    }

    @Test(arguments: 0..<40) func `any bytes are read the same in pieces as at once, and to an end`(seed: Int) {
        var chance = SeededChance(UInt64(1000 + seed))
        let palette: [UInt8] = Array("\",;\r\n aé\u{0}".utf8) + [0xFF, 0x41]
        for _ in 0..<100 {
            let length = Int.random(in: 0...60, using: &chance)
            let bytes = [UInt8(ascii: "h")] + (0..<length).map { _ in palette.randomElement(using: &chance) ?? 0 }
            let whole = Result { try records(bytes).map { "\($0.line) \($0.fields)" } }
            let pieces = Result { try records(bytes, pieceSize: 1).map { "\($0.line) \($0.fields)" } }
            #expect((try? whole.get()) == (try? pieces.get()))
        }
    }

    private static func field(_ chance: inout SeededChance) -> String {
        let parts = ["", "a", "Siti", ",", ";", "\"", "\n", "\r\n", " ", "é", "\u{301}", "👩‍💼", "=1"]
        return (0..<Int.random(in: 0...5, using: &chance)).map { _ in parts.randomElement(using: &chance) ?? "" }
            .joined()
    }

    private static func written(_ field: String, _ chance: inout SeededChance) -> String {
        let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x3B, 0x0A, 0x0D].contains($0) }
        guard needsQuotes || Bool.random(using: &chance) else { return field }
        // By scalars: a quote and a combining mark are one character.
        let inner = field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return "\"" + inner + "\""
    }
}

/// SplitMix64: the same in every run.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
