internal import DirectoryModel
internal import Dispatch
internal import Foundation
internal import TwoFactor

/// An account's last sign-ins, from the gate's log of verdicts and the one before it.
///
/// One reading at a time, on a queue of its own: whoever looks at the page again and again reads a file, and delays nobody but those
/// who look at theirs.
struct SignInHistory: Sendable {
    /// What there was to read.
    struct Findings: Sendable {
        /// The last ones, newest first.
        var records: [VerdictRecord] = []
        /// Whether the search ended before the days asked for, because there was too much to read.
        var isCut = false
    }

    /// How many are shown.
    static let limit = 20
    /// How far back is looked.
    static let period: Duration = .seconds(14 * 86_400)

    private let path: String
    private let greatestLength: Int
    private let queue = DispatchQueue(label: "pamong.portal.history")

    /// - Parameter greatestLength: how many bytes are read at most. The default takes a fraction of a second from the page cache.
    init(path: String, greatestLength: Int = 256 << 20) {
        (self.path, self.greatestLength) = (path, greatestLength)
    }

    /// The account's last sign-ins. Throws ``LogTailError`` when the log is not there or cannot be read.
    func recent(of account: EntryUUID, now: Timestamp = .now) async throws -> Findings {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try read(account, since: now - Self.period) }) }
        }
    }

    private func read(_ account: EntryUUID, since: Timestamp) throws -> Findings {
        var search = Search(account: account, since: since, bytesLeft: greatestLength)
        guard try search.read(path) else { throw LogTailError(path: path, reason: "is not there") }
        // The one that was moved away last; its predecessors are compressed, as a rule.
        _ = try search.read(path + ".1")
        return search.findings
    }
}

/// One look through the logs.
private struct Search {
    let text: SearchedText
    let account: String
    let since: Timestamp
    var bytesLeft: Int
    var findings = SignInHistory.Findings()
    private var isOver = false
    private let decoder = JSONDecoder()

    init(account: EntryUUID, since: Timestamp, bytesLeft: Int) {
        self.account = account.description
        text = SearchedText(account.description)
        (self.since, self.bytesLeft) = (since, bytesLeft)
    }

    /// Looks through one file; `false` when it is not there.
    mutating func read(_ path: String) throws -> Bool {
        guard !isOver else { return true }
        guard var tail = try LogTail(path: path) else { return false }
        defer { tail.close() }
        while !isOver, let block = try tail.next(holding: text) {
            block.lines.forEach { take($0) }
            bytesLeft -= block.bytes
            if let first = block.first.flatMap({ record($0) }), isTooOld(first) { isOver = true }
            if !isOver, bytesLeft <= 0 { (isOver, findings.isCut) = (true, true) }
        }
        return true
    }

    /// Lines that cannot be read, such as one that is being written, are none of anybody's.
    private mutating func take(_ line: Data) {
        guard !isOver, let record = record(line), record.entryUUID == account, !isTooOld(record) else { return }
        findings.records.append(record)
        if findings.records.count == SignInHistory.limit { isOver = true }
    }

    private func record(_ line: Data) -> VerdictRecord? { try? decoder.decode(VerdictRecord.self, from: line) }

    private func isTooOld(_ record: VerdictRecord) -> Bool { record.moment.map { $0 < since } ?? false }
}
