internal import Foundation
internal import Glibc

/// The lines of a log that hold a text, the last one first. The log may have millions of lines, so it is read from its end, block by
/// block, and no further than asked.
struct LogTail {
    /// What is read at a time; longer lines are passed over.
    static let blockSize = 1 << 20

    let path: String
    private let descriptor: Int32
    /// Where the part that has not been looked at ends.
    private var end: Int
    private var block = [UInt8](repeating: 0, count: Self.blockSize)

    /// Opens a log; `nil` when there is none. Throws ``LogTailError``.
    init?(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw LogTailError(path) }
            return nil
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw LogTailError(path: path, reason: "is no file")
        }
        end = Int(status.st_size)
    }

    func close() { Glibc.close(descriptor) }

    /// A block's lines that hold the text, the last one first, and the block's first whole line for whoever wants to know how far
    /// back it reaches; `nil` when nothing is left. Throws ``LogTailError``.
    mutating func next(holding text: SearchedText) throws -> (lines: [Data], first: Data?, bytes: Int)? {
        guard end > 0 else { return nil }
        let start = max(0, end - Self.blockSize)
        let count = try read(from: start, count: end - start)
        // Somebody has cut the log short: what is gone is not waited for.
        guard count == end - start else { end = 0; return ([], nil, count) }
        var whole = block[..<count]
        if start > 0 { whole = Self.afterFirstLineEnd(whole) }
        end = whole.isEmpty ? start : start + whole.startIndex
        return (Self.lines(of: whole, holding: text).reversed(), Self.line(of: whole, around: whole.startIndex), count)
    }

    private mutating func read(from start: Int, count: Int) throws -> Int {
        var done = 0
        while done < count {
            let more = block.withUnsafeMutableBytes { room in
                pread(descriptor, room.baseAddress.map { $0 + done }, count - done, start + done)
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw LogTailError(path) }
            guard more > 0 else { break }
            done += more
        }
        return done
    }

    private static let lineEnd = UInt8(ascii: "\n")

    private static func afterFirstLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.firstIndex(of: lineEnd).map { bytes[($0 + 1)...] } ?? []
    }

    private static func lines(of bytes: ArraySlice<UInt8>, holding text: SearchedText) -> [Data] {
        var lines: [Data] = []
        var rest = bytes
        while let found = text.firstIndex(in: rest), let line = line(of: bytes, around: found) {
            lines.append(line)
            rest = afterFirstLineEnd(bytes[found...])
        }
        return lines
    }

    private static func line(of bytes: ArraySlice<UInt8>, around index: Int) -> Data? {
        guard bytes.indices.contains(index) else { return nil }
        let begin = bytes[..<index].lastIndex(of: lineEnd).map { $0 + 1 } ?? bytes.startIndex
        return Data(bytes[begin..<(bytes[index...].firstIndex(of: lineEnd) ?? bytes.endIndex)])
    }
}

/// A log cannot be read.
struct LogTailError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

    /// What the last call has left in `errno`.
    init(_ path: String) { self.init(path: path, reason: String(cString: strerror(errno))) }

    var description: String { "\(path): \(reason)" }
}
