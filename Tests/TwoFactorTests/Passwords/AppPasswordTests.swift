import DirectoryModel
import Testing

@testable import TwoFactor

struct AppPasswordTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private let ring: KeyRing
    private let password: AppPassword
    private let stored: StoredAppPassword

    init() throws {
        ring = try TestValues.ring()
        (password, stored) = try ring.makeAppPassword(
            for: TestValues.entry,
            label: "Thunderbird di kantor",
            protocols: [.imap, .submission],
            now: Self.now
        )
    }

    private func judge(
        _ password: AppPassword? = nil,
        of entry: EntryUUID = TestValues.entry,
        among stored: [StoredAppPassword]? = nil,
        for loginProtocol: LoginProtocol = .imap,
        at now: Timestamp = now
    ) throws -> AppPasswordVerdict {
        try ring.judge(
            password ?? self.password,
            of: entry,
            among: stored ?? [self.stored],
            for: loginProtocol,
            at: now
        )
    }

    @Test func `it is accepted for its protocols only`() throws {
        for loginProtocol in LoginProtocol.allCases {
            let expected: AppPasswordVerdict =
                [.imap, .submission].contains(loginProtocol) ? .accepted(stored) : .otherProtocol(stored)
            #expect(try judge(for: loginProtocol) == expected)
        }
    }

    @Test func `it is found among ten`() throws {
        var (passwords, all) = ([password], [stored])
        while all.count < AppPassword.limit {
            let made = try ring.makeAppPassword(for: TestValues.entry, label: "x", protocols: [.imap], now: Self.now)
            passwords.append(made.password)
            all.append(made.stored)
        }
        #expect(Set(all.map(\.id)).count == all.count)
        for (password, kept) in zip(passwords, all) { #expect(try judge(password, among: all) == .accepted(kept)) }
        #expect(try judge(passwords[4], among: all.filter { $0 != all[4] }) == .unknown, "revoked")
    }

    @Test func `it expires after a year`() throws {
        let year: Int64 = 365 * 86_400
        #expect(stored.expires == Timestamp(seconds: 1_800_000_000 + year))
        #expect(try judge(at: Timestamp(microseconds: stored.expires.microseconds - 1)) == .accepted(stored))
        #expect(try judge(at: stored.expires) == .expired(stored))
    }

    @Test func `another entry's, another's id and other symbols are unknown`() throws {
        #expect(try judge(of: TestValues.otherEntry) == .unknown)
        #expect(try judge(AppPassword()) == .unknown)
        #expect(try judge(among: []) == .unknown)
        let renamed = stored.text.replacing("$\(stored.id)$", with: "$aaaaaaaa$")
        #expect(try judge(among: [StoredAppPassword(renamed.utf8)]) == .unknown)
    }

    @Test func `a kid that the ring lacks is no wrong password`() throws {
        let foreign = try StoredAppPassword(stored.text.replacing("2026a", with: "2027z").utf8)
        #expect(errorCode { _ = try judge(among: [foreign]) } == .unknownKey)
        #expect(try judge(among: [foreign, stored]) == .accepted(stored))
    }

    @Test func `the stored form is read back`() throws {
        #expect(stored.text.hasPrefix("$app1$2026a$\(stored.id)$imap,submission$1800000000$1831536000$$"))
        #expect(try StoredAppPassword(stored.text.utf8) == stored)
        let used = try #require(stored.used(at: Self.now))
        #expect(used.lastUsed == Self.now && used.text.contains("$1831536000$1800000000$"))
        #expect(try StoredAppPassword(used.text.utf8) == used)
        #expect(try judge(among: [used]) == .accepted(used))
    }

    @Test func `the longest one fits its attribute`() throws {
        let label = String(repeating: "ü", count: 64)
        let ring = try KeyRing(keys: [TestValues.key("1234567890123456", .primary, Array(0..<32))], retired: [])
        let protocols = Set(LoginProtocol.allCases.filter(\.isMailProgram))
        let (_, stored) = try ring.makeAppPassword(
            for: TestValues.entry,
            label: label,
            protocols: protocols,
            now: Self.now
        )
        let used = try #require(stored.used(at: Self.now))
        #expect(used.text.utf8.count <= 1024 && used.label == label)
        #expect(try StoredAppPassword(used.text.utf8) == used)
    }

    @Test func `the last use is written every six hours at most`() throws {
        let used = try #require(stored.used(at: Self.now))
        #expect(used.used(at: Self.now) == nil)
        #expect(used.used(at: Self.now + .seconds(6 * 3600 - 1)) == nil)
        #expect(used.used(at: Self.now + .seconds(6 * 3600))?.lastUsed == Timestamp(seconds: 1_800_021_600))
    }

    @Test(arguments: ["", "a\nb", "a\0", "\u{85}", String(repeating: "x", count: 129)]) func `a bad label is refused`(
        label: String
    ) {
        #expect(errorCode { try make(label: label) } == .invalidArgument)
    }

    @Test(arguments: [[], [.web], [.imap, .directory]] as [Set<LoginProtocol>])
    func `it is never for web or directory`(protocols: Set<LoginProtocol>) {
        #expect(errorCode { try make(protocols: protocols) } == .invalidArgument)
    }

    @Test(arguments: [.zero, .seconds(-1), .milliseconds(999), .seconds(101 * 366 * 86_400)] as [Duration])
    func `an impossible lifetime is refused`(lifetime: Duration) {
        #expect(errorCode { try make(lifetime: lifetime) } == .invalidArgument)
    }

    private func make(
        label: String = "x",
        protocols: Set<LoginProtocol> = [.imap],
        lifetime: Duration = AppPassword.defaultLifetime
    ) throws {
        _ = try ring.makeAppPassword(
            for: TestValues.entry,
            label: label,
            protocols: protocols,
            now: Self.now,
            lifetime: lifetime
        )
    }

    @Test(arguments: [
        ("imap,submission", "imap,web"), ("imap,submission", "submission,imap"), ("imap,submission", "imap,imap"),
        ("imap,submission", ""),
        ("imap,submission", "imap,"), ("imap,submission", "IMAP"), ("1800000000", "01800000000"), ("1800000000", "-1"),
        ("1800000000", ""),
        ("1831536000", "9999999999999"), ("1831536000", "99999999999999999999999"), ("$$VGh1", "$x$VGh1"),
        ("VGh1", "Vg h1"), ("$VGh1", "$$VGh1"),
        ("$app1", "app1"), ("$2026a$", "$2026A$"), ("VGh1", "AAAA"), ("$app1$", "$recovery1$"),
    ])
    func `a malformed stored form is refused`(part: String, replacement: String) {
        let text = stored.text.replacing(part, with: replacement)
        #expect(text != stored.text)
        #expect(errorCode { _ = try StoredAppPassword(text.utf8) } == .malformedValue)
    }
}
