import DirectoryModel
import Foundation
import StateDatabase
import Testing

/// What a first load does hundreds of thousands of times: reading values out of borrowed bytes, binding rows to SQLite.
struct ReadingAndBindingTests {
    @Test(
        arguments: [
            ("20260126000000Z", 1_769_385_600_000_000), ("19700101000000Z", 0), ("19691231235959.5Z", -500_000),
            ("20260126000000.000001Z", 1_769_385_600_000_001), ("20260126000000.1234567Z", 1_769_385_600_123_456),
            ("20240229120000Z", 1_709_208_000_000_000),
        ] as [(String, Int64)]
    )
    func `a time of the directory is read`(text: String, microseconds: Int64) {
        #expect(Timestamp(generalizedTime: text.utf8) == Timestamp(microseconds: microseconds))
    }

    @Test(arguments: [
        "", "Z", "2026", "20260126000000", "20261326000000Z", "20260132000000Z", "20260126240000Z", "2026012600000xZ",
        "20260126000000.x1Z", "20260126000000,5Z", "20260126000000+0700", "20260126000000ZZ", "2026012600000Z",
    ])
    func `anything else is no time`(text: String) {
        #expect(Timestamp(generalizedTime: text.utf8) == nil)
    }

    @Test func `a version is read, in its four parts`() throws {
        let csn = try #require(EntryCSN(bytes: "20260126000000.000001Z#00000a#00F#000002".utf8))
        #expect(csn.time == Timestamp(microseconds: 1_769_385_600_000_001))
        #expect(csn.order == 0xA << 36 | 0xF << 24 | 2)
        #expect(csn.serverID == 15)
    }

    @Test(arguments: [
        "", "20260126000000.000001Z#00000g#00f#000002", "20260126000000.000001Z-00000a#00f#000002",
        "20260126000000.000001Z#00000a#00f#0000023", "2026012600000.0000001Z#00000a#00f#000002",
        "20260126000000.000001Z#00000a#0#f#000002",
    ])
    func `anything else is no version`(text: String) {
        #expect(EntryCSN(bytes: text.utf8) == nil)
    }

    @Test(arguments: [
        ("mail=Budi@bandungkab.go.id,ou=accounts,o=X", true), ("MAIL=budi@bandungkab.go.id", true),
        ("mail=budi@bandungkab.go.id.x,ou=accounts", false), ("mail=budi@bandungkab.go.i,ou=accounts", false),
        ("cn=budi@bandungkab.go.id,ou=accounts", false), ("mail=bud\\69@bandungkab.go.id,ou=accounts", false),
        ("mail=budi@bandungkab.go.id+cn=x,ou=accounts", false), ("", false),
    ])
    func `an entry is named by its address or not`(dn: String, isNamed: Bool) {
        #expect(DNText.isNamed(dn, attribute: "mail", value: "budi@bandungkab.go.id") == isNamed)
    }

    @Test func `rows come back as they were written, however long, and leave nothing to the next one`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
        let time = Timestamp(microseconds: 1_769_385_600_000_000)
        let full = Account(
            uuid: EntryUUID(high: 0x8000_0000_0000_0001, low: 2),
            csn: EntryCSN(time: time, order: 7),
            address: MailAddress(trusted: "full@bandungkab.go.id"),
            aliases: (100..<200).map { MailAddress(trusted: "alias.number.\($0)@bandungkab.go.id") },
            mailHost: "narada.mail.go.id",
            status: .active,
            quota: 5,
            registered: time,
            secondFactorSince: time,
            sessionsRevoked: time
        )
        let bare = Account(
            uuid: EntryUUID(high: 3, low: 4),
            csn: EntryCSN(time: time, order: 0),
            address: MailAddress(trusted: "b@x"),
            status: .uploaded
        )
        let rows = [
            AccountRow(account: full, node: 1, scope: 2, name: String(repeating: "é", count: 800), hasOwnQuota: true),
            AccountRow(account: bare, node: 3, scope: 4, hasOwnQuota: false),
        ]
        for var row in rows {
            row.id = try state.write { try $0.insert(row) }
            #expect(try state.read { try $0.account(row.account.uuid) } == row)
            for alias in row.account.aliases {
                #expect(try state.read { try $0.holders(of: alias) } == [row])
            }
        }
        try state.close()
    }
}
