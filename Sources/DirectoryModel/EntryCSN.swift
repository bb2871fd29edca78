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
    public init?(bytes: some Collection<UInt8>) {
        guard let csn = Array(bytes).withUnsafeBytes({ EntryCSN(bytes: $0) }) else { return nil }
        self = csn
    }

    /// The same from borrowed memory: a first load reads hundreds of thousands of them, so nothing is copied or cut out.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 40, bytes[22] == Self.hash, bytes[29] == Self.hash, bytes[33] == Self.hash,
            let time = Timestamp(generalizedTime: UnsafeRawBufferPointer(rebasing: bytes[..<22])),
            let count = Self.hexadecimal(bytes, 23..<29), let server = Self.hexadecimal(bytes, 30..<33),
            let modification = Self.hexadecimal(bytes, 34..<40)
        else { return nil }
        self.init(time: time, order: count << 36 | server << 24 | modification)
    }

    /// The id of the server that made the change (`olcServerID`), 0 to 4095.
    public var serverID: Int { Int(order >> 24 & 0xFFF) }

    private static let hash = UInt8(ascii: "#")

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for index in range {
            let digit = bytes[index]
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
