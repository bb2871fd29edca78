import DirectoryModel
import Testing
import TwoFactor

@Suite struct ClientTokenTests {
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test func `a token is read back from what is shown, and is its own`() throws {
        let token = try ClientToken()
        let text = token.shown.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(text.wholeMatch(of: /pamong_[a-z2-9]{8}_[A-Za-z0-9_\-]{43}/) != nil)
        let again = try #require(ClientToken(token.shown))
        #expect(again.id == token.id && again.shown == token.shown)

        let stored = try StoredClientToken(of: token, now: now, lifetime: .seconds(3600))
        let read = try StoredClientToken(Array(stored.text.utf8))
        #expect(read == stored && read.id == token.id)
        #expect(read.created == now && read.expires == now + .seconds(3600))
        #expect(stored.text.hasPrefix(StoredClientToken.beginning(ofID: token.id)))
        #expect(try read.isOf(again))
        #expect(!stored.text.contains(text.suffix(43)))
        #expect(try !read.isOf(ClientToken()))
    }

    @Test func `a token with one symbol changed is another one`() throws {
        let token = try ClientToken()
        let stored = try StoredClientToken(of: token, now: now)
        let shown = token.shown.withBytes { Array($0) }
        for index in [7, 14, 16, 40, shown.count - 2] {
            var changed = shown
            changed[index] = changed[index] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            let other = try #require(ClientToken(SecretBytes(changed)), "\(index)")
            #expect(try !stored.isOf(other), "\(index)")
        }
    }

    @Test(arguments: [
        "", "pamong_", "pamong_abcdefgh_", "Pamong_abcdefgh_" + String(repeating: "A", count: 43),
        "pamong_abcdefg1_" + String(repeating: "A", count: 43), "pamong_abcdefgh-" + String(repeating: "A", count: 43),
        "pamong_abcdefgh_" + String(repeating: "A", count: 42), "pamong_abcdefgh_" + String(repeating: "A", count: 44),
        "pamong_abcdefgh_" + String(repeating: "A", count: 42) + "!",
    ])
    func `what cannot be a token is none`(_ text: String) {
        #expect(ClientToken(SecretBytes(text)) == nil)
    }

    @Test(arguments: [
        "", "$client1$abcdefgh$1$2", "$client1$ABCDEFGH$1767225600$1767229200$" + String(repeating: "A", count: 43),
        "$client1$abcdefgh$x$1767229200$" + String(repeating: "A", count: 43),
        "$client1$abcdefgh$1767225600$1767229200$" + String(repeating: "A", count: 42),
        "$app1$abcdefgh$1767225600$1767229200$" + String(repeating: "A", count: 43),
    ])
    func `what is no stored token is refused`(_ text: String) {
        #expect(throws: TwoFactorError.self) { try StoredClientToken(Array(text.utf8)) }
    }

    @Test func `a later version is not taken for this one`() {
        let text = "$client2$abcdefgh$1767225600$1767229200$" + String(repeating: "A", count: 43)
        #expect(throws: TwoFactorError.self) { try StoredClientToken(Array(text.utf8)) }
    }

    @Test(arguments: [Duration.seconds(59), .seconds(3661 * 86_400), .seconds(-1)])
    func `a token is good for a sensible time`(_ lifetime: Duration) throws {
        let token = try ClientToken()
        #expect(throws: TwoFactorError.self) { try StoredClientToken(of: token, now: now, lifetime: lifetime) }
    }
}
