internal import Glibc
internal import LDAPClient

/// A file that holds a password or a token and nothing else.
enum SecretFile {
    /// What is wrong with such a file; never what is in it.
    struct Refusal: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Why a file must not be used as a secret; `nil` when it may.
    static func refusal(of path: String) -> String? {
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

    /// The first line.
    static func read(_ path: String) throws(Refusal) -> LDAPSecret {
        if let refusal = refusal(of: path) { throw Refusal(description: refusal) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Refusal(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try secret(from: descriptor, path: path)
    }

    private static func secret(from descriptor: Int32, path: String) throws(Refusal) -> LDAPSecret {
        var bytes = [UInt8](repeating: 0, count: 4096)
        defer { bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } } }
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw Refusal(description: "\(path): \(String(cString: strerror(errno)))") }
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw Refusal(description: "\(path) is empty") }
        guard line.count < bytes.count else { throw Refusal(description: "\(path) is too long for a secret") }
        return LDAPSecret(bytes: line)
    }
}
