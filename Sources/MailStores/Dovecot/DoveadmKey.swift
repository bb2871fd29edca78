import SyncEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The key of the doveadm HTTP API. The one owner of its bytes: wiped when it goes, printed as dots.
final class DoveadmKey: Sendable {
    private let bytes: Bytes

    /// Reads the first line of a file that nobody but its owner may read.
    ///
    /// Throws a failure that names the file and what is wrong with it, never what is in it.
    init(file path: String) throws(MailStoreFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refused(path, "cannot be opened: \(Self.reason())") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.refused(path, "cannot be read: \(Self.reason())") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Self.refused(path, "is not a file") }
        guard status.st_mode & 0o077 == 0 else {
            throw Self.refused(path, "may be read by group or others; chmod 600 mends that")
        }
        bytes = Bytes(capacity: 4096)
        bytes.fill(from: descriptor)
        guard bytes.count > 0 else { throw Self.refused(path, "holds no key in its first line") }
        guard bytes.count < 4096 else { throw Self.refused(path, "is too long for a key") }
    }

    /// The value of the `Authorization` header. The HTTP client wants a string, which cannot be wiped: made anew for each
    /// request and kept nowhere.
    var authorization: String { "X-Dovecot-API " + bytes.base64 }

    private static func refused(_ path: String, _ reason: String) -> MailStoreFailure {
        MailStoreFailure("the doveadm key file \(path) \(reason)", isRetriable: false)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

extension DoveadmKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "••••••••" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Memory that is filled once, while nobody else knows it, and wiped at its end.
///
/// `@unchecked Sendable`: written in `DoveadmKey.init` only, read-only afterwards.
private final class Bytes: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(capacity: Int) { buffer = .allocate(byteCount: capacity, alignment: 1) }

    deinit {
        if let base = buffer.baseAddress { explicit_bzero(base, buffer.count) }
        buffer.deallocate()
    }

    /// Reads up to the end of the first line.
    func fill(from descriptor: Int32) {
        var end = 0
        while end < buffer.count {
            let got = read(descriptor, buffer.baseAddress?.advanced(by: end), buffer.count - end)
            guard got > 0 else { break }
            end += got
        }
        count = buffer[..<end].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? end
    }

    var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count / 3 * 4 + 4)
        for start in stride(from: 0, to: count, by: 3) {
            let group = (0..<3).map { start + $0 < count ? UInt32(buffer[start + $0]) : 0 }
            let bits = group[0] << 16 | group[1] << 8 | group[2]
            for (place, shift) in [18, 12, 6, 0].enumerated() {
                text.append(start + place <= count ? alphabet[Int(bits >> UInt32(shift)) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
