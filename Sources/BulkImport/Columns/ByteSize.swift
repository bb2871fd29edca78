/// Sizes as people write them into a quota's cell.
public enum ByteSize {
    /// Bytes of `2147483648`, `2 GB`, `1.5G`, `512 MiB`; K, M, G and T are powers of 1024, and a decimal sign is a point or a
    /// comma. `nil` for anything else and for what is no whole number of bytes.
    public static func bytes(_ text: String) -> Int64? {
        let text = text.lowercased().replacing(",", with: ".")
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text[number.endIndex...].drop { $0 == " " }
        guard let shift = shifts[String(unit)] else { return nil }
        if let whole = Int64(number) {
            let (bytes, overflows) = whole.multipliedReportingOverflow(by: 1 << shift)
            return overflows ? nil : bytes
        }
        guard shift > 0, let value = Double(number), value.isFinite else { return nil }
        return Int64(exactly: value * Double(Int64(1) << shift))
    }

    private static let shifts: [String: Int64] = Dictionary(
        uniqueKeysWithValues: [("", 0), ("b", 0), ("byte", 0), ("bytes", 0)]
            + [("k", 10), ("m", 20), ("g", 30), ("t", 40)].flatMap { unit, shift in
                ["", "b", "ib"].map { (unit + $0, Int64(shift)) }
            }
    )
}
