internal import NIOCore
internal import TwoFactor

/// The fields of a form, `application/x-www-form-urlencoded`. Every value stays in memory that is wiped, since the form does
/// not say which of them are secrets.
struct FormFields: Sendable {
    /// No form of ours comes near.
    static let greatestLength = 16 * 1024

    private var values: [String: SecretBytes] = [:]

    /// Reads a body. Throws ``Detour/badRequest`` when it is no form.
    init(_ body: ByteBuffer) throws {
        for field in body.readableBytesView.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: try Self.decoded(parts[0]), as: UTF8.self)
            guard values[name] == nil else { throw Detour.badRequest }
            var bytes = parts.count == 2 ? try Self.decoded(parts[1]) : []
            values[name] = SecretBytes(wiping: &bytes)
        }
    }

    /// A value; `nil` for one that is missing or empty.
    func secret(_ name: String) -> SecretBytes? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A value that is no secret, without spaces around it; empty when it is missing or no text.
    func text(_ name: String) -> String {
        let text = values[name]?.withBytes { String(validating: $0, as: UTF8.self) } ?? ""
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Whether a box is ticked.
    func isTicked(_ name: String) -> Bool { values[name] != nil }

    private static func decoded(_ field: some Collection<UInt8>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(field.count)
        var iterator = field.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = digit(iterator.next()), let low = digit(iterator.next()) else {
                    throw Detour.badRequest
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        byte.flatMap { Character(UnicodeScalar($0)).hexDigitValue }.map { UInt8($0) }
    }
}
