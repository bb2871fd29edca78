internal import Glibc

/// Standard output and standard error.
enum Terminal {
    /// Prints what was asked for, as it is: no newline is added.
    static func show(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Says what went wrong.
    static func complain(_ text: String) { write("pamong: \(text)\n", to: STDERR_FILENO) }

    /// Says something beside the result.
    static func remark(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Replaces the last line of standard error; only where somebody watches.
    static func progress(_ text: String) {
        if isWatched { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }
    }

    /// Whether standard error is a terminal.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// What cannot be written, because nobody reads any more, is nobody's loss.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
