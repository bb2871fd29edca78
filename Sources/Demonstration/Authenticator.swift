internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import TwoFactor

/// Somebody's authenticator app. The codes come from `oathtool`, which knows nothing of us: what logs in with them would
/// with any app.
package struct Authenticator: Sendable {
    private let key: SecretBytes

    init(_ secret: TOTPSecret) {
        key = secret.key
    }

    /// The six digits that the app shows now, or some time steps of 30 seconds from now.
    package func code(steps: Int = 0) async throws -> String {
        let moment = Int(Date().timeIntervalSince1970) + steps * 30
        let hex = key.withBytes { bytes in bytes.map { String(format: "%02x", $0) }.joined() }
        // The key goes through standard input: arguments are open to everybody on this machine.
        let command = ShortCommand(
            "/usr/bin/oathtool",
            ["--totp=sha1", "--digits=6", "--now=@\(moment)", "-"],
            input: Data((hex + "\n").utf8)
        )
        return try await command.run().trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
