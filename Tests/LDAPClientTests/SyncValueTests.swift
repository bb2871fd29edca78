import LDAPClient
import Testing

@Suite struct SyncValueTests {
    private let first = "20260125000000.000001Z#000000#001#000000"
    private let second = "20260125000000.000002Z#000000#001#000000"
    private let other = "20250101120000.500000Z#00000a#abc#0000ff"

    @Test func `a CSN is read and written`() throws {
        let csn = try #require(ChangeSequenceNumber(other))
        #expect(csn.microseconds == 1_735_732_800_500_000)
        #expect(csn.count == 10 && csn.serverID == 0xABC && csn.modification == 255)
        #expect(csn.description == other)
        for text in [
            first, second, "19700101000000.000000Z#000000#000#000000", "20240229235959.999999Z#ffffff#fff#ffffff",
        ] {
            #expect(ChangeSequenceNumber(text)?.description == text)
        }
    }

    @Test(arguments: [
        "", "20260125000000Z#000000#001#000000", "20261325000000.000001Z#000000#001#000000",
        "20260125000000.000001Z#00000g#001#000000", "20260125000000.00000xZ#000000#001#000000",
        "20260125240000.000001Z#000000#001#000000", "20260125000000.000001Z#000000#001#0000000",
        "20260125000000.000001Z-000000#001#000000",
    ])
    func `what is not a CSN is refused`(_ text: String) {
        #expect(ChangeSequenceNumber(text) == nil)
    }

    @Test func `CSNs are ordered as their texts are`() throws {
        let texts = [first, second, other, "20260125000000.000001Z#000001#000#000000"].sorted()
        let csns = try texts.map { try #require(ChangeSequenceNumber($0)) }
        #expect(csns == csns.sorted())
    }

    @Test func `cookies are merged by server and never go backwards`() throws {
        var cookie = try #require(SyncCookie("rid=001,sid=002,csn=\(second);\(other)"))
        #expect(cookie.csns.count == 2)
        cookie.merge(try #require(SyncCookie("rid=001,csn=\(first)")))
        #expect(cookie[1]?.description == second)
        #expect(cookie[0xABC]?.description == other)
        let newer = try #require(SyncCookie("csn=20270101000000.000000Z#000000#abc#000000"))
        #expect(cookie.merging(newer)[0xABC] == newer[0xABC])
        #expect(cookie.merging(newer)[1]?.description == second)
        #expect(cookie.merging(newer).covers(cookie))
        #expect(!cookie.covers(newer))
        #expect(!newer.covers(cookie))
    }

    @Test func `a cookie is sent with its rid and without any sid`() throws {
        let cookie = try #require(SyncCookie("rid=999,sid=00a,csn=\(other);\(first),delcsn=\(second)"))
        #expect(cookie.text(rid: 7) == "rid=007,csn=\(first);\(other)")
        #expect(SyncCookie(cookie.text(rid: 7)) == cookie)
    }

    @Test(arguments: [
        "", "rid=000", "rid=001,sid=001", "rid=001,csn=", "rid=001,delcsn=20260125000000.000001Z#000000#001#000000",
    ])
    func `cookies without a position are none`(_ text: String) {
        #expect(SyncCookie(text) == nil)
    }

    @Test func `an identity keeps its bytes and its text`() throws {
        let uuid = SyncUUID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        #expect(uuid.description == "01234567-89ab-cdef-fedc-ba9876543210")
        let again = uuid.bytes.withUnsafeBytes { SyncUUID(bytes: $0) }
        #expect(again == uuid)
        let short = uuid.bytes.dropLast().withUnsafeBytes { SyncUUID(bytes: $0) }
        #expect(short == nil)
    }

    @Test func `an entry gives its values by any spelling of the name`() {
        let entry = LDAPEntry(
            dn: "uid=a,dc=x",
            attributes: [
                LDAPAttribute("Mail", "a@x", "b@x"), LDAPAttribute("mailHost", "narada"),
                LDAPAttribute("jpegPhoto", bytes: [[0xFF]]), LDAPAttribute("empty", bytes: []),
            ]
        )
        #expect(entry.dn == "uid=a,dc=x")
        #expect(entry.strings(of: "mail") == ["a@x", "b@x"])
        #expect(entry.string(of: "MAILHOST") == "narada")
        #expect(entry.value(of: "jpegPhoto") == [0xFF])
        #expect(entry.string(of: "jpegPhoto") == "\u{FFFD}")
        #expect(entry.contains("empty") && entry.value(of: "empty") == nil)
        #expect(!entry.contains("mai") && entry.values(of: "mai").isEmpty)
        #expect(entry.attributes.map(\.name) == ["mail", "mailHost", "jpegPhoto", "empty"])
        #expect(!entry.description.contains("a@x"))
    }
}
