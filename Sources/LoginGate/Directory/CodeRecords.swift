internal import DirectoryModel
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// The records of codes (`cn=codes`), on the one server that takes writes: what is compared and changed in one step is safe on
/// a single server only. Confined to the gate's event loop.
final class CodeRecords {
    private let link: DirectoryLink
    private let log: VerdictLog
    private let top = LinkSearch(base: CodeRecord.base, scope: .base, attributes: ["cn"], entryLimit: 1)
    private let record = LinkSearch(
        base: CodeRecord.base,
        scope: .base,
        attributes: [CodeRecord.Names.lastStep, CodeRecord.Names.failures, CodeRecord.Names.failedTime],
        entryLimit: 1
    )
    private var isThere = false
    private var hasComplained = false

    init(link: DirectoryLink, log: VerdictLog) { (self.link, self.log) = (link, log) }

    /// Whether codes can be recorded. Without, no code is judged.
    var isReady: Bool { link.isReady && isThere }

    /// Looks whether the database is there: without it an account would look like one that never used a code.
    func check() -> EventLoopFuture<Void> {
        link.search(top).assumeIsolated().map { found in
            self.isThere = !found.entries.isEmpty
            guard !self.isThere else { return self.hasComplained = false }
            guard !self.hasComplained else { return }
            self.hasComplained = true
            self.log.logger.error("\(CodeRecord.base) is not there: no code can be recorded, so none lets anybody in")
        }.nonisolated()
    }

    /// Reads an account's record; what an account has that never used a code, when there is none. Fails with ``LinkError``.
    func read(_ account: EntryUUID) -> EventLoopFuture<CodeRecord> {
        link.search(record.ofEntry(CodeRecord.name(of: account))).map { found in
            found.entries.first.map { CodeRecord($0) } ?? CodeRecord()
        }
    }

    /// Makes an attempt's write. The result code is the caller's to judge; fails with ``LinkError`` when there is none.
    func write(_ code: CodeAttempt, of account: EntryUUID, at now: Timestamp) -> EventLoopFuture<LinkOutcome> {
        link.modify(CodeRecord.name(of: account), code.changes(at: now), assertion: code.assertion)
    }

    /// Begins an account's record with an attempt. The same holds for the result.
    func begin(with code: CodeAttempt, of account: EntryUUID, at now: Timestamp) -> EventLoopFuture<LinkOutcome> {
        link.add(CodeRecord.name(of: account), code.after(CodeRecord(), at: now).entry(of: account))
    }
}
