internal import DirectoryModel
internal import LDAPClient

/// Turns the messages of a content sync into changes of the directory, and keeps what their order says: which phases a
/// refresh had decides what its end means (RFC 4533 section 3.3).
struct ChangeDecoder {
    private var entries = EntryDecoder()
    private var hadPresentPhase = false

    mutating func decode(_ messages: [ContentSyncMessage]) throws -> [DirectoryChange] {
        var changes: [DirectoryChange] = []
        changes.reserveCapacity(messages.count)
        for message in messages { try decode(message, into: &changes) }
        return changes
    }

    private mutating func decode(_ message: ContentSyncMessage, into changes: inout [DirectoryChange]) throws {
        switch message {
        case .entry(let state, let uuid, let entry, let cookie):
            changes.append(change(state, EntryUUID(uuid), entry))
            append(cookie, to: &changes)
        case .reference(_, _, let uris, let cookie):
            changes.append(.referral(uris.joined(separator: " ")))
            append(cookie, to: &changes)
        case .newCookie(let cookie):
            append(cookie, to: &changes)
        case .syncIDSet(let uuids, let refreshDeletes, let cookie):
            if refreshDeletes {
                changes += uuids.map { .deleted(EntryUUID($0)) }
            } else {
                changes.append(.unchanged(uuids.map(EntryUUID.init)))
            }
            append(cookie, to: &changes)
        case .refreshPresent(let cookie, let refreshDone):
            hadPresentPhase = true
            endPhase(cookie, refreshDone: refreshDone, into: &changes)
        case .refreshDelete(let cookie, let refreshDone):
            endPhase(cookie, refreshDone: refreshDone, into: &changes)
        case .done(_, _, let result):
            throw LDAPError(result == .success ? .unavailable : result, "the directory ended the session")
        }
    }

    private mutating func change(_ state: ContentSyncMessage.State, _ uuid: EntryUUID, _ entry: LDAPEntry)
        -> DirectoryChange
    {
        switch state {
        case .add, .modify: .entry(entries.decode(entry, uuid: uuid))
        case .present: .unchanged([uuid])
        case .delete: .deleted(uuid)
        }
    }

    /// A delete phase alone names what is gone; with a present phase before it, what was not mentioned is gone too.
    private func endPhase(_ cookie: SyncCookie?, refreshDone: Bool, into changes: inout [DirectoryChange]) {
        guard refreshDone else { return append(cookie, to: &changes) }
        changes.append(
            .refreshCompleted(
                hadPresentPhase ? .unmentionedAreGone : .deletionsWereNamed,
                cookie: cookie.map(CookieVector.init) ?? CookieVector()
            )
        )
    }

    private func append(_ cookie: SyncCookie?, to changes: inout [DirectoryChange]) {
        if let cookie { changes.append(.cookie(CookieVector(cookie))) }
    }
}

extension EntryUUID {
    init(_ uuid: SyncUUID) {
        self.init(high: uuid.high, low: uuid.low)
    }
}

extension CookieVector {
    init(_ cookie: SyncCookie) {
        self.init(
            csns: Dictionary(uniqueKeysWithValues: cookie.csns.map { (Int($0.serverID), $0.description) })
        )
    }

    /// The form to send; `nil` when nothing was seen yet.
    var syncCookie: SyncCookie? {
        let known = csns.values.compactMap { ChangeSequenceNumber($0) }
        return known.isEmpty ? nil : SyncCookie(csns: known)
    }
}
