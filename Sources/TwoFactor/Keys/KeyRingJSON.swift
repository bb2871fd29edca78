internal import DirectoryModel

/// The ring file's contents, read in place: keys never become strings. The grammar is JSON without what a ring has no use for
/// (escapes, fractions, null), and strict: nothing missing, twice, unknown, or after the end.
struct KeyRingJSON {
    /// What is wrong, and at which byte.
    struct Fault: Error {
        let reason: String
        let offset: Int
        /// Whether it is a ring of another version.
        var isVersion = false
    }

    private let text: UnsafeRawBufferPointer
    private var position = 0

    private init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// Reads a whole file. Throws ``Fault`` for what is no ring by its form; what contradicts itself is for ``KeyRing`` to say.
    static func decoded(_ text: UnsafeRawBufferPointer) throws(Fault) -> (keys: [RingKey], retired: [KeyIdentifier]) {
        var json = KeyRingJSON(text)
        let ring = try json.ring()
        json.skipSpace()
        guard json.position == text.count else { throw json.fault("something follows the end of the ring") }
        return ring
    }

    // MARK: - What a ring is made of

    private mutating func ring() throws(Fault) -> (keys: [RingKey], retired: [KeyIdentifier]) {
        var version: String?
        var keys: [RingKey]?
        var retired: [KeyIdentifier]?
        try object { (json, name) throws(Fault) in
            switch name {
            case "version" where version == nil: version = try json.number()
            case "keys" where keys == nil: keys = try json.array { json throws(Fault) in try json.key() }
            case "retired" where retired == nil: retired = try json.array { json throws(Fault) in try json.kid() }
            default: throw json.fault("a ring has no member like this one, or it stands there twice")
            }
        }
        guard let version else { throw fault("the version is missing") }
        guard version == "1" else {
            throw Fault(reason: "it has version \(version); this program knows 1", offset: position, isVersion: true)
        }
        guard let keys else { throw fault("the list of keys is missing") }
        return (keys, retired ?? [])
    }

    private mutating func key() throws(Fault) -> RingKey {
        var kid: KeyIdentifier?
        var state: RingKey.State?
        var created: Timestamp?
        var material: SecretBytes?
        try object { (json, name) throws(Fault) in
            switch name {
            case "kid" where kid == nil: kid = try json.kid()
            case "state" where state == nil: state = try json.state()
            case "created" where created == nil: created = try json.time()
            case "key" where material == nil: material = try json.material()
            default: throw json.fault("a key has no member like this one, or it stands there twice")
            }
        }
        guard let kid, let state, let created, let material else {
            throw fault("a key lacks one of kid, state, created and key")
        }
        return RingKey(kid: kid, state: state, created: created, material: material)
    }

    private mutating func kid() throws(Fault) -> KeyIdentifier {
        guard let kid = KeyIdentifier(bytes: text[try string()]) else {
            throw fault("a kid is 1 to 16 of a-z and 0-9")
        }
        return kid
    }

    private mutating func state() throws(Fault) -> RingKey.State {
        let range = try string()
        guard let state = RingKey.State.allCases.first(where: { text[range].elementsEqual($0.rawValue.utf8) }) else {
            throw fault("a key's state is primary or decrypt")
        }
        return state
    }

    /// RFC 3339 in UTC, whole seconds: `2026-01-25T17:00:00Z`.
    private mutating func time() throws(Fault) -> Timestamp {
        let range = try string()
        let digits = text[range].filter {
            $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "T")
        }
        guard let time = Timestamp(generalizedTime: digits), text[range].elementsEqual(time.rfc3339.utf8),
            Timestamp(unixSeconds: time.unixSeconds) == time
        else { throw fault("a time is written like 2026-01-25T17:00:00Z") }
        return time
    }

    private mutating func material() throws(Fault) -> SecretBytes {
        let range = try string()
        guard let material = BinaryText.base64.decoded(UnsafeRawBufferPointer(rebasing: text[range])) else {
            throw fault("a key is not in base 64 with padding")
        }
        return material
    }

    // MARK: - JSON

    private mutating func object(_ member: (inout KeyRingJSON, String) throws(Fault) -> Void) throws(Fault) {
        try expect("{")
        guard !skip("}") else { return }
        repeat {
            let name = String(decoding: text[try string()].prefix(16), as: UTF8.self)
            try expect(":")
            try member(&self, name)
        } while skip(",")
        try expect("}")
    }

    private mutating func array<Element>(
        _ element: (inout KeyRingJSON) throws(Fault) -> Element
    ) throws(Fault) -> [Element] {
        try expect("[")
        guard !skip("]") else { return [] }
        var elements: [Element] = []
        repeat { elements.append(try element(&self)) } while skip(",")
        try expect("]")
        return elements
    }

    /// Where a string's contents stand.
    private mutating func string() throws(Fault) -> Range<Int> {
        try expect("\"")
        let start = position
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            guard (0x20..<0x7F).contains(text[position]), text[position] != UInt8(ascii: "\\") else {
                throw fault("a string holds a character that no ring needs")
            }
            position += 1
        }
        let end = position
        try expect("\"", skippingSpace: false)
        return start..<end
    }

    private mutating func number() throws(Fault) -> String {
        skipSpace()
        let digits = text[position...].prefix { $0 &- 0x30 < 10 }
        guard (1...4).contains(digits.count) else { throw fault("a small number should stand here") }
        position = digits.endIndex
        return String(decoding: digits, as: UTF8.self)
    }

    private mutating func expect(_ symbol: Unicode.Scalar, skippingSpace: Bool = true) throws(Fault) {
        if skippingSpace { skipSpace() }
        guard position < text.count else { throw fault("the file ends too early") }
        guard text[position] == UInt8(ascii: symbol) else { throw fault("\(symbol) should stand here") }
        position += 1
    }

    private mutating func skip(_ symbol: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: symbol) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[position]) { position += 1 }
    }

    private func fault(_ reason: String) -> Fault { Fault(reason: reason, offset: position) }
}

extension KeyRing {
    /// The file's contents, one key a line. Wiped with the value.
    var json: SecretBytes {
        var lines: [SecretBytes] = [SecretBytes("{\"version\":1,\"keys\":[")]
        for (index, key) in keys.enumerated() {
            let head =
                "\n  {\"kid\":\"\(key.kid)\",\"state\":\"\(key.state.rawValue)\",\"created\":\"\(key.created.rfc3339)\",\"key\":\""
            lines += [
                SecretBytes(index == 0 ? head : "," + head), key.material.withBytes { BinaryText.base64.encoded($0) },
            ]
            lines.append(SecretBytes("\"}"))
        }
        let gone = retired.map { "\"\($0)\"" }.joined(separator: ",")
        lines.append(SecretBytes(retired.isEmpty ? "]}\n" : "],\"retired\":[\(gone)]}\n"))
        return .joined(lines)
    }
}

extension SecretBytes {
    /// All parts one after the other.
    static func joined(_ parts: [SecretBytes]) -> SecretBytes {
        SecretBytes(count: parts.reduce(0) { $0 + $1.count }) { room in
            var start = 0
            for part in parts {
                part.withBytes { UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: $0) }
                start += part.count
            }
        }
    }
}
