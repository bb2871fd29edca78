/// The version of an entry: its `entryCSN`, `YYYYMMDDHHMMSS.ffffffZ#cccccc#sss#mmmmmm` (draft-ietf-ldup-model; slapd's
/// `lutil_csnstr`): time, change count, server id and modification number, the last three hexadecimal.
///
/// Compare versions of one entry with `==` only: a restored provider may hand out older ones again.
public struct EntryCSN: Hashable, Sendable {
    /// When the provider committed the change.
    public let time: Timestamp
    /// Change count (24 bits), server id (12 bits) and modification number (24 bits).
    public let order: UInt64

    /// Joins the two parts, as read back from our own state.
    public init(time: Timestamp, order: UInt64) {
        self.time = time
        self.order = order
    }

    /// Reads the directory's form; `nil` for anything else.
    public init?(bytes: some RandomAccessCollection<UInt8>) {
        guard bytes.count == 40 else { return nil }
        let hash = UInt8(ascii: "#")
        let parts = bytes.split(separator: hash, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1].count == 6, parts[2].count == 3, parts[3].count == 6,
            let time = Timestamp(generalizedTime: parts[0]), let count = Self.hexadecimal(parts[1]),
            let server = Self.hexadecimal(parts[2]), let modification = Self.hexadecimal(parts[3])
        else { return nil }
        self.init(time: time, order: count << 36 | server << 24 | modification)
    }

    /// The id of the server that made the change (`olcServerID`), 0 to 4095.
    public var serverID: Int { Int(order >> 24 & 0xFFF) }

    private static func hexadecimal(_ digits: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x61 + 10)
            case 0x41...0x46: value = value << 4 | UInt64(digit - 0x41 + 10)
            default: return nil
            }
        }
        return value
    }
}

extension EntryCSN: Comparable {
    /// Orders by time, then count, server and modification, as slapd orders CSNs.
    public static func < (left: EntryCSN, right: EntryCSN) -> Bool {
        (left.time, left.order) < (right.time, right.order)
    }
}
