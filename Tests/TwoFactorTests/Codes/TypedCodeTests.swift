import Testing

@testable import TwoFactor

/// What people type where a code is asked for.
struct TypedCodeTests {
    @Test(arguments: [
        ("123456", "123456"), ("12345678", "12345678"), ("123 456", "123456"), (" 123456 ", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("１２３４５６", "123456"), ("１２３　４５６", "123456"), ("12３4５6", "123456"), ("123\u{A0}456", "123456"),
        ("000000", "000000"),
    ])
    func `spaces and full-width digits are read`(typed: String, expected: String) throws {
        let code = try #require(OneTimeCode(typed: SecretBytes(typed)))
        #expect(code.digits.text == expected)
        #expect(code.count == expected.count)
    }

    @Test(arguments: [
        "", "12345", "1234567", "123456789", "12345a", "a123456", "123-456", "123456\n", "123456\0", "\u{0}23456",
        "123\t456", "１２３４５",
        "١٢٣٤٥٦", "²³¹²³¹", "12345６７", "+12345", "0x1234", String(repeating: " ", count: 65) + "123456",
    ])
    func `anything else is no code`(typed: String) {
        #expect(OneTimeCode(typed: SecretBytes(typed)) == nil)
    }

    @Test func `bytes that are no text are no code`() {
        for bytes in [[0xEF, 0xBC], [0xEF], [0x90, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36], [0xFF, 0x31]] as [[UInt8]] {
            #expect(OneTimeCode(typed: SecretBytes(bytes)) == nil)
        }
    }
}

/// Password and code in a single field.
struct PasswordWithCodeTests {
    private func split(_ typed: some Collection<UInt8>, digits: Int = 6) -> [[UInt8]]? {
        PasswordWithCode.splitOff(digits: digits, from: SecretBytes(typed))
            .map { [$0.password.array, $0.code.digits.array] }
    }

    @Test(arguments: [
        ("rahasia123456", "rahasia", "123456"), ("rahasia123 456", "rahasia", "123456"),
        ("rahasia123456  ", "rahasia", "123456"),
        ("rahasia１２３４５６", "rahasia", "123456"), ("rahasia１２３　４５６", "rahasia", "123456"), ("9123456", "9", "123456"),
        ("2024123456", "2024", "123456"), ("rahasia 123456", "rahasia ", "123456"), (" 123456", " ", "123456"),
        ("kata\nsandi\u{0}123456", "kata\nsandi\u{0}", "123456"), ("\u{0}123456", "\u{0}", "123456"),
        ("p\u{e4}ss123456", "p\u{e4}ss", "123456"),
        ("kunci🔑000000", "kunci🔑", "000000"), ("1 123 456", "1 ", "123456"), ("１123456", "１", "123456"),
    ])
    func `the code is taken off the end`(typed: String, password: String, code: String) {
        #expect(split(typed.utf8) == [Array(password.utf8), Array(code.utf8)])
    }

    @Test(arguments: [
        "", "123456", "１２３４５６", "123 456", "   ", "rahasia", "rahasia12345", "rahasia123456\n", "rahasia123456\0",
        "rahasia123456.",
        "rahasia123  456", "rahasia12 3456", "rahasia1 23456", "rahasia12345 6", "rahasia123456x", "rahasia12345６x",
        "rahasia123\t456",
        "12345", "0", "rahasia١٢٣٤٥٦",
    ])
    func `what is no password with a code is not split`(typed: String) {
        #expect(split(typed.utf8) == nil)
    }

    @Test func `eight digits are taken when the authenticator shows eight`() {
        #expect(split("rahasia12345678".utf8, digits: 8) == [Array("rahasia".utf8), Array("12345678".utf8)])
        #expect(split("rahasia1234 5678".utf8, digits: 8) == [Array("rahasia".utf8), Array("12345678".utf8)])
        #expect(split("rahasia123 45678".utf8, digits: 8) == nil)
        #expect(split("rahasia12345678".utf8, digits: 6) == [Array("rahasia12".utf8), Array("345678".utf8)])
        #expect(split("12345678".utf8, digits: 8) == nil)
        #expect(split("rahasia1234567".utf8, digits: 7) == nil)
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x70, 0xE4, 0x73], [0x80], [0xEF, 0xBC],
            [0x70, 0xE2, 0x82],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(garbage: [UInt8]) {
        let code = Array("123456".utf8)
        #expect(split(garbage + code) == nil)
        #expect(split(Array("rahasia".utf8) + garbage + code) == nil)
        #expect(split(Array("rahasia".utf8) + code + garbage) == nil)
    }
}
