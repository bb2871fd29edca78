/// The identity a provider names an entry by: the 16 bytes of its entryUUID (RFC 4533, `syncUUID`; RFC 4530).
public struct SyncUUID: Hashable, Sendable {
    /// The first eight bytes, big endian.
    public let high: UInt64
    /// The last eight bytes, big endian.
    public let low: UInt64

    /// Joins the two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 raw bytes; `nil` when there are not 16.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// The 16 raw bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in withUnsafeBytes(of: half.bigEndian, Array.init) }
    }
}

extension SyncUUID: CustomStringConvertible {
    /// The lower-case text form `8-4-4-4-12` (RFC 4122), as the attribute entryUUID shows it.
    public var description: String {
        let digits = bytes.map { String(decoding: hexDigits($0), as: UTF8.self) }
        let groups = [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
        return groups.map { $0.joined() }.joined(separator: "-")
    }
}
