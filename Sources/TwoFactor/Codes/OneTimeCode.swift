/// The six or eight digits that somebody typed, cleaned: spaces are dropped and full-width digits (which some phone
/// keyboards write) read as digits.
public struct OneTimeCode: Sendable {
    /// The digits in ASCII.
    let digits: SecretBytes

    init(digits: SecretBytes) {
        self.digits = digits
    }

    /// Reads a field that holds nothing but a code; `nil` when what is left after dropping spaces is not six or eight
    /// digits. Anything else, NUL and line breaks included, makes it no code.
    public init?(typed: SecretBytes) {
        guard typed.count <= 64 else { return nil }
        var count = 0
        let room = SecretBytes(count: 8) { room in
            count = typed.withBytes { text in Self.copyDigits(of: text, to: room) } ?? 0
        }
        guard count == 6 || count == 8 else { return nil }
        digits = room.prefix(count)
    }

    /// How many digits there are, 6 or 8.
    public var count: Int { digits.count }

    /// Answers how many digits it found; `nil` when there is anything else, or too many.
    private static func copyDigits(
        of text: UnsafeRawBufferPointer,
        to room: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var end = text.count
        var digits = 0
        while end > 0 {
            let (meaning, length) = TypedDigit.last(of: text, before: end)
            end -= length
            switch meaning {
            case .space: continue
            case .other: return nil
            case .digit(let value):
                guard digits < room.count else { return nil }
                // Written from the back; turned round at the end.
                room[digits] = value
                digits += 1
            }
        }
        var found = room[..<digits]
        found.reverse()
        return digits
    }
}

/// One character at the end of a typed text, seen as part of a code.
enum TypedDigit {
    case digit(UInt8)
    case space
    case other

    /// Looks at the character that ends before `end`; answers what it means and how many bytes it has. Knows the ASCII
    /// digits, the full-width digits U+FF10 to U+FF19, the space, the no-break space and the full-width space.
    static func last(of text: UnsafeRawBufferPointer, before end: Int) -> (TypedDigit, length: Int) {
        let byte = text[end - 1]
        if byte &- 0x30 < 10 { return (.digit(byte), 1) }
        if byte == 0x20 { return (.space, 1) }
        if end >= 2, text[end - 2] == 0xC2, byte == 0xA0 { return (.space, 2) }
        guard end >= 3 else { return (.other, 1) }
        switch (text[end - 3], text[end - 2], byte) {
        case (0xEF, 0xBC, 0x90...0x99): return (.digit(byte - 0x90 + 0x30), 3)
        case (0xE3, 0x80, 0x80): return (.space, 3)
        default: return (.other, 1)
        }
    }
}
