import DirectoryModel
import Synchronization

/// The end of a worker's process, as far as its state can tell: nothing after it is done.
struct Interruption: Error {}

/// A directory whose session ends after so many changes, each of which comes as a batch of its own.
struct InterruptedSource: DirectorySource {
    let source: any DirectorySource
    let after: Int

    func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws {
        let taken = Mutex(0)
        try await source.follow(from: cookie) { changes in
            for change in changes {
                let isOver = taken.withLock { count in
                    count += 1
                    return count > after
                }
                if isOver { throw Interruption() }
                if try await handle([change]) == .stop { return .stop }
            }
            return .proceed
        }
    }

    func read(_ entries: [EntryUUID]) async throws -> [ObservedEntry] { try await source.read(entries) }

    func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws {
        try await source.versions(handle: handle)
    }

    func position() async throws -> CookieVector { try await source.position() }
}

/// A directory that says what it is told to say.
struct ScriptedSource: DirectorySource {
    var batches: [[DirectoryChange]] = []
    var entries: [ObservedEntry] = []
    var reached = CookieVector()
    /// What is thrown at a position that is not `reached`, in place of the batches.
    var refusal: RefreshRequired?

    func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws {
        if let refusal, !cookie.isEmpty, cookie != reached { throw refusal }
        for batch in batches where try await handle(batch) == .stop { return }
        throw Interruption()
    }

    func read(_ wanted: [EntryUUID]) async throws -> [ObservedEntry] { entries.filter { wanted.contains($0.uuid) } }

    func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws {
        try await handle(entries.compactMap { entry in entry.csn.map { (entry.uuid, $0) } })
    }

    func position() async throws -> CookieVector { reached }
}
