internal import Foundation

/// Tells what happens, line by line, and refuses to tell what is not so.
struct Narrator: Sendable {
    private let started = ContinuousClock.now

    /// Opens a chapter.
    func chapter(_ title: String) {
        print("\n\(title)")
    }

    /// Tells something that was looked at and found so; throws when it was not.
    func check(_ claim: String, _ isTrue: Bool, otherwise found: @autoclosure () -> String = "") throws {
        guard isTrue else { throw DemonstrationFailure(claim, found: found()) }
        tell("✔ \(claim)")
    }

    /// Shows a table or the like.
    func show(_ text: String) {
        print(text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n"))
        fflush(nil)
    }

    /// Tells something.
    func tell(_ text: String) {
        let elapsed = ContinuousClock.now - started
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print("  \(text)  [\(String(format: "%.1f", seconds)) s]")
        fflush(nil)
    }
}

/// A claim of the demonstration that turned out not to be so.
public struct DemonstrationFailure: Error, CustomStringConvertible {
    /// What was claimed and what was found.
    public let description: String

    init(_ claim: String, found: String) {
        description = "not so: \(claim)" + (found.isEmpty ? "" : " (\(found))")
    }
}

/// Milliseconds with one decimal, for telling.
func milliseconds(_ duration: Duration) -> String {
    let count = Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    return String(format: "%.1f ms", count)
}

/// Asks again and again until something is so; a bounded wait, since nothing here may hang.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(60),
    _ isTrue: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isTrue() {
        guard ContinuousClock.now < deadline else {
            throw DemonstrationFailure(what, found: "not within \(limit.components.seconds) seconds")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
