internal import DirectoryModel
internal import LDAPClient

/// Reads the directory's log of changes, newest first, as the portal itself: the log's own rules keep passwords and sealed
/// values from it, and whose changes somebody may see is in the question.
struct TrailReader: Sendable {
    /// A part of the log.
    struct Page: Sendable {
        var records: [TrailRecord] = []
        /// What comes next is before this; `nil` when there is nothing more.
        var next: Timestamp?
        /// Whether it ended early because looking took too long: there may be more.
        var isCutShort = false
    }

    static let log = DistinguishedName([.init("cn", "accesslog")])
    /// How long one answer is looked for.
    static let patience: Duration = .seconds(4)

    let connection: LDAPConnection

    /// Up to so many records that were made before a moment.
    func page(_ question: TrailQuestion, before newest: Timestamp, oldest: Timestamp, count: Int) async throws -> Page {
        var page = Page()
        var walk = TrailWalk(newest: newest, oldest: oldest)
        let deadline = ContinuousClock.now + Self.patience
        while let window = walk.window {
            guard ContinuousClock.now < deadline else {
                (page.next, page.isCutShort) = (walk.end, true)
                return page
            }
            guard let found = try await records(question, window, isLeast: walk.isLeast) else {
                walk.overflowed()
                continue
            }
            page.records += found
            if page.records.count > count {
                page.records.removeLast(page.records.count - count)
                page.next = page.records.last?.time
                return page
            }
            walk.found(found.count)
        }
        return page
    }

    /// The records of a window, newest first; `nil` when there are too many.
    private func records(
        _ question: TrailQuestion,
        _ window: (from: Timestamp, to: Timestamp),
        isLeast: Bool
    ) async throws -> [TrailRecord]? {
        let search = LDAPSearch(
            base: Self.log,
            scope: .oneLevel,
            filter: question.filter(from: window.from, to: window.to),
            attributes: TrailRecord.attributes,
            sizeLimit: isLeast ? 0 : TrailWalk.mostOfWindow,
            references: .ignore
        )
        do {
            let records = try await connection.entries(search).compactMap(TrailRecord.init)
            return records.filter { $0.time < window.to }.sorted { $0.time > $1.time }
        } catch let error as LDAPError where error.code == .sizeLimitExceeded {
            return nil
        }
    }
}
