internal import Glibc

/// Asks on the terminal, whatever standard input is.
enum Confirmation {
    /// Whether the person types yes. Throws ``CommandFailure`` when there is nobody to ask.
    static func isGiven(_ question: String) throws -> Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw CommandFailure(.usage, "there is no terminal to ask on; use --yes, or --accept with the fingerprint")
        }
        defer { close(terminal) }
        _ = question.withCString { write(terminal, $0, strlen($0)) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(terminal, &bytes, bytes.count)
        let line = bytes[..<max(count, 0)].prefix { $0 != UInt8(ascii: "\n") }
        return ["yes", "ya"].contains(String(decoding: line, as: UTF8.self).lowercased())
    }
}
