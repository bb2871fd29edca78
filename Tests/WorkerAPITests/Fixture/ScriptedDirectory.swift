import DirectoryModel
import Synchronization

/// A directory whose entries the test decides, which ends its refresh and then tells nothing more.
final class ScriptedDirectory: DirectorySource {
    private let entries: Mutex<[ObservedEntry]>
    private let isHoldingAudits: Mutex<Bool>
    private let audits = Mutex(0)

    /// `holdsAudits`: audits do not come to an end until ``releaseAudits()``.
    init(_ entries: [ObservedEntry], holdsAudits: Bool = false) {
        self.entries = Mutex(entries)
        isHoldingAudits = Mutex(holdsAudits)
    }

    func releaseAudits() { isHoldingAudits.withLock { $0 = false } }

    /// How many audits have asked for all versions.
    var auditsBegun: Int { audits.withLock { $0 } }

    func set(_ changed: [ObservedEntry]) {
        entries.withLock { entries in
            for entry in changed {
                entries.removeAll { $0.uuid == entry.uuid }
                entries.append(entry)
            }
        }
    }

    func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws {
        let all = entries.withLock { $0 }
        let end = DirectoryChange.refreshCompleted(.unmentionedAreGone, cookie: try await position())
        if try await handle(all.map(DirectoryChange.entry) + [end]) == .stop { return }
        try await Task.sleep(for: .seconds(3600))
    }

    func read(_ wanted: [EntryUUID]) async throws -> [ObservedEntry] {
        entries.withLock { $0.filter { wanted.contains($0.uuid) } }
    }

    func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws {
        audits.withLock { $0 += 1 }
        while isHoldingAudits.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        try await handle(entries.withLock { $0.compactMap { entry in entry.csn.map { (entry.uuid, $0) } } })
    }

    func position() async throws -> CookieVector {
        CookieVector(csns: [1: "20261101000000.000000Z#000000#001#000000"])
    }
}
