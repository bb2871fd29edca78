internal import Glibc

/// A new file for this user alone, open for writing; closed with its owner.
struct PrivateFile: ~Copyable {
    /// Why a file or folder cannot be made or written. It names no person and no content.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ path: String) { description = "\(path): \(String(cString: strerror(errno)))" }
    }

    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// Makes the file; one that is there already is an error.
    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path) }
    }

    deinit { close(descriptor) }

    /// Adds bytes; they may wait in memory until ``finish()``.
    mutating func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
        pending.append(contentsOf: bytes)
        if pending.count >= 1 << 16 { try flush() }
    }

    /// Waits until the disk has all of it.
    mutating func finish() throws(Failure) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Failure(path) }
    }

    private mutating func flush() throws(Failure) {
        var rest = pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(path) }
            rest = rest.dropFirst(count)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Puts a whole file in the place of another, so that a reader finds the old one or the new one.
    static func replace(_ path: String, with bytes: some Sequence<UInt8>) throws(Failure) {
        let new = path + ".new"
        unlink(new)
        var file = try PrivateFile(new)
        try file.write(bytes)
        try file.finish()
        guard rename(new, path) == 0 else { throw Failure(path) }
    }
}
