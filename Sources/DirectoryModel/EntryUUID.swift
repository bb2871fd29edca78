/// The identity of a directory entry (RFC 4530): 16 bytes that survive rename and move and change when an entry is
/// deleted and made again. Everything Pamong keeps about an account, its mail store home included, is named by it.
public struct EntryUUID: Hashable, Sendable {
    /// The first eight bytes, big endian.
    public let high: UInt64
    /// The last eight bytes, big endian.
    public let low: UInt64

    /// Joins the two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 16 raw bytes a Content Sync control carries (RFC 4533, syncUUID); `nil` when there are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    /// The 16 raw bytes, in network order.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64($0))) } }
    }
}

extension EntryUUID: Comparable {
    /// Orders by the raw bytes.
    public static func < (left: EntryUUID, right: EntryUUID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension EntryUUID: LosslessStringConvertible {
    /// Reads the text form `8-4-4-4-12` of RFC 4122, in either case; `nil` for anything else.
    public init?(_ description: String) {
        let text = Array(description.utf8)
        guard text.count == 36, [8, 13, 18, 23].allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
        var nibbles: [UInt8] = []
        nibbles.reserveCapacity(32)
        for (index, character) in text.enumerated() where ![8, 13, 18, 23].contains(index) {
            guard let nibble = Self.nibble(character) else { return nil }
            nibbles.append(nibble)
        }
        self.init(bytes: (0..<16).map { nibbles[2 * $0] << 4 | nibbles[2 * $0 + 1] })
    }

    /// The lower-case text form, 36 characters.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
