/// When and where an entry was last changed: OpenLDAP's CSN, `YYYYmmddHHMMSS.uuuuuuZ#count#SSS#mod`.
///
/// CSNs of one server grow; those of different servers are ordered by their clocks, which proves nothing.
public struct ChangeSequenceNumber: Hashable, Sendable {
    /// Microseconds since 1970-01-01 00:00 UTC.
    public let microseconds: Int64
    /// Counts changes within the same microsecond.
    public let count: UInt32
    /// The server that made the change, 0 to 4095 (hexadecimal in the text).
    public let serverID: UInt16
    /// Counts changes within one operation.
    public let modification: UInt32

    /// Joins the parts.
    public init(microseconds: Int64, count: UInt32, serverID: UInt16, modification: UInt32) {
        self.microseconds = microseconds
        self.count = count
        self.serverID = serverID
        self.modification = modification
    }

    /// Reads the text form; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = text
        let parsed = text.makeContiguousBytes { Self.parse($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads the text form from a value's bytes; `nil` for anything else.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard let parsed = Self.parse(bytes) else { return nil }
        self = parsed
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) -> ChangeSequenceNumber? {
        // 14 digits, '.', 6 digits, 'Z', '#', 6 hexadecimal, '#', 3 hexadecimal, '#', 6 hexadecimal
        guard bytes.count == 40, bytes[14] == UInt8(ascii: "."), bytes[21] == UInt8(ascii: "Z") else { return nil }
        guard [22, 29, 33].allSatisfy({ bytes[$0] == UInt8(ascii: "#") }) else { return nil }
        guard let seconds = UTCTime.seconds(bytes[0..<14]), let fraction = UTCTime.number(bytes[15..<21]) else {
            return nil
        }
        guard let count = hexadecimal(bytes[23..<29]), let server = hexadecimal(bytes[30..<33]),
            let modification = hexadecimal(bytes[34..<40])
        else { return nil }
        return ChangeSequenceNumber(
            microseconds: seconds * 1_000_000 + Int64(fraction),
            count: count,
            serverID: UInt16(server),
            modification: modification
        )
    }

    private static func hexadecimal(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt32? {
        var value: UInt32 = 0
        for digit in digits {
            guard let nibble = digit.hexValue else { return nil }
            value = value << 4 | UInt32(nibble)
        }
        return value
    }
}

extension ChangeSequenceNumber: Comparable {
    /// Orders as OpenLDAP does: by time, count, server, modification.
    public static func < (left: ChangeSequenceNumber, right: ChangeSequenceNumber) -> Bool {
        (left.microseconds, left.count, left.serverID, left.modification)
            < (right.microseconds, right.count, right.serverID, right.modification)
    }
}

extension ChangeSequenceNumber: LosslessStringConvertible {
    /// The text form, 40 characters.
    public var description: String {
        let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let time = UTCTime.text(seconds) + "." + Self.padded(UInt32(fraction), radix: 10, 6)
        let parts = [Self.padded(count, 6), Self.padded(UInt32(serverID), 3), Self.padded(modification, 6)]
        return time + "Z#" + parts.joined(separator: "#")
    }

    private static func padded(_ number: UInt32, radix: Int = 16, _ width: Int) -> String {
        let digits = String(number, radix: radix)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension StringProtocol {
    fileprivate mutating func makeContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = String(self)
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
