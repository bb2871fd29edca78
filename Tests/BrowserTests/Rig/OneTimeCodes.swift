import Foundation
import LocalStack

/// A code as an app shows it, some steps of 30 seconds from now; by a program that knows nothing of us.
func oneTimeCode(_ key: String, steps: Int = 0) async throws -> String {
    let moment = Int(Date().timeIntervalSince1970) + steps * 30
    // The key goes through standard input: arguments are open to everybody on this machine.
    let command = ShortCommand(
        "/usr/bin/oathtool",
        ["--totp=sha1", "--base32", "--digits=6", "--now=@\(moment)", "-"],
        input: Data((key + "\n").utf8)
    )
    return try await command.run().trimmingCharacters(in: .whitespacesAndNewlines)
}

/// Waits until a time step has a while to go: the code before the present one, which an activation uses up so that two more are left
/// for sign-ins, is then good until it is looked at.
func timeLeftInStep() async throws {
    try await waitUntil("a time step has a while to go") { Int(Date().timeIntervalSince1970) % 30 < 15 }
}

/// The key in a picture of a QR code, as a phone's camera reads it.
func key(inPicture png: Data, folder: URL) async throws -> String {
    let file = folder.appending(path: "qr-\(UUID()).png")
    try png.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let text = try await ShortCommand("/usr/bin/zbarimg", ["--quiet", "--raw", file.path]).run()
    guard let key = text.firstMatch(of: /secret=([A-Z2-7]+)/) else {
        throw LocalStackError("no key in the picture", details: text)
    }
    return String(key.1)
}
