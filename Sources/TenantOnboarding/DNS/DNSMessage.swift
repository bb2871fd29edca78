/// What a name server answered, as far as the MX records of a domain go (RFC 1035 section 4).
///
/// The bytes come from the network: every length is checked, a name's pointers may only lead backwards, and a message that
/// breaks a rule is refused as a whole.
struct DNSMessage: Hashable, Sendable {
    /// The kinds of record that matter here.
    enum Record: Hashable, Sendable {
        /// Another name for the one that was asked about.
        case alias(String)
        /// Where mail goes.
        case mailExchange(MxRecord)
    }

    /// The answer's code: 0 no error, 2 server failure, 3 no such name, 5 refused.
    let responseCode: UInt8
    /// The answer section, other kinds of record left out.
    let answers: [Record]

    init(_ bytes: some Collection<UInt8>) throws(DNSReader.Malformed) {
        var reader = DNSReader(Array(bytes))
        _ = try reader.number16()
        let flags = try reader.number16()
        guard flags & 0x8000 != 0 else { throw DNSReader.Malformed() }
        let (questions, answers) = (try reader.number16(), try reader.number16())
        try reader.skip(4)
        for _ in 0..<questions {
            _ = try reader.name()
            try reader.skip(4)
        }
        var records: [Record] = []
        for _ in 0..<answers {
            if let record = try Self.record(&reader) { records.append(record) }
        }
        responseCode = UInt8(flags & 0x000F)
        self.answers = records
    }

    private static let alias: UInt16 = 5
    private static let mailExchange: UInt16 = 15

    private static func record(_ reader: inout DNSReader) throws(DNSReader.Malformed) -> Record? {
        _ = try reader.name()
        let (type, _, ttl) = (try reader.number16(), try reader.number16(), try reader.number32())
        let length = try reader.number16()
        let end = try reader.end(ofLength: length)
        let record: Record?
        switch type {
        case alias: record = .alias(try reader.name())
        case mailExchange:
            let priority = try reader.number16()
            record = .mailExchange(MxRecord(host: try reader.name(), priority: priority, ttl: ttl))
        default:
            reader.position = end
            record = nil
        }
        guard reader.position == end else { throw DNSReader.Malformed() }
        return record
    }
}

/// One MX record as a name server gave it.
public struct MxRecord: Hashable, Sendable {
    /// The host, in lower case, without the dot at the end; empty for the null MX of RFC 7505.
    public let host: String
    /// The preference: lower is tried first.
    public let priority: UInt16
    /// How long others may remember it, in seconds.
    public let ttl: UInt32

    /// Puts a record together; the host is folded.
    public init(host: String, priority: UInt16, ttl: UInt32 = 3600) {
        self.host = DNSName.canonical(host)
        self.priority = priority
        self.ttl = ttl
    }
}

/// Reads numbers and names out of a DNS message.
struct DNSReader {
    /// The bytes are not a DNS message.
    struct Malformed: Error {}

    private let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number16() throws(Malformed) -> UInt16 {
        let start = position
        try skip(2)
        return UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
    }

    mutating func number32() throws(Malformed) -> UInt32 {
        let high = try number16()
        return try UInt32(high) << 16 | UInt32(number16())
    }

    mutating func skip(_ count: Int) throws(Malformed) {
        guard position + count <= bytes.count else { throw Malformed() }
        position += count
    }

    /// Where something of this length, which begins here, ends.
    func end(ofLength length: UInt16) throws(Malformed) -> Int {
        guard position + Int(length) <= bytes.count else { throw Malformed() }
        return position + Int(length)
    }

    /// A name, with compression (RFC 1035 section 4.1.4): labels up to the root, or up to a pointer to an earlier place.
    mutating func name() throws(Malformed) -> String {
        var labels: [String] = []
        var length = 0
        var place = position
        var after: Int?
        while true {
            guard place < bytes.count else { throw Malformed() }
            let count = Int(bytes[place])
            if count >= 0xC0 {
                let target = try pointer(at: place)
                after = after ?? place + 2
                place = target
                continue
            }
            guard count < 0x40, place + 1 + count <= bytes.count else { throw Malformed() }
            if count == 0 { break }
            length += count + 1
            guard length <= 254 else { throw Malformed() }
            labels.append(Self.text(of: bytes[(place + 1)...(place + count)]))
            place += 1 + count
        }
        position = after ?? place + 1
        return labels.joined(separator: ".")
    }

    /// Pointers lead backwards only, so that following them ends.
    private func pointer(at place: Int) throws(Malformed) -> Int {
        guard place + 1 < bytes.count else { throw Malformed() }
        let target = Int(bytes[place] & 0x3F) << 8 | Int(bytes[place + 1])
        guard target < place else { throw Malformed() }
        return target
    }

    /// A label in lower case; bytes that no host name has are written as `\DDD` (RFC 1035 section 5.1), a dot among them.
    private static func text(of label: ArraySlice<UInt8>) -> String {
        label.reduce(into: "") { text, byte in
            let folded = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            let isPlain = DNSName.isLetterOrDigit(folded) || folded == UInt8(ascii: "-") || folded == UInt8(ascii: "_")
            text += isPlain ? String(UnicodeScalar(folded)) : "\\" + String(String(1000 + Int(byte)).dropFirst())
        }
    }
}
