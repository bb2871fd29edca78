internal import Glibc
internal import TwoFactor

/// Standard output and standard error.
enum Terminal {
    /// Prints what was asked for, as it is: no newline is added.
    static func show(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Prints a secret that is shown this once, without making a text of it.
    static func show(_ secret: SecretBytes) {
        secret.withBytes { write($0, to: STDOUT_FILENO) }
    }

    /// Asks a question; the answer follows on the same line.
    static func ask(_ question: String) { write(question, to: STDERR_FILENO) }

    /// Whether standard output is a terminal.
    static var isOutputWatched: Bool { isatty(STDOUT_FILENO) == 1 }

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

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    /// What cannot be written, because nobody reads any more, is nobody's loss.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
