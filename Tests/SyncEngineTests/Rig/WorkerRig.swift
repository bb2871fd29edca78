import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import Logging
import MailStores
import StateDatabase
import SyncEngine
import TestEntries

/// A worker on a real directory, with a mail store that remembers.
struct WorkerRig {
    let stack: LocalStack
    let state: StateDatabase
    let store: RecordingMailStore
    var policy: SyncPolicy
    let source: LDAPDirectorySource

    /// `state` and `mailboxes`: what a worker before this one left behind.
    init(
        _ stack: LocalStack,
        policy: SyncPolicy = Self.quickPolicy,
        state: StateDatabase? = nil,
        mailboxes: Set<EntryUUID> = []
    ) throws {
        self.stack = stack
        self.policy = policy
        store = RecordingMailStore(mailboxes: mailboxes)
        let path = stack.folder.url.appending(path: "state-\(UUID()).sqlite").path
        self.state = try state ?? StateDatabase(path: path)
        source = try Self.source(stack)
    }

    /// The defaults, without the pauses that only matter to people; the guard lets everything pass.
    static var quickPolicy: SyncPolicy {
        var policy = guardedPolicy
        for level in [\GuardLimits.tenant, \.service, \.all] { policy.limits[keyPath: level].minimum = 100_000 }
        return policy
    }

    /// The same with the guard's own limits.
    static var guardedPolicy: SyncPolicy {
        var policy = SyncPolicy(mailHost: SampleEntries.host)
        policy.settleTime = .zero
        policy.proofDelay = .milliseconds(5)
        policy.retry.first = .milliseconds(20)
        policy.retry.longest = .milliseconds(200)
        return policy
    }

    /// `patience`: how long the directory may take to answer; on a busy machine it may need a while.
    static func source(
        _ stack: LocalStack,
        port: UInt16? = nil,
        patience: Duration = .seconds(30)
    ) throws -> LDAPDirectorySource {
        let suffix = try DistinguishedName(SampleEntries.suffix)
        let password = try String(contentsOf: stack.slapd.passwordFile(of: .worker), encoding: .utf8)
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(port ?? stack.slapd.port)),
            authentication: .simple(
                try DistinguishedName(stack.slapd.dn(of: .worker)),
                LDAPSecret(password.trimmingCharacters(in: .newlines))
            ),
            operationTimeout: patience
        )
        return LDAPDirectorySource(configuration: configuration, suffix: suffix)
    }

    func worker(
        state: StateDatabase? = nil,
        source: (any DirectorySource)? = nil,
        store: (any MailStore)? = nil
    ) throws -> Worker {
        try Worker(
            source: source ?? self.source,
            store: store ?? self.store,
            state: state ?? self.state,
            policy: policy,
            suffix: SampleEntries.suffix,
            logger: Self.silent
        )
    }

    private static var silent: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    /// One pass of a new worker, as if it had just been started: takes in what changed and has it done.
    func pass() async throws {
        try await worker().runOnce(patience: .seconds(60))
    }

    /// Runs a worker while `body` runs, and ends it.
    func following(_ worker: Worker? = nil, _ body: (Worker) async throws -> Void) async throws {
        let worker = try worker ?? self.worker()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            try await waitUntil("the worker follows") { worker.status.isInSync }
            try await body(worker)
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    /// Waits until a running worker has taken in all there is and has nothing left to do but what is held.
    func waitUntilDone(_ worker: Worker) async throws {
        try await waitUntil("the worker has done everything") {
            guard worker.status.isInSync, let position = try await currentPosition() else { return false }
            let (cookie, work) = try state.read { (try $0.cookie(), try $0.workCounts()) }
            return !position.isAhead(of: cookie) && work.waiting == 0
        }
    }

    /// Where the directory is; `nil` when it could not say so in time.
    private func currentPosition() async throws -> CookieVector? {
        do { return try await source.position() } catch let error as LDAPError where error.isRetriable { return nil }
    }

    func row(_ address: String) throws -> AccountRow? {
        try state.read { try $0.account(address: MailAddress(trusted: address)) }
    }

    func mailbox(_ address: String) throws -> MailboxRow? {
        try row(address).flatMap { row in try state.read { try $0.mailbox(account: row.id) } }
    }

    func ledger() throws -> [LedgerRow] {
        try state.read { try $0.ledgerRows(after: 0, limit: 100_000).map(\.row) }
    }

    func rules(of address: String) throws -> [Violation.Rule] {
        try state.read { try $0.quarantine() }.filter { $0.dn.contains("mail=\(address),") }.flatMap(\.violations)
            .map(\.rule)
    }
}
