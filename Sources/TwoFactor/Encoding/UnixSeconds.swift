internal import DirectoryModel

extension Timestamp {
    /// Whole seconds since 1970, as the stored records and RFC 6238 count them; earlier fractions belong to the second
    /// they began in.
    var unixSeconds: Int64 {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }

    /// `nil` for a moment that the directory's own times cannot express (before 1970 or after the year 9999).
    init?(unixSeconds: Int64) {
        guard (0...253_402_300_799).contains(unixSeconds) else { return nil }
        self.init(microseconds: unixSeconds * 1_000_000)
    }

    /// Reads decimal digits without sign or leading zeros: one text for one moment.
    init?(unixSecondsText text: some Collection<UInt8>) {
        guard (1...12).contains(text.count), text.allSatisfy({ $0 &- 0x30 < 10 }),
            text.first != 0x30 || text.count == 1
        else { return nil }
        self.init(unixSeconds: text.reduce(0) { $0 * 10 + Int64($1 - 0x30) })
    }
}
