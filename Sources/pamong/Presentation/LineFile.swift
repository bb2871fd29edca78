internal import Foundation

/// Reads a file, or standard input, line by line; memory does not grow with it.
enum LineFile {
    private static let chunk = 1 << 20
    /// A line longer than this is cut: nothing we write has any.
    private static let longestLine = 1 << 16

    /// Lends each line without its end; `-` is standard input. Throws ``CommandFailure`` when the file cannot be opened.
    static func forEachLine(of path: String, _ body: (Data) -> Void) throws {
        guard path != "-" else { return try forEachLine(in: .standardInput, body) }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.usage, "\(path) cannot be opened")
        }
        defer { try? file.close() }
        try forEachLine(in: file, body)
    }

    private static func forEachLine(in file: FileHandle, _ body: (Data) -> Void) throws {
        var rest = Data()
        while let data = try file.read(upToCount: chunk), !data.isEmpty {
            rest.append(data)
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                body(rest[start..<end])
                start = rest.index(after: end)
            }
            rest = Data(rest[start...])
            if rest.count > longestLine { rest = rest.prefix(longestLine) }
        }
        if !rest.isEmpty { body(rest) }
    }
}
