import DirectoryModel
import Foundation
import Testing

@testable import TwoFactor

/// Sealed values and keyed hashes as Python's `cryptography` makes and opens them, written from the formats' description.
struct FormatsOutsideTests {
    private struct SealCase: Encodable {
        let ringKey, kid, attribute, entry, value, plaintext: String
    }

    private struct SealAnswer: Decodable {
        let plaintext, sealed: String
    }

    private static let sealing = """
        import os
        def lp(x): return struct.pack('>H', len(x)) + x
        def answer(case):
            key, entry = bytes.fromhex(case['ringKey']), uuid.UUID(case['entry']).bytes
            aad = lp(b'pamong1') + lp(case['kid'].encode()) + lp(case['attribute'].lower().encode()) + lp(entry)
            info = b'pamong1 totp-secret aes-256-gcm' + aad
            _, version, kid, data = case['value'].split('$')
            assert version == 'pamong1' and kid == case['kid']
            data = unb64(data)
            opened = AESGCM(hkdf(key, data[:16], info)).decrypt(data[16:28], data[28:], aad)
            salt, nonce = os.urandom(16), os.urandom(12)
            body = AESGCM(hkdf(key, salt, info)).encrypt(nonce, bytes.fromhex(case['plaintext']), aad)
            return dict(plaintext=opened.hex(), sealed='$pamong1$%s$%s' % (kid, b64(salt + nonce + body)))
        """

    @Test func `each side opens what the other sealed`() async throws {
        var generator = SeededGenerator(seed: 2)
        var cases: [SealCase] = []
        var rings: [(KeyRing, EntryUUID, SealedAttribute, TOTPSecret)] = []
        for index in 0..<400 {
            let (kid, material) = (String("k2026abcdefghij9".prefix(1 + index % 16)), generator.bytes(32))
            let ring = try KeyRing(keys: [TestValues.key(kid, .primary, material)], retired: [])
            let entry = EntryUUID(high: generator.next(), low: generator.next())
            let attribute = [SealedAttribute.secret, .pending][index % 2]
            let secret = try randomSecret(&generator)
            let value = try ring.seal(secret, for: entry, attribute: attribute)
            cases.append(
                SealCase(
                    ringKey: material.hex,
                    kid: kid,
                    attribute: attribute.rawValue,
                    entry: entry.description,
                    value: value.text,
                    plaintext: plaintext(secret).hex
                )
            )
            rings.append((ring, entry, attribute, secret))
        }
        let answers = try await PythonProgram.answers(Self.sealing, to: cases, as: SealAnswer.self)
        try #require(answers.count == rings.count)
        for (answer, (ring, entry, attribute, secret)) in zip(answers, rings) {
            #expect(answer.plaintext == plaintext(secret).hex)
            let opened = try ring.open(SealedValue(answer.sealed.utf8), for: entry, attribute: attribute)
            #expect(opened.key == secret.key && opened.parameters == secret.parameters)
            #expect(opened.generation == secret.generation && opened.enrolledAt == secret.enrolledAt)
        }
    }

    private func randomSecret(_ generator: inout SeededGenerator) throws -> TOTPSecret {
        let parameters = try TestValues.parameters(
            OTPAlgorithm.allCases.randomElement(using: &generator) ?? .sha1,
            digits: Bool.random(using: &generator) ? 6 : 8,
            period: Int.random(in: 1...255, using: &generator)
        )
        return try TOTPSecret(
            key: SecretBytes(generator.bytes(Int.random(in: 16...79, using: &generator))),
            parameters: parameters,
            generation: UInt32.random(in: 0...UInt32.max, using: &generator),
            enrolledAt: Timestamp(seconds: Int64.random(in: 0...253_402_300_799, using: &generator))
        )
    }

    /// The documented layout, written again.
    private func plaintext(_ secret: TOTPSecret) -> [UInt8] {
        var bytes: [UInt8] = [
            1, secret.parameters.algorithm.rawValue, UInt8(secret.parameters.digits), UInt8(secret.parameters.period),
        ]
        bytes += withUnsafeBytes(of: secret.generation.bigEndian) { Array($0) }
        bytes += withUnsafeBytes(of: UInt64(secret.enrolledAt.microseconds / 1_000_000).bigEndian) { Array($0) }
        bytes += [UInt8(secret.key.count)] + secret.key.array
        return bytes + [UInt8](repeating: 0, count: 96 - bytes.count)
    }

    private struct HashCase: Encodable {
        let ringKey, entry, recovery, app, appID, ticket, session: String
        let ticketExpires: Int64
    }

    private struct HashAnswer: Decodable {
        let recovery, app, ticket, session: String
    }

    private static let hashing = """
        def mac(key, label, data):
            return b64(hmac.new(hkdf(key, b'', label), data, hashlib.sha256).digest())
        def answer(case):
            key, entry = bytes.fromhex(case['ringKey']), uuid.UUID(case['entry']).bytes
            head, kid, data = case['session'].split('.')
            octets = unb64(data)[:-32]
            signed = ('%s.%s.' % (head, kid)).encode() + octets
            session = unb64(mac(key, b'pamong1 session-ticket hmac-sha256', signed))
            return dict(
                recovery=mac(key, b'pamong1 recovery-code hmac-sha256', entry + case['recovery'].encode()),
                app=mac(key, b'pamong1 app-password hmac-sha256', entry + case['appID'].encode() + case['app'].encode()),
                ticket=mac(key, b'pamong1 activation-ticket hmac-sha256',
                    entry + struct.pack('>Q', case['ticketExpires']) + case['ticket'].encode()),
                session='%s.%s.%s' % (head, kid, b64(octets + session)))
        """

    @Test func `keyed hashes and signatures are the described ones`() async throws {
        var generator = SeededGenerator(seed: 3)
        var cases: [HashCase] = []
        var expected: [[String]] = []
        for _ in 0..<200 {
            let (material, entry) = (generator.bytes(32), EntryUUID(high: generator.next(), low: generator.next()))
            let ring = try KeyRing(keys: [TestValues.key("2026a", .primary, material)], retired: [])
            let now = Timestamp(seconds: 1_800_000_000)
            let recovery = try RecoveryCode.freshBatch()[0]
            let app = try ring.makeAppPassword(for: entry, label: "x", protocols: [.imap], now: now)
            let ticket = try ring.makeActivationTicket(for: entry, now: now)
            let session = try ring.issueSessionTicket(for: entry, protocols: [.imap], now: now, lifetime: .seconds(60))
            cases.append(
                HashCase(
                    ringKey: material.hex,
                    entry: entry.description,
                    recovery: recovery.symbols.text,
                    app: app.password.symbols.text,
                    appID: app.stored.id,
                    ticket: ticket.ticket.symbols.text,
                    session: session.text,
                    ticketExpires: ticket.stored.expires.microseconds / 1_000_000
                )
            )
            let texts = [try ring.store(recovery, for: entry).text, app.stored.text, ticket.stored.text]
            expected.append(texts.map { String($0.split(separator: "$").last ?? "") } + [session.text])
        }
        let answers = try await PythonProgram.answers(Self.hashing, to: cases, as: HashAnswer.self)
        try #require(answers.count == expected.count)
        for (answer, texts) in zip(answers, expected) {
            #expect([answer.recovery, answer.app, answer.ticket, answer.session] == texts)
        }
    }
}
