import AsyncHTTPClient
public import DirectoryModel
import NIOCore
public import SyncEngine

/// Dovecot 2.3 as a mail store, through its doveadm HTTP API.
///
/// Safe to use from many tasks. Quick operations (create, flush, disconnect, count) travel many in a POST; archive,
/// restore and purge take several commands each. No answer depends on what was asked before: whatever an interruption
/// left behind is found again by looking.
public struct DovecotMailStore: MailStore {
    private let client: DoveadmClient
    private let layout: StoreLayout
    private let batchSize: Int
    private let parallel: Int

    /// Lends a store to `body` and closes its connections afterwards.
    ///
    /// Throws ``MailStoreFailure``, not retriable, when the configuration or the key file is refused; Dovecot itself is
    /// asked nothing yet. Otherwise what `body` throws.
    public static func withStore<Value>(
        _ configuration: Configuration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (DovecotMailStore) async throws -> Value
    ) async throws -> Value {
        try configuration.validate()
        let key = try DoveadmKey(file: configuration.keyFile)
        let http = HTTPClient(configuration: clientConfiguration(configuration))
        let store = DovecotMailStore(configuration, http: http, key: key)
        do {
            let value = try await body(store)
            try await http.shutdown()
            return value
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private init(_ configuration: Configuration, http: HTTPClient, key: DoveadmKey) {
        client = DoveadmClient(
            http: http,
            endpoint: configuration.endpoint,
            key: key,
            quickTimeout: configuration.timeout,
            copyTimeout: configuration.copyTimeout,
            replyLimit: configuration.replyLimit,
            listingLimit: configuration.listingLimit
        )
        layout = StoreLayout(
            mailRoot: configuration.mailRoot,
            archiveRoot: configuration.archiveRoot,
            mailLocation: configuration.mailLocation
        )
        batchSize = configuration.batchSize
        parallel = configuration.parallel
    }

    /// No redirects (the key must go nowhere else), and never fewer connections than `perform` asks for: a block must not
    /// wait behind a bulk load.
    private static func clientConfiguration(_ configuration: Configuration) -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration()
        client.redirectConfiguration = .disallow
        client.timeout.connect = .seconds(5)
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(64, configuration.parallel * 8)
        client.connectionPool.retryConnectionEstablishment = false
        return client
    }
}

extension DovecotMailStore {
    /// Carries out the operations, those of one account in order, different accounts in parallel. Where an operation on a
    /// mailbox fails, later ones on the same mailbox are not tried: a purge must not follow a restore that failed.
    ///
    /// Throws ``MailStoreFailure`` when Dovecot answered none of them. When it stops answering on the way, those not
    /// answered fail as retriable.
    public func perform(_ operations: [MailStoreOperation]) async throws -> [MailStoreAnswer] {
        var progress = Progress(operations)
        for round in OperationSchedule(operations, batchSize: batchSize).rounds {
            await carryOut(round, &progress)
            try Task.checkCancellation()
        }
        return try progress.answers()
    }

    private func carryOut(_ round: [OperationSchedule.Unit], _ progress: inout Progress) async {
        await withTaskGroup(of: UnitOutcome.self) { group in
            var waiting = round.makeIterator()
            var underWay = 0
            while true {
                while underWay < parallel, progress.goesOn, !Task.isCancelled, let unit = waiting.next() {
                    guard progress.mayStart(unit) else { continue }
                    group.addTask { [operations = progress.operations] in await outcome(of: unit, operations) }
                    underWay += 1
                }
                guard let outcome = await group.next() else { return }
                underWay -= 1
                progress.note(outcome)
            }
        }
    }

    private func outcome(of unit: OperationSchedule.Unit, _ operations: [MailStoreOperation]) async -> UnitOutcome {
        do throws(MailStoreFailure) {
            switch unit {
            case .batch(let places): return .answered(try await answers(to: places, operations))
            case .procedure(let place): return .answered([(place, try await answer(to: operations[place]))])
            }
        } catch {
            return .failed(error)
        }
    }

    private func answers(
        to places: [Int],
        _ operations: [MailStoreOperation]
    ) async throws(MailStoreFailure) -> [(Int, MailStoreAnswer)] {
        var answers: [(Int, MailStoreAnswer)] = []
        var sent: [(place: Int, operation: QuickOperation)] = []
        for place in places {
            guard let operation = QuickOperation(operations[place]) else { continue }
            if let refusal = operation.refusal {
                answers.append((place, refusal))
            } else {
                sent.append((place, operation))
            }
        }
        guard !sent.isEmpty else { return answers }
        let replies = try await BatchRun(client: client).answers(to: sent.map(\.operation))
        return answers + zip(sent.map(\.place), replies)
    }

    private func answer(to operation: MailStoreOperation) async throws(MailStoreFailure) -> MailStoreAnswer {
        do {
            switch operation {
            case .archive(let account): return try await Archiving(mail: mail(of: account)).run()
            case .restore(let account): return try await Restoring(mail: mail(of: account)).run()
            case .purge(let account): return try await Purging(mail: mail(of: account)).run()
            case .createMailbox, .flushLogins, .disconnect, .countSessions:
                return .failed(reason: "not an operation of several steps", isRetriable: false)
            }
        } catch {
            return try StepFailure.answer(error)
        }
    }

    private func mail(of account: EntryUUID) -> AccountMail {
        AccountMail(account: account, layout: layout, client: client)
    }
}

extension DovecotMailStore {
    /// The homes below the mail root that bear an entryUUID's name.
    public func mailboxes() async throws -> Set<EntryUUID> { try await accounts(in: layout.mailRoot) }

    /// The archives below the archive root, unfinished ones included.
    public func archives() async throws -> Set<EntryUUID> { try await accounts(in: layout.archiveRoot) }

    private func accounts(in root: String) async throws(MailStoreFailure) -> Set<EntryUUID> {
        do {
            return try await DoveadmFolder(client: client, root: root).accounts()
        } catch {
            throw StepFailure.failure(error)
        }
    }
}
