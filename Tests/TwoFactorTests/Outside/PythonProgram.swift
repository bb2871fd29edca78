import Foundation
import LocalStack

/// Debian's Python with its `cryptography` and `pyotp`: another implementation of everything, asked about many cases by one
/// process. The cases, and with them the secrets, go through standard input.
enum PythonProgram {
    static func answers<Case: Encodable, Answer: Decodable>(
        _ program: String,
        to cases: [Case],
        as answer: Answer.Type
    ) async throws -> [Answer] {
        let script = """
            import sys, json, base64, struct, hmac, hashlib, uuid
            from cryptography.hazmat.primitives.kdf.hkdf import HKDF
            from cryptography.hazmat.primitives import hashes
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
            def b64(data): return base64.urlsafe_b64encode(data).rstrip(b'=').decode()
            def unb64(text): return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
            def hkdf(key, salt, info): return HKDF(hashes.SHA256(), 32, salt, info).derive(key)
            \(program)
            json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
            """
        let command = ShortCommand("/usr/bin/python3", ["-c", script], input: try JSONEncoder().encode(cases))
        return try JSONDecoder().decode([Answer].self, from: Data(try await command.run().utf8))
    }
}

/// Random cases that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }
}
