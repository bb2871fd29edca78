import DirectoryModel
import Testing

@testable import TwoFactor

struct RecoveryCodeTests {
    private let ring: KeyRing
    private let codes: [RecoveryCode]
    private let stored: [StoredRecoveryCode]

    init() throws {
        let ring = try TestValues.ring()
        self.ring = ring
        codes = try RecoveryCode.freshBatch()
        stored = try codes.map { try ring.store($0, for: TestValues.entry) }
    }

    @Test func `ten codes of 80 bits, all different`() {
        #expect(codes.count == 10)
        #expect(Set(codes.map(\.shown.text)).count == 10)
        for code in codes { #expect(code.shown.text.wholeMatch(of: /([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}/) != nil) }
    }

    @Test func `each is found, however it is typed`() throws {
        for (code, kept) in zip(codes, stored) {
            let shown = code.shown.text
            for typed in [
                shown, shown.uppercased(), shown.replacing("-", with: ""),
                " " + shown.replacing("-", with: " - ") + " ",
            ] {
                let read = try #require(RecoveryCode(typed: SecretBytes(typed)))
                #expect(try ring.match(read, for: TestValues.entry, among: stored) == kept)
            }
        }
    }

    @Test(arguments: ["rahasia", "x", "sandi-", "spasi ", "abcdefgh", "kata\u{f0}\u{9f}\u{98}\u{80}", "1-2 "])
    func `a code comes off the end of a password, whatever the password ends with`(_ password: String) throws {
        let shown = codes[0].shown.text
        for typed in [shown, shown.uppercased(), shown.replacing("-", with: ""), shown.replacing("-", with: " ") + " "]
        {
            let split = try #require(PasswordWithRecoveryCode.splitOff(from: SecretBytes(password + typed)))
            #expect(split.password.text == password)
            #expect(try ring.match(split.code, for: TestValues.entry, among: stored) == stored[0])
        }
    }

    @Test func `without a password, or without a whole code, there is nothing to split`() {
        let shown = codes[0].shown.text
        for typed in [
            "", "-", shown, String(shown.dropFirst()), "rahasia1" + shown.dropFirst(), "rahasia" + shown + "1",
            "rahasia " + shown.dropLast() + "l", "rahasia", String(repeating: " ", count: 16),
        ] {
            let split = PasswordWithRecoveryCode.splitOff(from: SecretBytes(typed))
            #expect(split == nil, "\(typed)")
        }
    }

    @Test func `another code, another entry, a used code: none`() throws {
        let other = try RecoveryCode.freshBatch()[0]
        #expect(try ring.match(other, for: TestValues.entry, among: stored) == nil)
        #expect(try ring.match(codes[0], for: TestValues.otherEntry, among: stored) == nil)
        #expect(try ring.match(codes[0], for: TestValues.entry, among: Array(stored.dropFirst())) == nil)
        #expect(try ring.match(codes[0], for: TestValues.entry, among: []) == nil)
    }

    @Test func `the stored form is read back`() throws {
        for kept in stored {
            #expect(kept.text.wholeMatch(of: /\$recovery1\$2026a\$[A-Za-z0-9_-]{43}/) != nil)
            #expect(try StoredRecoveryCode(kept.text.utf8) == kept)
        }
    }

    @Test func `a kid that the ring lacks is no wrong code`() throws {
        var ring = ring
        try ring.add(TestValues.kid("2026b"), now: .now)
        try ring.promote(TestValues.kid("2026b"))
        #expect(try ring.match(codes[3], for: TestValues.entry, among: stored) == stored[3])
        try ring.retire(TestValues.kid("2026a"))
        #expect(errorCode { _ = try ring.match(codes[3], for: TestValues.entry, among: stored) } == .unknownKey)
    }

    @Test(arguments: [
        "", "$recovery1$2026a$", "$recovery1$2026a$AAAA", "$recovery1$A$" + String(repeating: "A", count: 43),
        "$app1$a$a", "x$recovery1$a$a",
        "$recovery1$a$" + String(repeating: "A", count: 42) + "B",
        "$recovery1$a$" + String(repeating: "A", count: 43) + "$", "$recovery1$a",
        "$recovery$a$" + String(repeating: "A", count: 43), "$recoveryx$a$" + String(repeating: "A", count: 43),
    ])
    func `what is no stored code is refused`(text: String) {
        let code = errorCode { _ = try StoredRecoveryCode(text.utf8) }
        #expect(code == .malformedValue || (text.hasPrefix("$recovery$") && code == .unknownVersion))
    }

    @Test func `another version is told apart`() {
        let text = "$recovery2$a$" + String(repeating: "A", count: 43)
        #expect(errorCode { _ = try StoredRecoveryCode(text.utf8) } == .unknownVersion)
    }
}

/// No kind of typed code may be taken for another.
struct CodeShapeTests {
    @Test func `lengths tell the kinds apart`() {
        let symbols = String(repeating: "abcd", count: 8)
        for length in 0...32 {
            let typed = SecretBytes(String(symbols.prefix(length)))
            #expect((ActivationTicket(typed: typed) != nil) == (length == 12))
            #expect((RecoveryCode(typed: typed) != nil) == (length == 16))
            #expect((AppPassword(typed: typed) != nil) == (length == 24))
        }
    }

    @Test func `codes and tickets have no other shape`() throws {
        let ticket = try TestValues.ring().issueSessionTicket(
            for: TestValues.entry,
            protocols: [.imap],
            now: .now,
            lifetime: .seconds(60)
        )
        for typed in [ticket, SecretBytes("123456"), SecretBytes("12345678")] {
            #expect(AppPassword(typed: typed) == nil && RecoveryCode(typed: typed) == nil)
            #expect(ActivationTicket(typed: typed) == nil)
        }
        let password = try AppPassword().shown
        #expect(!SessionTicket.isTicket(password) && OneTimeCode(typed: password) == nil)
        #expect(OneTimeCode(typed: SecretBytes("2345 6789 2345 6789")) == nil, "digits alone may be a recovery code")
    }

    @Test(arguments: [
        "abcd-efgh-ijkm-npqr-stuv-wxy", "abcd-efgh-ijkm-npqr-stuv-wxyzz", "abcd-efgh-ijkl-npqr-stuv-wxyz",
        "abcd-efgh-ijko-npqr-stuv-wxyz",
        "abcd-efgh-ijk0-npqr-stuv-wxyz", "abcd-efgh-ijk1-npqr-stuv-wxyz", "abcd_efgh_ijkm_npqr_stuv_wxyz",
        "abcd-efgh-ijkm-npqr-stuv-wxy\n",
        "abcd-efgh-ijkm-npqr-stuv-wxyz\0", "abcd-efgh-ijkm-npqr-stuv-wxyé", "abcd–efgh–ijkm–npqr–stuv–wxyz", "",
        "abcd-efgh-ijkm-npqr-stuv-wxyz" + String(repeating: " ", count: 40),
    ])
    func `what is no app password is passed on as a password`(typed: String) {
        #expect(AppPassword(typed: SecretBytes(typed)) == nil)
    }

    @Test(arguments: ["ABCDEFGHIJKMNPQRSTUVWXYZ", "abcd efgh ijkm npqr stuv wxyz", "--abcd-efghijkm npqr-stuv-WXYZ- "])
    func `spaces, hyphens and case do not matter`(typed: String) throws {
        let password = try #require(AppPassword(typed: SecretBytes(typed)))
        #expect(password.shown.text == "abcd-efgh-ijkm-npqr-stuv-wxyz")
    }
}
