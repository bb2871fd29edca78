import DirectoryModel
import Foundation
import Glibc
import LDAPClient
import LocalStack
import Testing

@testable import BulkImport

struct ColumnTests {
    private func value(_ text: String, _ column: ImportColumn) -> Result<String?, FieldRule.Fault> {
        Result { () throws(FieldRule.Fault) in try FieldRule.value(Array(text.utf8)[...], column) }
    }

    @Test func `every name of a column leads to it, however it is written`() {
        for column in ImportColumn.allCases {
            for name in column.names + [column.attribute.text] {
                #expect(ImportColumn(named: name) == column, "\(name)")
                #expect(ImportColumn(named: " " + name.uppercased().replacing(" ", with: "_") + " ") == column)
            }
        }
        #expect(ImportColumn(named: "E-mail") == .address)
        #expect(ImportColumn(named: "gaji") == nil)
        #expect(ImportColumn(named: "") == nil)
    }

    @Test(arguments: [
        ("2147483648", 2_147_483_648), ("2 GB", 2 << 30), ("2gb", 2 << 30), ("1,5 G", 3 << 29), ("1.5GiB", 3 << 29),
        ("512 MB", 512 << 20), ("1T", 1 << 40), ("10k", 10240), ("7 bytes", 7),
    ])
    func `sizes`(text: String, bytes: Int64) {
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test(arguments: [
        "", "GB", "2 apples", "-1", "1.5", "0x10", "1e9", "99999999999999999999", "9999999999T", "2 G B", "½",
    ])
    func `no sizes`(text: String) {
        #expect(ByteSize.bytes(text) == nil)
    }

    @Test(arguments: [
        (ImportColumn.address, " Siti@Bandungkab.GO.ID ", "siti@bandungkab.go.id"),
        (.name, "  Siti\u{A0} \n Aminah\t", "Siti Aminah"), (.aliases, "B@x.id a@x.id\nb@x.id", "a@x.id\nb@x.id"),
        (.status, "Diblokir", "blocked"), (.quota, "1 GB", "1073741824"),
        (.mailHost, "Narada.mail.go.id", "narada.mail.go.id"),
        (.telephone, "+62 22 (123)", "+62 22 (123)"), (.reason, "Mutasi; pegawai", "Mutasi; pegawai"),
    ])
    func `values take the directory's form`(column: ImportColumn, text: String, expected: String) throws {
        #expect(try value(text, column).get() == expected)
    }

    @Test(arguments: [
        (ImportColumn.address, "siti"), (.address, "siti@bandung"), (.address, "siti aminah@bandung.id"),
        (.address, ".siti@bandung.id"), (.aliases, "a@x.id b"), (.status, "pensiun"), (.quota, "999999"),
        (.quota, "10000000000000"), (.mailHost, "narada"), (.telephone, "62*22"), (.forward, "a@b@c.id"),
        (.name, "Siti\u{0}"), (.name, "Siti\u{1B}[2J"), (.name, "Siti\u{202E}"),
        (.name, String(repeating: "x", count: 257)), (.reason, String(repeating: "é", count: 513)),
    ])
    func `values that cannot be taken`(column: ImportColumn, text: String) {
        #expect(throws: FieldRule.Fault.self) { try value(text, column).get() }
    }

    @Test func `bytes that are not UTF-8 are shown up to where they go wrong`() {
        let bytes: [UInt8] = Array("Andr".utf8) + [0xE9]
        let fault = #expect(throws: FieldRule.Fault.self) { try FieldRule.value(bytes[...], .name) }
        #expect(fault?.detail == "not UTF-8 after \"Andr\"")
    }

    @Test func `an empty cell says nothing`() throws {
        for column in ImportColumn.allCases { #expect(try value("  ", column).get() == nil) }
    }

    @Test func `status changes`() {
        let allowed: [(AccountStatus, AccountStatus)] = [
            (.uploaded, .active), (.uploaded, .blocked), (.uploaded, .closed), (.active, .blocked), (.active, .closed),
            (.blocked, .active), (.blocked, .closed),
        ]
        for old in AccountStatus.allCases {
            for new in AccountStatus.allCases {
                let isAllowed = old == new || allowed.contains { $0 == (old, new) }
                #expect(old.mayBecome(new, isRegistered: true) == isAllowed, "\(old) to \(new)")
            }
        }
        #expect(AccountStatus.blocked.mayBecome(.uploaded, isRegistered: false))
    }

    /// The expressions of the shipped constraint overlay, by attribute.
    private func constraint(_ attribute: String) throws -> String {
        let file = try ShareFolder.find().ldif.appending(path: "config/08-integrity-overlays.ldif")
        let text = try String(contentsOf: file, encoding: .utf8).replacing("\n ", with: "")
        for line in text.split(separator: "\n") where line.hasPrefix("olcConstraintAttribute: ") {
            let words = line.split(separator: " ").dropFirst()
            guard let names = words.first, words.dropFirst().first == "regex", let last = words.last else { continue }
            if names.split(separator: ",").contains(Substring(attribute)) {
                return String(last).replacing("\\\"", with: "\"")
            }
        }
        throw LocalStackError("no constraint of \(attribute)")
    }

    @Test(arguments: [("mail", 0), ("mailHost", 1), ("pamongQuota", 2), ("mailRoutingAddress", 3)])
    func `what is said to be a value is what the overlay lets in`(attribute: String, kind: Int) throws {
        var expression = regex_t()
        try #require(regcomp(&expression, try constraint(attribute), REG_EXTENDED | REG_NOSUB) == 0)
        defer { regfree(&expression) }
        var chance = SeededChance(UInt64(kind))
        let palette = Array(["az09._-@.aA@.go.id", "az0-9..idA_", "0123456789", "aZ9@.[]\\;*()<>\" -_"][kind])
        var accepted = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...(kind == 2 ? 15 : 12), using: &chance)
            var text = String((0..<length).map { _ in palette.randomElement(using: &chance) ?? "a" })
            if kind < 2 || kind == 3, Bool.random(using: &chance) { text += kind == 1 ? ".go.id" : "@x.go.id" }
            let fits = regexec(&expression, text, 0, nil, 0) == 0
            let isSaid = isSaid(text, kind)
            accepted += isSaid ? 1 : 0
            if kind == 3 { #expect(!isSaid || fits, "\(text)") } else { #expect(fits == isSaid, "\(text)") }
        }
        #expect(accepted > 100)
    }

    private func isSaid(_ text: String, _ kind: Int) -> Bool {
        switch kind {
        case 0: ValueForm.isAddress(text)
        case 1: ValueForm.isHostName(text)
        case 2: text.first != "0" && Int64(text).map(ValueForm.isQuota) ?? false
        default: ValueForm.isForwardAddress(text)
        }
    }

    @Test func `long local parts and labels end where the overlay says`() throws {
        let long = String(repeating: "a", count: 64)
        #expect(ValueForm.isAddress("\(long)@x.id"))
        #expect(!ValueForm.isAddress("\(long)a@x.id"))
        #expect(ValueForm.isHostName("\(long.dropLast()).id"))
        #expect(!ValueForm.isHostName("\(long).id"))
    }
}
