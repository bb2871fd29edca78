import Foundation

/// Passwords that are made up for one stack.
public enum PasswordHash {
    /// A random password of letters and digits, 150 bits. Not of 24 symbols: that is the shape of an app password, which
    /// the gate never takes for a main password.
    public static func randomPassword() -> String { randomText(26) }

    /// The `{SSHA}` hash of a password, by `slappasswd`, which reads it from a file of mode 600.
    public static func ssha(of password: String) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "pamong-\(randomText(12))")
        try writeFile(file, password, mode: 0o600)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await ShortCommand("/usr/sbin/slappasswd", ["-n", "-h", "{SSHA}", "-T", file.path]).run()
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
