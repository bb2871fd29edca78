internal import ServiceLifecycle

/// Does the work of all uploads, each when its turn comes, until the portal ends.
struct UploadWork: Service {
    let shelf: UploadShelf
    let desk: Desk

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await sweepNowAndThen() }
                for await _ in shelf.called {
                    while let next = await shelf.nextTurn() {
                        group.addTask {
                            await UploadErrand(next.upload, next.board, shelf, desk).run(
                                next.turn.task,
                                stop: next.stop
                            )
                        }
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func sweepNowAndThen() async {
        while !Task.isCancelled {
            await shelf.sweep()
            do { try await Task.sleep(for: .seconds(600)) } catch { return }
        }
    }
}
