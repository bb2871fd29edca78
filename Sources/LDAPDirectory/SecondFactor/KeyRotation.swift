public import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// Brings every sealed value under the ring's primary key.
///
/// It only looks for what still stands under another key, and each account is one compare-and-swap modify: it can be
/// killed at any point and started again, logins go on, and a value that changes at the same moment is left to whoever
/// changed it.
public struct KeyRotation: Sendable {
    /// How far it is.
    public struct Progress: Sendable, Hashable {
        /// Accounts brought under the primary key.
        public var resealed = 0
        /// Accounts that somebody else changed at the same moment.
        public var changedMeanwhile = 0
        /// Accounts with a value that does not open: altered, or sealed under a key that the ring lacks.
        public var unopened = 0
        /// The first few of those.
        public var unopenedAccounts: [MailAddress] = []
    }

    private let store: SecondFactorStore
    private let pacer: Pacer?
    private let inFlight = 64
    private let pageSize = 1000

    /// - Parameter rate: the most accounts a second; `nil` for as fast as the directory goes.
    public init(store: SecondFactorStore, rate: Int? = nil) {
        self.store = store
        pacer = rate.map { Pacer(interval: .seconds(1) / max($0, 1)) }
    }

    /// Sweeps the directory once and tells again and again how far it is. Throws `LDAPError` when the directory does not answer; what
    /// was done until then stays done.
    public func run(_ report: @Sendable (Progress) -> Void) async throws -> Progress {
        typealias Names = SecondFactorAttributes
        let search = LDAPSearch(
            base: store.suffix,
            filter: .or([.present(Names.secret), .present(Names.pending)]),
            attributes: [Names.entryUUID, Names.mail, Names.secret, Names.pending],
            references: .ignore
        )
        let tally = Tally()
        try await store.pool.withConnection { connection in
            try await connection.searchPages(search, pageSize: pageSize) { page in
                let entries = try page.map { try SecondFactorEntry($0) }.filter(needsResealing)
                try await reseal(entries, over: connection, tally, report)
            }
        }
        return await tally.progress
    }

    private func needsResealing(_ entry: SecondFactorEntry) -> Bool {
        [entry.secret, entry.pending].contains { text in
            guard let text else { return false }
            guard let value = try? SealedValue(text.utf8) else { return true }
            return store.keyRing.needsResealing(value)
        }
    }

    private func reseal(
        _ entries: [SecondFactorEntry],
        over connection: LDAPConnection,
        _ tally: Tally,
        _ report: @Sendable (Progress) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, entry) in entries.enumerated() {
                if index >= inFlight { try await group.next() }
                if index.isMultiple(of: inFlight) { report(await tally.progress) }
                try await pacer?.turn()
                group.addTask { await tally.add(try await reseal(entry, over: connection), entry.address) }
            }
            try await group.waitForAll()
        }
        report(await tally.progress)
    }

    private func reseal(_ entry: SecondFactorEntry, over connection: LDAPConnection) async throws -> Outcome {
        let changes: [LDAPModification]
        do {
            changes =
                try swap(entry.secret, .secret, SecondFactorAttributes.secret, of: entry)
                + swap(entry.pending, .pending, SecondFactorAttributes.pending, of: entry)
        } catch let error as TwoFactorError {
            // A broken OpenSSL is no property of the value.
            guard error.code != .cryptography, error.code != .keyRing else { throw error }
            return .unopened
        }
        do {
            try await connection.modify(DistinguishedName(entry.dn), changes)
            return .resealed
        } catch let error as LDAPError where error.code == .noSuchAttribute || error.code == .noSuchObject {
            return .changedMeanwhile
        }
    }

    /// The old value goes and the new one comes, in one step.
    private func swap(
        _ text: String?,
        _ attribute: SealedAttribute,
        _ name: AttributeName,
        of entry: SecondFactorEntry
    ) throws -> [LDAPModification] {
        guard let text,
            let new = try store.keyRing.reseal(SealedValue(text.utf8), for: entry.uuid, attribute: attribute)
        else { return [] }
        return [.delete(name, text), .add(name, new.text)]
    }
}

/// What came of one account.
private enum Outcome {
    case resealed, changedMeanwhile, unopened
}

/// Adds up what parallel modifies came to.
private actor Tally {
    private(set) var progress = KeyRotation.Progress()

    func add(_ outcome: Outcome, _ address: MailAddress) {
        switch outcome {
        case .resealed: progress.resealed += 1
        case .changedMeanwhile: progress.changedMeanwhile += 1
        case .unopened:
            progress.unopened += 1
            if progress.unopenedAccounts.count < 20 { progress.unopenedAccounts.append(address) }
        }
    }
}

/// Lets one through per interval.
private actor Pacer {
    private let interval: Duration
    private var next = ContinuousClock.now

    init(interval: Duration) {
        self.interval = interval
    }

    func turn() async throws {
        let mine = max(next, .now)
        next = mine + interval
        if mine > .now { try await Task.sleep(until: mine) }
    }
}
