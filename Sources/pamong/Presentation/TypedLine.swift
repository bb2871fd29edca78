internal import Glibc
internal import TwoFactor

/// A line from standard input: what somebody types at a question, or what a program pipes in. Never an argument, which
/// every user of the host could read.
enum TypedLine {
    private static let longest = 1024

    /// Whether somebody sits at standard input.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks, where somebody is there to answer, and reads up to the end of the line. Throws ``CommandFailure`` at the end
    /// of the input.
    static func read(_ question: String) throws -> SecretBytes {
        if isInteractive { Terminal.ask(question) }
        var count = 0
        let line = SecretBytes(count: longest) { room in
            while count < room.count {
                let bytes = UnsafeMutableRawBufferPointer(rebasing: room[count...(count)])
                let got = Glibc.read(STDIN_FILENO, bytes.baseAddress, 1)
                if got < 0, errno == EINTR { continue }
                guard got == 1, bytes[0] != UInt8(ascii: "\n") else { return }
                if bytes[0] != UInt8(ascii: "\r") { count += 1 }
            }
        }
        guard count > 0 else { throw CommandFailure(.refused, "nothing was typed") }
        return line.prefix(count)
    }
}
