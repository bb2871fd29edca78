internal import Hummingbird
internal import Reports
internal import WorkerAPI

/// The change feed. A cursor is good for as long as the ledger of the worker that gave it; what the program may not see is left
/// out, and the cursor moves past it.
struct APIFeed: Sendable {
    let workers: APIWorkers

    var operation: APIOperation {
        APIOperation("feed", ["after", "limit"]) { try await feed($0) }
    }

    /// A page of the feed.
    private struct Page: Encodable {
        let events: [FeedEvent]
        let cursor: String
        let more: Bool
        let next: String
    }

    private func feed(_ call: APICall) async throws -> Response {
        let limit = try call.query.limit(1_000, atMost: ChangeFeed.largestLimit)
        let (cursor, places) = (try call.query.cursor(), call.scope.places)
        let feed =
            if let cursor {
                try await workers.holder { try await $0.feed(after: cursor, limit: limit, within: places) }
            } else {
                try await workers.first { try await $0.feed(limit: limit, within: places) }
            }
        let next = call.link(feed.next)
        return call.linked(
            try call.answer(Page(events: feed.events, cursor: feed.next, more: feed.more, next: next)),
            to: next
        )
    }
}
