import Glibc
import LocalStack
import Testing

struct DemonstrationTests {
    /// Every claim is checked by the demonstration itself, so its exit code is the test. Postfix needs root.
    @Test(.enabled(if: geteuid() == 0), .timeLimit(.minutes(16)))
    func `everything the demonstration claims is so`() async throws {
        let command = ShortCommand(PamongRun.executable, ["demo"], timeLimit: .seconds(900))
        let outcome = try await command.outcome()
        #expect(
            outcome.exit == .code(0),
            "\(outcome.text.suffix(2000)) \(String(decoding: outcome.errors, as: UTF8.self))"
        )
        #expect(outcome.text.contains("All of it was so."))
    }
}
