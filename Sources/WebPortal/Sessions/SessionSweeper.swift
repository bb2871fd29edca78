internal import ServiceLifecycle

/// Forgets sessions that are over, also when nobody asks for them any more.
struct SessionSweeper: Service {
    let sessions: SessionStore
    let limiter: AttemptLimiter

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(5)) } catch { return }
                await sessions.sweep()
                await limiter.sweep()
            }
        }
    }
}
