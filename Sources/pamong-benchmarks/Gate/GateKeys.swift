import DirectoryModel
import Foundation
import LocalStack
import TwoFactor

/// What the gate's people have in their hands and what is kept of it: a key ring, an authenticator, app passwords.
struct GateKeys {
    /// The ring; its primary key is the one everything is sealed under at first.
    let ring: KeyRing
    /// What everybody's authenticator holds: one for all, but sealed for each entry by itself.
    let secret: TOTPSecret
    private let appPasswords: [(typed: String, stored: StoredAppPassword)]

    /// The key of the authenticators, in plain characters, as slapo-otp keeps it.
    static let key = "12345678901234567890"

    /// Makes app passwords for so many people with a second factor.
    init(people: [Person]) throws {
        var ring = KeyRing()
        let now = Timestamp.now
        try ring.add(Self.kid(0), now: now)
        try ring.promote(Self.kid(0))
        secret = try TOTPSecret(key: SecretBytes(Self.key), generation: 1, enrolledAt: now)
        appPasswords = try people.map { person in
            let made = try ring.makeAppPassword(for: person.uuid, label: "telepon", protocols: [.imap], now: now)
            return (
                made.password.shown.withBytes { String(decoding: $0, as: UTF8.self) },
                made.stored.used(at: now) ?? made.stored
            )
        }
        self.ring = ring
    }

    /// The name of the ring's key number so and so.
    static func kid(_ number: Int) throws -> KeyIdentifier {
        guard let kid = KeyIdentifier("k\(number)") else { throw BenchmarkFailure("k\(number) is no kid") }
        return kid
    }

    /// What somebody's mail program sends.
    func appPassword(of person: Person) -> String { appPasswords[person.number].typed }

    /// What is stored of it, its last use just now, so that no login writes it.
    func storedAppPassword(of person: Person) -> String? {
        appPasswords.indices.contains(person.number) ? appPasswords[person.number].stored.text : nil
    }

    /// What everybody's authenticator shows now.
    static func code() async throws -> String {
        let hexadecimal = key.utf8.map { String($0, radix: 16) }.joined()
        return try await ShortCommand("/usr/bin/oathtool", ["--totp", "-"], input: .init(hexadecimal.utf8)).run()
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
