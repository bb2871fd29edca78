import PasswordQuality
import Testing
import TwoFactor

@Suite struct `Passwords that would be guessed` {
    @Test(arguments: [
        "password12", "qwertyuiop1", "1234567890", "aaaaaaaaaaaa", "iloveyou123", "wdrowssap1", "sulistyowati1", "",
        "kopi hitam\u{0}di pagi hari",
    ])
    func `dictionary words, rows of keys, one's own name and NUL are refused`(_ text: String) throws {
        #expect(try quality().isEasilyGuessed(secret(text), knowing: ["siti.sulistyowati", "Siti", "Sulistyowati"]))
    }

    @Test(arguments: [
        "kopi hitam di pagi hari", "X7fk29sLqpWz", "semua huruf kecil tanpa angka", "パスワードは長い方がいい",
        String(repeating: "empat lima enam ", count: 32),
    ])
    func `long ones are taken, whatever they are made of`(_ text: String) throws {
        #expect(try !quality().isEasilyGuessed(secret(text), knowing: ["siti.sulistyowati", "Siti", "Sulistyowati"]))
    }

    @Test func `without a dictionary no password is judged`() {
        #expect(throws: PasswordQualityError.self) { try PasswordQuality(dictionary: "/nonexistent/words") }
    }

    private func quality() throws -> PasswordQuality { try PasswordQuality() }

    private func secret(_ text: String) -> SecretBytes { SecretBytes(Array(text.utf8)) }
}
