/// What somebody types into a single password field: the password and, right after it, the code.
public struct PasswordWithCode: Sendable {
    /// What slapd is asked about; never empty.
    public let password: SecretBytes
    /// What the authenticator shows.
    public let code: OneTimeCode

    /// Takes the code off the end of a password.
    ///
    /// The code may be grouped in the middle by one space, as apps show it, and be followed by spaces, as phone keyboards
    /// leave them. A space before the code belongs to the password. `nil` means that this is not a password with a
    /// code, and whoever needs a code refuses: too few digits; nothing before them (a bind with an empty password would be
    /// an unauthenticated one, RFC 4513 section 5.1.2, and succeed); or bytes that are not UTF-8.
    ///
    /// - Parameter digits: how many digits the account's authenticator shows, 6 or 8.
    public static func splitOff(digits: Int, from typed: SecretBytes) -> PasswordWithCode? {
        guard digits == 6 || digits == 8 else { return nil }
        var start: Int?
        let code = SecretBytes(count: digits) { room in
            start = typed.withBytes { text in
                isText(text) ? beginning(ofCodeIn: text, digits: digits, copiedTo: room) : nil
            }
        }
        guard let start, start > 0 else { return nil }
        return PasswordWithCode(password: typed.prefix(start), code: OneTimeCode(digits: code))
    }

    /// Where the code begins; `nil` when the text does not end with one.
    private static func beginning(
        ofCodeIn text: UnsafeRawBufferPointer,
        digits: Int,
        copiedTo room: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var end = text.count
        var missing = digits
        var mayGroup = true
        while end > 0, missing > 0 {
            let (meaning, length) = TypedDigit.last(of: text, before: end)
            switch meaning {
            case .digit(let value):
                missing -= 1
                room[missing] = value
            case .space where missing == digits: break
            case .space where missing * 2 == digits && mayGroup: mayGroup = false
            case .space, .other: return nil
            }
            end -= length
        }
        return missing == 0 ? end : nil
    }

    /// Whether the bytes are UTF-8, looked at without making a string of them.
    private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }
}
