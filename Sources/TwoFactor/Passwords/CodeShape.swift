/// The codes that Pamong makes for people to type: so many symbols of an alphabet without `l`, `o`, `0` and `1`, five bits
/// each. The kinds differ in length, so that none is ever taken for another.
enum CodeShape: Int, CaseIterable {
    /// A help desk ticket, 60 bits.
    case activationTicket = 12
    /// A recovery code, 80 bits.
    case recoveryCode = 16
    /// An app password, 120 bits.
    case appPassword = 24

    static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
    /// More than anybody types with all hyphens and a few spaces; what is longer is not looked at.
    private static let longestInput = 64

    /// New random symbols.
    func fresh() throws(TwoFactorError) -> SecretBytes {
        try SecretBytes(count: rawValue) { room throws(TwoFactorError) in
            try RandomBytes.fill(room)
            // 32 symbols: the low five bits of a random byte choose evenly.
            for index in room.indices { room[index] = Self.alphabet[Int(room[index] & 0x1F)] }
        }
    }

    /// The symbols of a typed text, spaces and hyphens dropped and in lower case; `nil` when it does not have this shape.
    func symbols(typed: SecretBytes) -> SecretBytes? {
        guard (rawValue...Self.longestInput).contains(typed.count) else { return nil }
        var fits = false
        let symbols = SecretBytes(count: rawValue) { room in
            fits = typed.withBytes { copySymbols(of: $0, to: room) }
        }
        return fits ? symbols : nil
    }

    /// As it is shown: groups of four with hyphens between them.
    func shown(_ symbols: SecretBytes) -> SecretBytes {
        symbols.grouped(separator: UInt8(ascii: "-"))
    }

    /// What may stand between symbols.
    static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") }

    /// The symbol that was typed, in lower case; `nil` for anything else.
    static func symbol(_ byte: UInt8) -> UInt8? {
        let isUpperCase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        let symbol = isUpperCase ? byte | 0x20 : byte
        return alphabet.contains(symbol) ? symbol : nil
    }

    private func copySymbols(of text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer) -> Bool {
        var next = 0
        for byte in text where !Self.isSeparator(byte) {
            guard next < room.count, let symbol = Self.symbol(byte) else { return false }
            room[next] = symbol
            next += 1
        }
        return next == room.count
    }
}

extension SecretBytes {
    /// Groups of four with a separator between them, to be read aloud and typed.
    func grouped(separator: UInt8) -> SecretBytes {
        SecretBytes(count: count + max(0, count - 1) / 4) { room in
            withBytes { symbols in
                for index in symbols.indices {
                    room[index + index / 4] = symbols[index]
                    if index > 0, index % 4 == 0 { room[index + index / 4 - 1] = separator }
                }
            }
        }
    }
}
