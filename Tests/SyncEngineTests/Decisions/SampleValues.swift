import DirectoryModel
import StateDatabase

@testable import SyncEngine

/// Values that tests of pure decisions start from.
enum SampleValues {
    static let uuid = EntryUUID(high: 1, low: 1)
    static let other = EntryUUID(high: 2, low: 2)
    static let time = Timestamp(microseconds: 1_700_000_000_000_000)
    static let csn = EntryCSN(time: time, order: 1 << 24)
    static let host = "narada.mail.go.id"

    static func address(_ text: String) -> MailAddress { MailAddress(trusted: text) }

    static func account(
        _ address: String = "a@x.go.id",
        aliases: [String] = [],
        status: AccountStatus = .active,
        host: String? = host,
        quota: Int64? = nil,
        registered: Timestamp? = time,
        secondFactorSince: Timestamp? = nil
    ) -> Account {
        Account(
            uuid: uuid,
            csn: csn,
            address: Self.address(address),
            aliases: aliases.map(Self.address),
            mailHost: host,
            status: status,
            quota: quota,
            registered: registered,
            secondFactorSince: secondFactorSince
        )
    }

    static func row(_ account: Account, removed: Timestamp? = nil) -> AccountRow {
        AccountRow(id: 1, account: account, node: 1, scope: 1, removed: removed)
    }
}
