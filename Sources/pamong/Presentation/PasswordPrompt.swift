internal import Glibc
internal import LDAPClient

/// Asks for a password on the terminal, without showing it.
enum PasswordPrompt {
    static func ask(_ question: String) throws -> LDAPSecret {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw CommandFailure(.usage, "there is no terminal to ask for the password on; use --password-file")
        }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else {
            throw CommandFailure(.usage, "the terminal cannot be set up; use --password-file")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else {
            throw CommandFailure(.usage, "the terminal would show the password; use --password-file")
        }
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        _ = question.withCString { write(terminal, $0, strlen($0)) }
        defer { _ = write(terminal, "\n", 1) }
        return try line(from: terminal)
    }

    private static func line(from terminal: Int32) throws -> LDAPSecret {
        var bytes = [UInt8](repeating: 0, count: 1024)
        defer { bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } } }
        let count = read(terminal, &bytes, bytes.count)
        let line = bytes[..<max(count, 0)].prefix { $0 != UInt8(ascii: "\n") }
        guard !line.isEmpty else { throw CommandFailure(.refused, "no password was given") }
        return LDAPSecret(bytes: line)
    }
}
