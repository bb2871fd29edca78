internal import Glibc
internal import QRImages

/// A QR code with a key in it, written to a file of its owner's.
enum SecretPicture {
    /// Makes a new file; what is there already is never overwritten, nor followed.
    static func write(_ code: QRCode, to path: String) throws {
        let bytes = try code.png()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let reason = failure(path)
                unlink(path)
                throw reason
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(.usage, "\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
