extension TOTPSecret {
    /// What the QR code of an enrolment says:
    /// `otpauth://totp/<Issuer>:<address>?secret=…&issuer=<Issuer>&algorithm=SHA1&digits=6&period=30`, the issuer both as
    /// the label's prefix and as a parameter, a space always `%20`. Shown only while the enrolment is pending.
    ///
    /// - Parameters:
    ///   - issuer: what the app shows above the code; different per service, because Microsoft Authenticator may overwrite
    ///     an entry of the same name. 1 to 64 bytes, without a colon.
    ///   - account: the mail address.
    /// Throws `invalidArgument`.
    public func enrolmentURI(issuer: String, account: String) throws(TwoFactorError) -> SecretBytes {
        guard (1...64).contains(issuer.utf8.count), !issuer.utf8.contains(UInt8(ascii: ":")) else {
            throw TwoFactorError(.invalidArgument, "an issuer has 1 to 64 bytes and no colon")
        }
        guard (1...254).contains(account.utf8.count), !account.utf8.contains(UInt8(ascii: ":")) else {
            throw TwoFactorError(.invalidArgument, "an account's name has 1 to 254 bytes and no colon")
        }
        let (issuer, account) = (Self.percentEncoded(issuer), Self.percentEncoded(account))
        let head = Array("otpauth://totp/\(issuer):\(account)?secret=".utf8)
        let options = "algorithm=\(parameters.algorithm.name)&digits=\(parameters.digits)&period=\(parameters.period)"
        let tail = Array("&issuer=\(issuer)&\(options)".utf8)
        let key = base32Key
        return SecretBytes(count: head.count + key.count + tail.count) { room in
            room.copyBytes(from: head)
            key.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[head.count...]).copyMemory(from: $0) }
            UnsafeMutableRawBufferPointer(rebasing: room[(head.count + key.count)...]).copyBytes(from: tail)
        }
    }

    /// The key for those who cannot scan: base 32 (RFC 4648, section 6) in groups of four. Shown only while the enrolment
    /// is pending.
    public var manualKey: SecretBytes { base32Key.grouped(separator: UInt8(ascii: " ")) }

    private var base32Key: SecretBytes { key.withBytes { BinaryText.base32.encoded($0) } }

    /// Everything but RFC 3986's unreserved characters, and the `@` that a path may hold.
    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (scalar.isLetter || scalar.isNumber || "-._~@".contains(scalar))
            guard !isPlain else { return String(scalar) }
            return "%" + String(256 + Int(byte), radix: 16, uppercase: true).dropFirst()
        }.joined()
    }
}
