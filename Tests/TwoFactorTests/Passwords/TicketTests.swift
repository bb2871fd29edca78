import DirectoryModel
import Testing

@testable import TwoFactor

struct SessionTicketTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private let ring: KeyRing
    private let ticket: SecretBytes

    init() throws {
        ring = try TestValues.ring()
        ticket = try ring.issueSessionTicket(
            for: TestValues.entry,
            protocols: [.imap, .submission],
            now: Self.now,
            lifetime: .seconds(3600)
        )
    }

    private func judge(
        _ text: SecretBytes? = nil,
        of entry: EntryUUID = TestValues.entry,
        for loginProtocol: LoginProtocol = .imap,
        revoked: Timestamp? = nil,
        after seconds: Int64 = 0,
        with ring: KeyRing? = nil
    ) throws -> SessionTicketVerdict {
        let now = Timestamp(seconds: 1_800_000_000 + seconds)
        return try (ring ?? self.ring).judge(
            sessionTicket: text ?? ticket,
            of: entry,
            for: loginProtocol,
            revoked: revoked,
            at: now
        )
    }

    private func accepted(_ verdict: SessionTicketVerdict) -> SessionTicket? {
        if case .accepted(let ticket) = verdict { ticket } else { nil }
    }

    @Test func `it is short printable ASCII that IMAP need not quote`() throws {
        #expect(ticket.text.wholeMatch(of: /pamong-session1\.2026a\.[A-Za-z0-9_-]{88}/) != nil)
        let ring = try KeyRing(keys: [TestValues.key("1234567890123456", .primary, Array(0..<32))], retired: [])
        let longest = try ring.issueSessionTicket(
            for: TestValues.entry,
            protocols: [.imap],
            now: Self.now,
            lifetime: .seconds(1)
        )
        #expect(longest.count <= 123)
        #expect(SessionTicket.isTicket(ticket))
    }

    @Test func `it is good for its account and protocols`() throws {
        let read = try #require(try accepted(judge()))
        #expect(read.entry == TestValues.entry && read.protocols == [.imap, .submission])
        #expect(read.issued == Self.now && read.expires == Timestamp(seconds: 1_800_003_600))
        #expect(try judge(of: TestValues.otherEntry) == .forged)
        for loginProtocol in [LoginProtocol.pop3, .smtp, .sieve, .web, .directory] {
            #expect(try judge(for: loginProtocol) == .otherProtocol)
        }
    }

    @Test func `it ends`() throws {
        #expect(try accepted(judge(after: 3599)) != nil)
        #expect(try judge(after: 3600) == .expired)
    }

    @Test func `it is not good before its time, but for clocks a little off`() throws {
        #expect(try accepted(judge(after: -60)) != nil)
        #expect(try judge(after: -61) == .expired)
    }

    @Test func `ending all sessions ends it`() throws {
        #expect(try judge(revoked: Timestamp(seconds: 1_800_000_000), after: 5) == .revoked)
        #expect(try judge(revoked: Timestamp(seconds: 1_800_000_001), after: 5) == .revoked)
        #expect(try accepted(judge(revoked: Timestamp(seconds: 1_799_999_999), after: 5)) != nil)
    }

    @Test func `each bit flipped is refused`() throws {
        let bytes = ticket.array
        for index in bytes.indices {
            for bit in 0..<8 {
                var altered = bytes
                altered[index] ^= 1 << bit
                #expect(try accepted(judge(SecretBytes(altered))) == nil)
            }
        }
    }

    @Test func `a ticket of another ring, of no ring, or longer than a day is refused`() throws {
        let other = try KeyRing(keys: [TestValues.key("2026a", .primary, Array(1...32))], retired: [])
        #expect(try judge(with: other) == .forged)
        #expect(try judge(with: KeyRing()) == .unknownKey(TestValues.kid("2026a")))
        let eternal = SessionTicket(
            entry: TestValues.entry,
            protocols: [.imap],
            issued: Self.now,
            expires: Self.now + .seconds(86_401)
        )
        #expect(try judge(ring.sign(eternal, with: ring.primaryKey())) == .expired)
    }

    @Test(arguments: [
        "", "pamong-session1", "pamong-session1.", "pamong-session1..", "pamong-session1.2026a.",
        "pamong-session1.2026a", "pamong-session2.2026a.AA",
        "pamong-session1.2026a.AAAA", "pamong-session1.2026a." + String(repeating: "A", count: 300),
        "PAMONG-SESSION1.2026a.AA",
    ])
    func `what is no ticket is forged`(text: String) throws {
        #expect(try judge(SecretBytes(text)) == .forged)
    }

    @Test func `what begins like a ticket is judged as one`() {
        #expect(SessionTicket.isTicket(SecretBytes("pamong-session1.anything")))
        #expect(
            !SessionTicket.isTicket(SecretBytes("pamong-session1")) && !SessionTicket.isTicket(SecretBytes("rahasia"))
        )
    }

    @Test func `an impossible ticket is not made`() {
        let cases: [(Set<LoginProtocol>, Duration)] = [
            ([], .seconds(60)), ([.web], .seconds(60)), ([.imap], .zero), ([.imap], .seconds(86_401)),
            ([.imap], .seconds(-1)),
        ]
        for (protocols, lifetime) in cases {
            #expect(
                errorCode {
                    _ = try ring.issueSessionTicket(
                        for: TestValues.entry,
                        protocols: protocols,
                        now: Self.now,
                        lifetime: lifetime
                    )
                } == .invalidArgument
            )
        }
    }
}

struct ActivationTicketTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    @Test func `it is good once typed right, for its entry, in its time`() throws {
        let ring = try TestValues.ring()
        let (ticket, stored) = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now)
        #expect(ticket.shown.text.wholeMatch(of: /[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}/) != nil)
        let typed = try #require(ActivationTicket(typed: SecretBytes(ticket.shown.text.uppercased())))
        #expect(try ring.accepts(typed, for: TestValues.entry, stored: stored, at: Self.now))
        #expect(try ring.accepts(typed, for: TestValues.entry, stored: stored, at: Self.now + .seconds(86_399)))
        #expect(try !ring.accepts(typed, for: TestValues.entry, stored: stored, at: Self.now + .seconds(86_400)))
        #expect(try !ring.accepts(typed, for: TestValues.otherEntry, stored: stored, at: Self.now))
        let other = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now)
        #expect(try !ring.accepts(other.ticket, for: TestValues.entry, stored: stored, at: Self.now))
    }

    @Test func `its end cannot be put off`() throws {
        let ring = try TestValues.ring()
        let (ticket, stored) = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now)
        #expect(try StoredActivationTicket(stored.text.utf8) == stored)
        let longer = try StoredActivationTicket(stored.text.replacing("1800086400", with: "1900000000").utf8)
        #expect(longer.expires == Timestamp(seconds: 1_900_000_000))
        #expect(try !ring.accepts(ticket, for: TestValues.entry, stored: longer, at: Self.now))
    }

    @Test func `trouble is told`() throws {
        let ring = try TestValues.ring()
        let (ticket, stored) = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now)
        let empty = KeyRing()
        #expect(
            errorCode { _ = try empty.accepts(ticket, for: TestValues.entry, stored: stored, at: Self.now) }
                == .unknownKey
        )
        #expect(errorCode { _ = try empty.makeActivationTicket(for: TestValues.entry, now: Self.now) } == .keyRing)
        for lifetime in [Duration.zero, .seconds(32 * 86_400)] {
            #expect(
                errorCode {
                    _ = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now, lifetime: lifetime)
                } == .invalidArgument
            )
        }
        for text in ["", "$ticket1$2026a$1$", "$ticket1$2026a$x$" + String(repeating: "A", count: 43)] {
            #expect(errorCode { _ = try StoredActivationTicket(text.utf8) } == .malformedValue)
        }
    }
}
