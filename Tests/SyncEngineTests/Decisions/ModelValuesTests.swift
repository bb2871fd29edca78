import DirectoryModel
import Testing

struct ModelValuesTests {
    @Test func `a cookie vector keeps the highest of each server`() {
        var vector = CookieVector(csns: [1: "20260101", 2: "20260105"])
        vector.merge(CookieVector(csns: [1: "20260103", 2: "20260102", 3: "20260101"]))
        #expect(vector.csns == [1: "20260103", 2: "20260105", 3: "20260101"])
        vector.merge(CookieVector())
        #expect(vector.csns.count == 3)
    }

    @Test func `being ahead in one server is enough`() {
        let (old, new) = (CookieVector(csns: [1: "a", 2: "b"]), CookieVector(csns: [1: "b", 2: "a"]))
        #expect(old.isAhead(of: new))
        #expect(new.isAhead(of: old))
        #expect(!old.isAhead(of: old))
        #expect(old.isAhead(of: CookieVector()))
        #expect(!CookieVector().isAhead(of: old))
    }

    @Test func `a CSN is read in full`() throws {
        let csn = try #require(EntryCSN(bytes: Array("20261121080000.123456Z#0000ab#fff#000001".utf8)))
        #expect(csn.time.rfc3339 == "2026-11-21T08:00:00.123456Z")
        #expect(csn.serverID == 4095)
        #expect(csn.order == 0xAB << 36 | 0xFFF << 24 | 1)
        #expect(csn == EntryCSN(bytes: Array("20261121080000.123456Z#0000AB#FFF#000001".utf8)))
    }

    @Test(arguments: [
        "", "20261121080000.123456Z", "20261121080000.123456Z#0000ab#fff#00000g",
        "20261321080000.123456Z#000000#001#000000", "20261121080000.123456+#000000#001#000000",
        "20261121080000.123456Z#00000#0001#000000",
    ])
    func `anything else is no CSN`(text: String) {
        #expect(EntryCSN(bytes: Array(text.utf8)) == nil)
    }

    @Test func `CSNs order by time, then count, then server`() throws {
        let texts = [
            "20261121080000.000000Z#000000#002#000000", "20261121080000.000000Z#000001#001#000000",
            "20261121080000.000001Z#000000#001#000000",
        ]
        let csns = texts.compactMap { EntryCSN(bytes: Array($0.utf8)) }
        #expect(csns.count == 3)
        #expect(csns == csns.shuffled().sorted())
    }

    @Test(arguments: [
        ("19700101000000Z", "1970-01-01T00:00:00Z"), ("20240229235959Z", "2024-02-29T23:59:59Z"),
        ("20261231235959.999999Z", "2026-12-31T23:59:59.999999Z"), ("20000301000000.5Z", "2000-03-01T00:00:00.500000Z"),
        ("19691231235959.000001Z", "1969-12-31T23:59:59.000001Z"),
    ])
    func `a time of the directory is the same in RFC 3339`(generalized: String, rfc3339: String) {
        #expect(Timestamp(generalizedTime: generalized.utf8)?.rfc3339 == rfc3339)
    }

    @Test(arguments: [
        "", "2026", "20261121080000", "20261121080000+0700", "20260013000000Z", "20260101250000Z", "2026-11-21",
    ])
    func `anything else is no time`(text: String) {
        #expect(Timestamp(generalizedTime: text.utf8) == nil)
    }

    @Test func `durations and times go together`() {
        let time = Timestamp(microseconds: 5_000_000)
        #expect((time + .seconds(2)).microseconds == 7_000_000)
        #expect((time - .milliseconds(1)).microseconds == 4_999_000)
        #expect((time + .seconds(2)).since(time) == .seconds(2))
    }

    @Test(arguments: [
        ("mail=a@x,ou=accounts,dc=id", "ou=accounts,dc=id", "mail=a@x", "a@x"),
        ("o=Satu\\, Dua,dc=id", "dc=id", "o=Satu\\, Dua", "Satu, Dua"),
        ("o=Satu\\2C Dua,dc=id", "dc=id", "o=Satu\\2C Dua", "Satu, Dua"),
        ("o=a\\\\,dc=id", "dc=id", "o=a\\\\", "a\\"), ("dc=id", nil, "dc=id", "id"),
        ("o=K\\C3\\A9,dc=id", "dc=id", "o=K\\C3\\A9", "Ké"),
    ])
    func `a DN is cut at its first separating comma`(dn: String, parent: String?, name: String, value: String) {
        #expect(DNText.parent(of: dn) == parent)
        #expect(DNText.name(of: dn) == name)
        #expect(DNText.value(of: dn) == value)
    }

    @Test func `an entryUUID is the same in text and bytes`() throws {
        let text = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
        let uuid = try #require(EntryUUID(text))
        #expect(uuid.description == text)
        #expect(EntryUUID(bytes: uuid.bytes) == uuid)
        #expect(EntryUUID(text.uppercased()) == uuid)
        #expect(EntryUUID(bytes: uuid.bytes.dropLast()) == nil)
        for bad in ["", "6ba7b810", "6ba7b810-9dad-11d1-80b4-00c04fd430cg", text + "0", "../" + text.dropFirst(3)] {
            #expect(EntryUUID(bad) == nil, "\(bad)")
        }
    }

    @Test func `an address is folded and checked`() {
        #expect(MailAddress("Budi.S@BandungKab.go.id")?.text == "budi.s@bandungkab.go.id")
        #expect(MailAddress("a@b")?.domain == "b")
        let long = String(repeating: "a", count: 250)
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\n", "é@b", "../x@b", "a\"@b", "a,b@c", "\(long)@b.go"] {
            #expect(MailAddress(bad) == nil, "\(bad)")
        }
    }
}
