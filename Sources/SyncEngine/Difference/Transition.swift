internal import DirectoryModel
internal import Foundation
internal import StateDatabase

/// An account and what it is counted under; the difference of two of them is what the ledger tells.
struct CountedAccount: Sendable, Hashable {
    var account: Account
    var scope: Int64

    /// A closed account counts for nothing, as if it were not there.
    var isCounted: Bool { account.status != .closed }
}

/// The ledger rows that lead from one state of an account to another.
enum Transition {
    static func rows(
        of subject: EntryUUID,
        from old: CountedAccount?,
        to new: CountedAccount?,
        at time: Timestamp
    ) -> [LedgerRow] {
        let before = old.flatMap { $0.isCounted ? $0 : nil }
        let after = new.flatMap { $0.isCounted ? $0 : nil }
        let detail = ChangeDetail(from: old?.account, to: new?.account)
        func row(_ event: LedgerRow.Event, _ scope: Int64, peer: Int64? = nil, _ counts: Counts) -> LedgerRow {
            LedgerRow(
                time: time,
                subject: subject,
                scope: scope,
                peer: peer,
                event: event,
                counts: counts,
                detail: detail.json
            )
        }
        switch (before, after) {
        case (nil, nil):
            return []
        case (nil, let after?):
            return [row(.created, after.scope, after.account.counts)]
        case (let before?, nil):
            return [row(.removed, before.scope, -before.account.counts)]
        case (let before?, let after?) where before.scope != after.scope:
            return [
                row(.movedOut, before.scope, peer: after.scope, -before.account.counts),
                row(.movedIn, after.scope, peer: before.scope, after.account.counts),
            ]
        case (let before?, let after?):
            let moved = after.account.counts + -before.account.counts
            guard !moved.isZero || !detail.changed.isEmpty else { return [] }
            return [row(.changed, after.scope, moved)]
        }
    }
}

/// What a ledger row and the change feed tell of a change, without any secret.
struct ChangeDetail: Codable, Sendable, Hashable {
    var address: String?
    var previousAddress: String?
    var status: AccountStatus?
    var previousStatus: AccountStatus?
    var changed: [String] = []

    init(from old: Account?, to new: Account?) {
        address = (new ?? old)?.address.text
        status = new?.status
        guard let old, let new else {
            previousStatus = old?.status
            return
        }
        note("mail", old.address != new.address)
        note("mailLocalAddress", old.aliases != new.aliases)
        note("mailHost", old.mailHost != new.mailHost)
        note("pamongAccountStatus", old.status != new.status)
        note("pamongQuota", old.quota != new.quota)
        note("pamongRegisteredTime", old.registered != new.registered)
        note("pamongTwoFactorSince", old.secondFactorSince != new.secondFactorSince)
        note("pamongSessionsRevokedTime", old.sessionsRevoked != new.sessionsRevoked)
        if old.address != new.address { previousAddress = old.address.text }
        if old.status != new.status { previousStatus = old.status }
    }

    private mutating func note(_ attribute: String, _ differs: Bool) {
        if differs { changed.append(attribute) }
    }

    var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
