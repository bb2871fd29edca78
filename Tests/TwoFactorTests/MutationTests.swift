import DirectoryModel
import Testing

@testable import TwoFactor

/// Genuine inputs altered at random, the same way in every run: none may crash, and none may be taken for genuine.
struct MutationTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let splices = ["$", ".", "-", "pamong1", "\0", "é", "=", "\u{FF11}", "$$$$$$$$", "AAAA", "\n"].map {
        Array($0.utf8)
    }

    /// One to three changes: a bit flipped, a byte replaced, removed or doubled, an end cut, something put in.
    private func mutated(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = bytes.isEmpty ? 0 : Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where !bytes.isEmpty: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1 where !bytes.isEmpty: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 2 where !bytes.isEmpty: bytes.remove(at: index)
            case 3 where !bytes.isEmpty: bytes.insert(bytes[index], at: index)
            case 4: bytes.removeSubrange(index...)
            default:
                let place = Bool.random(using: &generator) ? index : bytes.count
                bytes.insert(contentsOf: Self.splices.randomElement(using: &generator) ?? [], at: place)
            }
        }
        return bytes
    }

    /// Runs `count` mutations that differ from the original; `check` answers whether one was wrongly taken.
    private func survivors(
        of original: [UInt8],
        _ count: Int,
        seed: UInt64,
        taken check: ([UInt8]) throws -> Bool
    ) rethrows -> [[UInt8]] {
        var generator = SeededGenerator(seed: seed)
        var found: [[UInt8]] = []
        for _ in 0..<count {
            let bytes = mutated(original, &generator)
            if bytes != original, try check(bytes) { found.append(bytes) }
        }
        return found
    }

    @Test func `sealed values`() throws {
        let ring = try TestValues.ring()
        let taken = survivors(of: Array(TestValues.sealed.utf8), 60_000, seed: 11) { bytes in
            (try? ring.open(SealedValue(bytes), for: TestValues.entry, attribute: .secret)) != nil
        }
        #expect(taken.isEmpty)
    }

    @Test func `sealed bytes behind sound base 64`() throws {
        let ring = try TestValues.ring()
        let value = try SealedValue(TestValues.sealed.utf8)
        let taken = survivors(of: value.salt + value.nonce + value.ciphertext, 20_000, seed: 12) { bytes in
            let text = "$pamong1$2026a$\(BinaryText.base64URL.text(bytes))"
            return (try? ring.open(SealedValue(text.utf8), for: TestValues.entry, attribute: .secret)) != nil
        }
        #expect(taken.isEmpty)
    }

    @Test func `session tickets`() throws {
        let ring = try TestValues.ring()
        let ticket = try ring.issueSessionTicket(
            for: TestValues.entry,
            protocols: [.imap],
            now: Self.now,
            lifetime: .seconds(60)
        )
        let taken = try survivors(of: ticket.array, 60_000, seed: 13) { bytes in
            let verdict = try ring.judge(
                sessionTicket: SecretBytes(bytes),
                of: TestValues.entry,
                for: .imap,
                revoked: nil,
                at: Self.now
            )
            if case .accepted = verdict { return true } else { return false }
        }
        #expect(taken.isEmpty)
    }

    /// Changes of case, spaces and hyphens are no changes: whatever is taken has the same symbols.
    @Test func `app passwords as they are typed`() throws {
        let ring = try TestValues.ring()
        let made = try ring.makeAppPassword(for: TestValues.entry, label: "x", protocols: [.imap], now: Self.now)
        let symbols = made.password.symbols.array
        let taken = try survivors(of: made.password.shown.array, 60_000, seed: 14) { bytes in
            guard let typed = AppPassword(typed: SecretBytes(bytes)) else { return false }
            let verdict = try ring.judge(
                typed,
                of: TestValues.entry,
                among: [made.stored],
                for: .imap,
                at: Self.now
            )
            guard case .accepted = verdict else { return false }
            return bytes.filter { $0 != 0x20 && $0 != 0x2D }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
                != symbols
        }
        #expect(taken.isEmpty)
    }

    /// What is read is exactly what would be written: no second text for one record.
    @Test func `stored records`() throws {
        let ring = try TestValues.ring()
        let app = try ring.makeAppPassword(for: TestValues.entry, label: "Telepon", protocols: [.imap], now: Self.now)
        let recovery = try ring.store(RecoveryCode.freshBatch()[0], for: TestValues.entry)
        let ticket = try ring.makeActivationTicket(for: TestValues.entry, now: Self.now).stored
        let taken =
            survivors(of: Array(app.stored.text.utf8), 30_000, seed: 15) { bytes in
                guard let read = try? StoredAppPassword(bytes) else { return false }
                return Array(read.text.utf8) != bytes
            }
            + survivors(of: Array(recovery.text.utf8), 10_000, seed: 16) { bytes in
                guard let read = try? StoredRecoveryCode(bytes) else { return false }
                return Array(read.text.utf8) != bytes
            }
            + survivors(of: Array(ticket.text.utf8), 10_000, seed: 17) { bytes in
                guard let read = try? StoredActivationTicket(bytes) else { return false }
                return Array(read.text.utf8) != bytes
            }
        #expect(taken.isEmpty)
    }

    /// Whatever still is a ring is a sound one, and written and read again stays the same.
    @Test func `key rings`() throws {
        var ring = try TestValues.ring()
        try ring.add(TestValues.kid("2026b"), now: Self.now)
        try ring.promote(TestValues.kid("2026b"))
        try ring.add(TestValues.kid("2026c"), now: Self.now)
        try ring.retire(TestValues.kid("2026a"))
        let taken = survivors(of: ring.json.array, 40_000, seed: 18) { bytes in
            guard let read = try? Self.read(SecretBytes(bytes)) else { return false }
            let primaries = read.keys.count(where: { $0.state == .primary })
            guard primaries == 1 || read.keys.count < 2 else { return true }
            guard read.keys.allSatisfy({ $0.material.count == 32 }) else { return true }
            return (try? Self.read(read.json).json) != read.json
        }
        #expect(taken.isEmpty)
    }

    @Test func `passwords with codes`() {
        let taken = survivors(of: Array("kata sandi é１２３　４５６ ".utf8), 60_000, seed: 19) { bytes in
            guard let split = PasswordWithCode.splitOff(digits: 6, from: SecretBytes(bytes)) else { return false }
            let isSound = split.code.digits.array.allSatisfy { $0 &- 0x30 < 10 } && split.code.count == 6
            return !isSound || split.password.isEmpty || !bytes.starts(with: split.password.array)
                || String(validating: bytes, as: UTF8.self) == nil
        }
        #expect(taken.isEmpty)
    }

    private static func read(_ text: SecretBytes) throws -> KeyRing {
        let (keys, retired) = try text.withBytes { try KeyRingJSON.decoded($0) }
        return try KeyRing(keys: keys, retired: retired)
    }
}
