internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import Reports
internal import WorkerAPI

/// What the workers wait for or cannot use: status, held batches, quarantine. Deciding about a batch takes a person.
struct APIWork: Sendable {
    let workers: APIWorkers
    let desk: Desk

    var operations: [APIOperation] {
        [
            APIOperation("status") { try await status($0) },
            APIOperation("holds", ["state", "after", "limit"]) { try await holds($0) },
            APIOperation("holds/:id", ["after", "limit"]) { try await hold($0) },
            APIOperation("quarantine", ["service", "tenant", "after", "limit"]) { try await quarantine($0) },
        ]
    }

    static let usualLimit = 50
    static let largestLimit = 1000

    // MARK: Status

    /// One worker; without a status it is silent.
    private struct WorkerStanding: Encodable {
        let worker: Int
        let reachable: Bool
        let status: StatusReport?
    }

    private struct Standings: Encodable {
        let workers: [WorkerStanding]
    }

    private func status(_ call: APICall) async throws -> Response {
        guard try await desk.seesEverything(call.scope) else {
            throw APIProblem(.forbidden, "only for programs that may see every service")
        }
        let answers = await workers.each { try await $0.status() }
        let standings = answers.enumerated().map { index, answer in
            let status = try? answer.get()
            return WorkerStanding(worker: index + 1, reachable: status != nil, status: status)
        }
        return try call.answer(Standings(workers: standings))
    }

    // MARK: Held batches

    private func holds(_ call: APICall) async throws -> Response {
        let state = try call.query.choice("state", of: HoldSummary.State.self)
        let limit = try call.query.limit(Self.usualLimit, atMost: Self.largestLimit)
        let cursor = try call.query.cursor().map(ListCursor.init(reading:))
        let seesAll = try await desk.seesEverything(call.scope)
        var batches: [HeldBatch] = []
        for answer in await workers.each({ (try await $0.status().mailHost ?? "", try await $0.holds(state: state)) }) {
            let (host, holds) = try answer.get()
            batches += holds.compactMap { HeldBatch($0, host: host, for: call.scope, seesAll: seesAll) }
        }
        let (items, next) = ListCursor.page(of: batches, sortedBy: { $0.keys }, after: cursor, limit: limit)
        return try call.page(items, next: next)
    }

    private struct BatchPage: Encodable {
        let hold: HeldBatch
        let items: [HeldItem]
        let next: String?
    }

    private func hold(_ call: APICall) async throws -> Response {
        let limit = try call.query.limit(Self.usualLimit, atMost: Self.largestLimit)
        let cursor = try call.query.cursor().map(ListCursor.init(reading:))
        guard let name = HeldBatch.Name(try call.part("id")) else { throw APIProblem.notFound }
        let detail = try await detail(of: name)
        let seesAll = try await desk.seesEverything(call.scope)
        guard let batch = HeldBatch(detail.hold, host: name.host, for: call.scope, seesAll: seesAll) else {
            throw APIProblem.notFound
        }
        let seen = detail.list.filter {
            call.scope.sees(service: $0.service, tenant: $0.tenant) && call.scope.sees($0.dn)
        }
        let (items, cursorAfter) = ListCursor.page(of: seen, sortedBy: { $0.keys }, after: cursor, limit: limit)
        let next = cursorAfter.map(call.link)
        let page = BatchPage(hold: batch, items: items.map(HeldItem.init), next: next)
        return call.linked(try call.answer(page), to: next)
    }

    /// Throws ``APIProblem/notFound``, and what a silent worker threw when it may be that one's.
    private func detail(of name: HeldBatch.Name) async throws -> HoldDetail {
        var silence: (any Error)?
        for answer in await workers.each({ ($0, try await $0.status().mailHost) }) {
            switch answer {
            case .success((let client, let host)) where host == name.host:
                return try await client.hold(name.number)
            case .success: continue
            case .failure(let error): silence = error
            }
        }
        throw silence ?? APIProblem.notFound
    }

    // MARK: Quarantine

    private func quarantine(_ call: APICall) async throws -> Response {
        let limit = try call.query.limit(Self.usualLimit, atMost: Self.largestLimit)
        let cursor = try call.query.cursor().map(ListCursor.init(reading:))
        let selection = try call.selection()
        var entries: [String: QuarantinedItem] = [:]
        for answer in await workers.each({ try await $0.quarantine() }) {
            for item in try answer.get() where call.scope.sees(item.dn) {
                entries[item.uuid] = QuarantinedItem(item, in: desk.configuration.suffix)
            }
        }
        let wanted = entries.values.filter { item in
            (selection.service == nil || selection.service == item.service)
                && (selection.tenant == nil || selection.tenant == item.tenant)
        }
        let (items, next) = ListCursor.page(of: wanted, sortedBy: { $0.keys }, after: cursor, limit: limit)
        return try call.page(items, next: next, total: wanted.count)
    }
}

extension Desk {
    /// Whether a program's scope is all there is.
    func seesEverything(_ scope: APIScope) async throws -> Bool {
        let search = LDAPSearch(
            base: configuration.suffix.child("ou", "services"),
            scope: .oneLevel,
            filter: .equal("objectClass", "pamongService"),
            attributes: [.noAttributes]
        )
        let services = try await clients.looking { connection in
            try await connection.entries(search).compactMap { try $0.distinguishedName().rdn?.value }
        }
        return !services.isEmpty && scope.holds(all: services)
    }
}
