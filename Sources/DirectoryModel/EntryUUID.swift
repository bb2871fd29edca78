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
        [UInt8](unsafeUninitializedCapacity: 16) { room, count in
            for index in 0..<16 { room.initializeElement(at: index, to: byte(index)) }
            count = 16
        }
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
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        var position = 0
        for character in description.utf8 {
            if Self.isHyphen(position) {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard position < 36, let nibble = Self.nibble(character) else { return nil }
                halves.high = halves.high << 4 | halves.low >> 60
                halves.low = halves.low << 4 | UInt64(nibble)
            }
            position += 1
        }
        guard position == 36 else { return nil }
        self.init(high: halves.high, low: halves.low)
    }

    private static func isHyphen(_ position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }

    /// The lower-case text form, 36 characters.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { room in
            var next = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    room.initializeElement(at: next, to: UInt8(ascii: "-"))
                    next += 1
                }
                room.initializeElement(at: next, to: Self.digit(byte(index) >> 4))
                room.initializeElement(at: next + 1, to: Self.digit(byte(index) & 15))
                next += 2
            }
            return next
        }
    }

    /// The raw bytes one by one.
    private func byte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> (56 - 8 * UInt64(index & 7)))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
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
