internal import Glibc

/// A file that holds a password or a token and nothing else.
package enum SecretFile {
    /// What is wrong with such a file; never what is in it.
    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Why a file must not be used as a secret; `nil` when it may.
    package static func refusal(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "\(path) cannot be read: \(String(cString: strerror(errno)))" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "\(path) is not a file" }
        guard status.st_mode & 0o077 == 0 else {
            return "\(path) may be read by group or others; `chmod 600 \(path)` mends that"
        }
        guard access(path, R_OK) == 0 else {
            return "\(path) cannot be read by user \(getuid()): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    /// Lends the first line to `make`; the memory it was read into is wiped afterwards, so `make` copies it into a type
    /// that is wiped as well.
    package static func read<Secret>(
        _ path: String,
        _ make: (ArraySlice<UInt8>) -> Secret
    ) throws(Refusal) -> Secret {
        if let refusal = refusal(of: path) { throw Refusal(description: refusal) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Refusal(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try firstLine(of: descriptor, path: path, make)
    }

    private static func firstLine<Secret>(
        of descriptor: Int32,
        path: String,
        _ make: (ArraySlice<UInt8>) -> Secret
    ) throws(Refusal) -> Secret {
        var bytes = [UInt8](repeating: 0, count: 4096)
        defer { bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } } }
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw Refusal(description: "\(path): \(String(cString: strerror(errno)))") }
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw Refusal(description: "\(path) is empty") }
        guard line.count < bytes.count else { throw Refusal(description: "\(path) is too long for a secret") }
        return make(line)
    }
}
