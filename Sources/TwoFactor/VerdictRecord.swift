public import DirectoryModel

/// One login as the gate judged it: a line of its audit file, and what `pamong totp readiness` counts. Never holds a
/// password, a code, or a name that is not an address of ours by its form.
public struct VerdictRecord: Codable, Sendable, Hashable {
    /// How a login ended.
    public enum Outcome: String, Codable, Sendable, CaseIterable {
        /// Let in.
        case admitted
        /// Told that name, password or code is wrong, or what to do first.
        case refused
        /// Told to come back later: something of ours does not work. Nothing was counted.
        case unavailable
        /// Told to come back later: the directory does not keep up. Nothing was counted.
        case busy
    }

    /// When the bind came, RFC 3339 in UTC with microseconds.
    public let time: String
    /// The account's primary address; for a name nobody has, the address as it was typed, if it had the form of one.
    public let account: String?
    /// The account's entryUUID; `nil` when no account was found.
    public let entryUUID: String?
    /// The account's service.
    public let service: String?
    /// What the login was for; `nil` for names of no form of ours.
    public let `protocol`: LoginProtocol?
    /// The client's address without port, or `local`.
    public let client: String
    /// How it ended.
    public let outcome: Outcome
    /// Why it ended so.
    public let reason: VerdictReason
    /// Why this login, which was let in, will be refused once the second factor is enforced.
    public let wouldRefuse: VerdictReason?
    /// From the bind's arrival to the verdict, in microseconds.
    public let microseconds: Int64

    /// Puts a record together.
    public init(
        time: Timestamp,
        account: String?,
        entryUUID: EntryUUID? = nil,
        service: String? = nil,
        protocol purpose: LoginProtocol?,
        client: String,
        outcome: Outcome,
        reason: VerdictReason,
        wouldRefuse: VerdictReason? = nil,
        microseconds: Int64
    ) {
        self.time = time.rfc3339
        self.account = account
        self.entryUUID = entryUUID?.description
        self.service = service
        self.protocol = purpose
        self.client = client
        self.outcome = outcome
        self.reason = reason
        self.wouldRefuse = wouldRefuse
        self.microseconds = microseconds
    }

    /// ``time`` as a moment; `nil` when a line from elsewhere has another form there.
    public var moment: Timestamp? {
        Timestamp(generalizedTime: time.utf8.filter { !Array("-:T".utf8).contains($0) })
    }
}

extension VerdictRecord {
    /// The record as one line of JSON with its line end, for a file that is written thousands of times a second; any JSON
    /// decoder reads it as this type.
    public var jsonLine: [UInt8] {
        var line = JSONLine()
        line.add("time", time)
        line.add("account", account)
        line.add("entryUUID", entryUUID)
        line.add("service", service)
        line.add("protocol", self.protocol?.rawValue)
        line.add("client", client)
        line.add("outcome", outcome.rawValue)
        line.add("reason", reason.rawValue)
        line.add("wouldRefuse", wouldRefuse?.rawValue)
        line.add("microseconds", number: microseconds)
        return line.finished
    }
}

/// Writes one flat JSON object (RFC 8259).
private struct JSONLine {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(320) }

    /// Leaves out what is `nil`.
    mutating func add(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        begin(key)
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.needsEscape) {
            for byte in text.utf8 { append(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ key: StaticString, number: Int64) {
        begin(key)
        bytes.append(contentsOf: String(number).utf8)
    }

    var finished: [UInt8] { bytes + [UInt8(ascii: "}"), UInt8(ascii: "\n")] }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func begin(_ key: StaticString) {
        bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }
}
