public import DirectoryModel
public import StateDatabase

/// A second person's decision about a held batch: about exactly the list that was looked at, or not at all.
public struct HoldDecision: Sendable, Hashable {
    /// What was decided.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// Do what the directory says: block, close, remove.
        case release
        /// Do none of it. The work stays where it is until the entries are put back, and is never done.
        case reject
    }

    /// The batch.
    public var hold: Int64
    /// The list that was looked at; see ``fingerprint(ofHold:reading:)``.
    public var fingerprint: String
    /// What was decided.
    public var verdict: Verdict
    /// The DN of who decided, for the record. Who that is, and whether they may, was found out before.
    public var decidedBy: String

    /// Puts a decision together.
    public init(hold: Int64, fingerprint: String, verdict: Verdict, decidedBy: String) {
        self.hold = hold
        self.fingerprint = fingerprint
        self.verdict = verdict
        self.decidedBy = decidedBy
    }

    /// Names a batch's list as it is now: 16 hexadecimal digits that change with every account that joins or leaves it
    /// and with what is to be taken from it.
    public static func fingerprint(ofHold hold: Int64, reading reader: StateReader) throws -> String {
        let list = try reader.suspects(hold: hold).map { suspect in
            (
                try reader.account(id: suspect.account)?.account.uuid.description ?? "row \(suspect.account)",
                suspect.kind
            )
        }
        return ListFingerprint(list.map { "\($0.0) \($0.1.rawValue)" }).text
    }

    /// Writes the decision down and, when it is a release, makes the batch's work due. All in the given transaction, so
    /// that nothing can join the list between the comparison and the release.
    ///
    /// A rejected batch may still be released; nothing can be taken back once released. Answers the batch as it is
    /// now; throws ``HoldDecisionError``.
    @discardableResult
    public func carryOut(in writer: StateWriter, now: Timestamp = .now) throws -> Hold {
        guard var batch = try writer.reader.hold(hold) else { throw HoldDecisionError.unknown(hold) }
        guard batch.state == .open || (batch.state == .rejected && verdict == .release) else {
            throw HoldDecisionError.decided(batch)
        }
        let current = try Self.fingerprint(ofHold: hold, reading: writer.reader)
        guard current == fingerprint.lowercased() else {
            throw HoldDecisionError.changed(hold, seen: fingerprint, now: current)
        }
        batch.state = verdict == .release ? .released : .rejected
        batch.decided = now
        batch.decidedBy = decidedBy
        try writer.update(batch)
        if verdict == .release { try writer.releaseWork(ofHold: hold, at: now) }
        return batch
    }
}

/// Why a decision was not taken.
public struct HoldDecisionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds a caller treats differently.
    public enum Code: String, Sendable, Hashable {
        /// There is no such batch.
        case unknownHold
        /// It was decided, or all of it was put back, before.
        case alreadyDecided
        /// The list is no longer the one that was looked at.
        case listChanged
    }

    /// The kind.
    public let code: Code
    /// What is wrong and what to do.
    public let description: String

    static func unknown(_ id: Int64) -> HoldDecisionError {
        HoldDecisionError(
            code: .unknownHold,
            description: "there is no held batch \(id); `pamong holds list` shows them"
        )
    }

    static func decided(_ hold: Hold) -> HoldDecisionError {
        let how = hold.decidedBy.map { " by \($0)" } ?? ""
        let when = hold.decided.map { " at \($0.rfc3339)" } ?? ""
        return HoldDecisionError(
            code: .alreadyDecided,
            description: "batch \(hold.id) is no longer open: it was \(hold.state)\(how)\(when)"
        )
    }

    static func changed(_ id: Int64, seen: String, now: String) -> HoldDecisionError {
        HoldDecisionError(
            code: .listChanged,
            description: "the list of batch \(id) has changed since it was looked at (\(seen), now \(now)): "
                + "look at it again with `pamong holds show \(id)` and decide about what it shows"
        )
    }
}
