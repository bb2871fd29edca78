import DirectoryModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing
import WorkerAPI

@testable import WebPortal

/// Lists of all users come from the worker, whatever their number, and are read with the program's own rights.
@Suite(.timeLimit(.minutes(10)))
struct SCIMWorkerListTests {
    @Test func `pages lie across the worker's lists, and what the program does not see stays out`() async throws {
        let scim = try await SCIMRig.make()
        let token = try await scim.program()
        var items: [String: [String]] = [
            "active": [try #require(try await scim.values("kepala@\(scim.domain)", "entryUUID").first)]
        ]
        let made = try await scim.serving(token) { caller, _ in
            var made: [String: [String]] = [:]
            for index in 0..<5 {
                let active = index % 2 == 0
                let id = try await caller.make(scim.body("w\(index)", ["active": .bool(active)])).id
                made[active ? "active" : "uploaded", default: []].append(id)
            }
            return made
        }
        items.merge(made) { $0 + $1 }
        let foreign = try #require(try await scim.values("orang@\(scim.foreignDomain)", "entryUUID").first)
        items["blocked"] = [foreign]
        let worker = PretendedWorker(items)
        try await worker.serving { address in
            try await scim.serving(token, { $0.workers = [WorkerAPIClient(address)] }) { caller, _ in
                let all = try await caller.list([:])
                #expect(all.total == 7, "the worker's count")
                #expect(
                    all.names == ["w1", "w3", "kepala", "w0", "w2", "w4"].map { "\($0)@\(scim.domain)" },
                    "uploaded first, then active; the foreign one is not seen"
                )
                let page = try await caller.list(["startIndex": "2", "count": "3"])
                #expect(page.names == ["w3", "kepala", "w0"].map { "\($0)@\(scim.domain)" } && page.total == 7)
                let active = try await caller.list(["filter": "active eq true", "startIndex": "3"])
                #expect(active.names == ["w2", "w4"].map { "\($0)@\(scim.domain)" } && active.total == 4)
                #expect(worker.asked.allSatisfy { $0["service"] == PortalRig.early && $0["tenant"] == scim.tenant })
                let count = worker.asked.count
                #expect(try await caller.list(["filter": "userName sw \"w\""]).names.count == 5)
                #expect(worker.asked.count == count, "other filters are the directory's to answer")
            }
        }
    }

    @Test func `a worker that does not answer is said to be away`() async throws {
        let scim = try await SCIMRig.make()
        let nobody = WorkerAPIClient(.socket(path: "/nowhere/worker.sock"))
        try await scim.serving(try await scim.program(), { $0.workers = [nobody] }) { caller, _ in
            let all = try await caller.list([:])
            #expect(all.status == 503)
            let some = try await caller.list(["filter": "userName sw \"k\""])
            #expect(some.total == 1)
        }
    }
}

/// Answers `GET /v1/accounts` as a worker does.
private final class PretendedWorker: Sendable {
    private let items: [String: [String]]
    private let queries = Mutex<[[String: String]]>([])

    var asked: [[String: String]] { queries.withLock { $0 } }

    init(_ items: [String: [String]]) { self.items = items }

    func serving(_ body: @Sendable (WorkerAPIAddress) async throws -> Void) async throws {
        let router = Router()
        router.get("v1/accounts") { request, _ in
            let query = Dictionary(
                request.uri.queryParameters.map { (String($0.key), String($0.value)) },
                uniquingKeysWith: { first, _ in first }
            )
            self.queries.withLock { $0.append(query) }
            return try self.answer(query)
        }
        let token = try APIToken(String(repeating: "t", count: 40))
        try await Application(router: router).test(.live) { client in
            try await body(.loopback(host: "localhost", port: client.port ?? 0, token: token))
        }
    }

    private func answer(_ query: [String: String]) throws -> Response {
        let all = items[query["status"] ?? ""] ?? []
        let page = all.dropFirst(Int(query["skip"] ?? "") ?? 0).prefix(Int(query["limit"] ?? "") ?? 0)
        let accounts = page.map { id -> JSONValue in
            [
                "uuid": .string(id), "address": "x@y.go.id", "aliases": [], "service": "", "tenant": "",
                "status": "active", "changed": "2026-01-01T00:00:00Z",
            ]
        }
        let list: JSONValue = ["accounts": .array(accounts), "total": .integer(Int64(all.count))]
        return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(list))))
    }
}
