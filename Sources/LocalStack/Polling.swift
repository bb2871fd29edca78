/// Waits until `condition` holds, asking again every `interval`.
///
/// This is how servers are awaited everywhere: never a fixed sleep, always a deadline.
/// - Parameters:
///   - what: the awaited thing, named in the error: "slapd answers on port 12345".
///   - limit: how long to wait at most.
///   - condition: what must become true; an error it throws ends the wait.
/// - Throws: `LocalStackError` when the time is over.
public func waitUntil(
    _ what: String,
    within limit: Duration = .seconds(60),
    every interval: Duration = .milliseconds(5),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw LocalStackError("waited \(limit) in vain: \(what)") }
        try await Task.sleep(for: interval)
    }
}
