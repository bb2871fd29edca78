/// Base 32 and base 64 (RFC 4648) between secret bytes, so that no copy is left in an array or a string. Reading is
/// strict: one text for one value, no line breaks, no leftover bits.
struct BinaryText: Sendable {
    private let alphabet: [UInt8]
    private let values: [UInt8]
    private let bits: Int
    private let padding: Int

    private init(_ alphabet: String, bits: Int, padding: Int = 1) {
        self.alphabet = Array(alphabet.utf8)
        self.bits = bits
        self.padding = padding
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, symbol) in self.alphabet.enumerated() { values[Int(symbol)] = UInt8(value) }
        self.values = values
    }

    /// Section 6, without padding: keys that people type.
    static let base32 = BinaryText("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bits: 5)
    /// Section 5, without padding: values in the directory.
    static let base64URL = BinaryText("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bits: 6)
    /// Section 4, with padding: keys in the ring file.
    static let base64 = BinaryText(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        bits: 6,
        padding: 4
    )

    /// The text, as ASCII.
    func encoded(_ bytes: UnsafeRawBufferPointer) -> SecretBytes {
        let symbols = (bytes.count * 8 + bits - 1) / bits
        let length = (symbols + padding - 1) / padding * padding
        return SecretBytes(count: length) { room in
            room.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "="))
            var buffer: UInt32 = 0
            var held = 0
            var next = 0
            for byte in bytes {
                buffer = buffer << 8 | UInt32(byte)
                held += 8
                while held >= bits {
                    held -= bits
                    room[next] = symbol(buffer >> UInt32(held))
                    next += 1
                }
            }
            if held > 0 { room[next] = symbol(buffer << UInt32(bits - held)) }
        }
    }

    /// The bytes a text stands for; `nil` when the text is not exactly what ``encoded(_:)`` would write.
    func decoded(_ text: UnsafeRawBufferPointer) -> SecretBytes? {
        guard let symbols = symbolCount(text) else { return nil }
        let count = symbols * bits / 8
        let loose = symbols * bits - count * 8
        guard loose < bits else { return nil }
        var valid = true
        var buffer: UInt32 = 0
        let bytes = SecretBytes(count: count) { room in
            var held = 0
            var next = 0
            for symbol in text.prefix(symbols) {
                let value = values[Int(symbol)]
                valid = valid && value != 0xFF
                buffer = buffer << UInt32(bits) | UInt32(value & 0x3F)
                held += bits
                guard held >= 8 else { continue }
                held -= 8
                room[next] = UInt8(truncatingIfNeeded: buffer >> UInt32(held))
                next += 1
            }
        }
        return valid && buffer & (1 << UInt32(loose) - 1) == 0 ? bytes : nil
    }

    private func symbol(_ value: UInt32) -> UInt8 {
        alphabet[Int(value) & (alphabet.count - 1)]
    }

    /// How many symbols stand before the padding, which has to be exactly as long as needed.
    private func symbolCount(_ text: UnsafeRawBufferPointer) -> Int? {
        guard padding > 1 else { return text.count }
        let pads = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return text.count % padding == 0 && pads < padding - 1 ? text.count - pads : nil
    }
}

extension BinaryText {
    /// The text of bytes that everybody may see.
    func text(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { encoded($0) }.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a text that everybody may see.
    func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
        Array(text).withUnsafeBytes { decoded($0) }?.withBytes { Array($0) }
    }
}
