internal import Glibc

/// The bytes of an upload, piece by piece: a file need not fit into memory.
public struct ByteSource {
    /// The next piece, never an empty one; `nil` at the end.
    let next: () throws(ImportFileError) -> [UInt8]?

    /// Bytes that are in memory already, such as a small upload's.
    public static func bytes(_ bytes: [UInt8], pieceSize: Int = 1 << 18) -> ByteSource {
        var rest = bytes[...]
        return ByteSource { () throws(ImportFileError) in
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(pieceSize) }
            return Array(rest.prefix(pieceSize))
        }
    }

    /// A file. Throws ``ImportFileError`` when it cannot be opened.
    public static func file(_ path: String, pieceSize: Int = 1 << 18) throws(ImportFileError) -> ByteSource {
        let file = try OpenFile(path)
        return ByteSource { () throws(ImportFileError) in try file.read(pieceSize) }
    }
}

/// A file that is open for reading, closed with its last user.
private final class OpenFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(ImportFileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ImportFileError("\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    func read(_ count: Int) throws(ImportFileError) -> [UInt8]? {
        var failure: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            var got = Glibc.read(descriptor, room.baseAddress, count)
            while got < 0, errno == EINTR { got = Glibc.read(descriptor, room.baseAddress, count) }
            failure = got < 0 ? errno : 0
            filled = max(got, 0)
        }
        guard failure == 0 else {
            throw ImportFileError("\(path) cannot be read: \(String(cString: strerror(failure)))")
        }
        return piece.isEmpty ? nil : piece
    }
}
