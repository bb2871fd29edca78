/// The name of a key in a ring, its *kid*: 1 to 16 lower-case letters and digits. Every stored value begins with the
/// kid it was made under. A kid is never given to a second key.
public struct KeyIdentifier: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name itself.
    public let description: String

    /// `nil` when it is not 1 to 16 of `[a-z0-9]`.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: text.utf8)
    }

    init?(bytes: some Collection<UInt8>) {
        guard (1...16).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        description = String(decoding: bytes, as: UTF8.self)
    }

    /// Orders by name, for lists that people read.
    public static func < (left: KeyIdentifier, right: KeyIdentifier) -> Bool {
        left.description < right.description
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
