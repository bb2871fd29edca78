import Testing

@testable import TwoFactor

struct SecretBytesTests {
    private struct Refusal: Error {}

    @Test func `secrets print as dots`() {
        let secret = SecretBytes("rahasia")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "••••••" && String(reflecting: secret) == "••••••")
        #expect(!dumped.contains("rahasia") && !dumped.contains("storage"))
    }

    @Test func `equal bytes are equal`() {
        #expect(SecretBytes("rahasia") == SecretBytes("rahasia"))
        #expect(SecretBytes("rahasia") != SecretBytes("rahasib"))
        #expect(SecretBytes("rahasia") != SecretBytes("rahasi"))
        #expect(SecretBytes([]) == SecretBytes([]))
    }

    @Test func `taking an array leaves zeros in it`() {
        var bytes = Array("rahasia".utf8)
        let secret = SecretBytes(wiping: &bytes)
        #expect(secret.text == "rahasia")
        #expect(bytes == [UInt8](repeating: 0, count: 7))
    }

    @Test func `a filling that fails throws`() {
        #expect(throws: Refusal.self) {
            try SecretBytes(count: 4) { room throws(Refusal) in
                room[0] = 1
                throw Refusal()
            }
        }
    }

    @Test func `memory is wiped`() {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 1)
        defer { room.deallocate() }
        for index in room.indices { room[index] = 0xAA }
        room.wipe()
        #expect(room.allSatisfy { $0 == 0 })
    }

    @Test func `a prefix is never longer than the whole`() {
        #expect(SecretBytes("rahasia").prefix(3).text == "rah")
        #expect(SecretBytes("rahasia").prefix(99).text == "rahasia")
        #expect(SecretBytes("rahasia").prefix(0).isEmpty)
    }

    @Test func `random bytes differ`() throws {
        #expect(try SecretBytes.random(count: 20) != SecretBytes.random(count: 20))
        #expect(try SecretBytes.random(count: 0).isEmpty)
    }

    @Test func `OpenSSL's failures become errors and leave its queue empty`() throws {
        let error = #expect(throws: TwoFactorError.self) {
            try SecretBytes("x").derivedKey(salt: [], info: [], count: 255 * 32 + 1)
        }
        #expect(error?.code == .cryptography && error?.concernsKeys == true)
        #expect(TwoFactorError.openSSL("next").message == "next failed", "the queue held nothing more")
    }
}
