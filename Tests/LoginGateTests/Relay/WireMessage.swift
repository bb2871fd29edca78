/// An LDAP message as bytes, put together and taken apart without the gate's own code.
struct WireMessage: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(id: Int, _ operation: [UInt8], controls: [UInt8] = []) {
        bytes = Self.element(0x30, Self.integer(id) + operation + controls)
    }

    // MARK: Requests

    static func bind(id: Int, _ name: String, _ password: String, version: Int = 3, controls: [UInt8] = [])
        -> WireMessage
    {
        let operation = integer(version) + string(name) + element(0x80, Array(password.utf8))
        return WireMessage(id: id, element(0x60, operation), controls: controls)
    }

    static func saslBind(id: Int, _ mechanism: String, credentials: String? = nil) -> WireMessage {
        let sasl = element(0xA3, string(mechanism) + (credentials.map(string) ?? []))
        return WireMessage(id: id, element(0x60, integer(3) + string("") + sasl))
    }

    static func search(id: Int, base: String, scope: UInt8 = 2, attributes: [String] = [], controls: [UInt8] = [])
        -> WireMessage
    {
        let limits: [UInt8] = [0x0A, 1, scope, 0x0A, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0]
        let filter = element(0x87, Array("objectClass".utf8))
        let operation = string(base) + limits + filter + element(0x30, attributes.flatMap(string))
        return WireMessage(id: id, element(0x63, operation), controls: controls)
    }

    static func extended(id: Int, _ oid: String) -> WireMessage {
        WireMessage(id: id, element(0x77, element(0x80, Array(oid.utf8))))
    }
    static func whoAmI(id: Int) -> WireMessage { extended(id: id, "1.3.6.1.4.1.4203.1.11.3") }
    static func startTLS(id: Int) -> WireMessage { extended(id: id, "1.3.6.1.4.1.1466.20037") }
    static func unbind(id: Int) -> WireMessage { WireMessage(id: id, [0x42, 0]) }
    static func abandon(id: Int, _ other: Int) -> WireMessage {
        WireMessage(id: id, [0x50] + integer(other).dropFirst())
    }
    static func delete(id: Int, _ name: String) -> WireMessage { WireMessage(id: id, element(0x4A, Array(name.utf8))) }
    static func compare(id: Int, _ name: String) -> WireMessage {
        WireMessage(id: id, element(0x6E, string(name) + element(0x30, string("sn") + string("x"))))
    }
    static func modify(id: Int, _ name: String) -> WireMessage {
        WireMessage(id: id, element(0x66, string(name) + element(0x30, [])))
    }
    static func add(id: Int, _ name: String) -> WireMessage {
        WireMessage(id: id, element(0x68, string(name) + element(0x30, [])))
    }
    static func modifyDN(id: Int, _ name: String) -> WireMessage {
        WireMessage(id: id, element(0x6C, string(name) + string("cn=x") + [1, 1, 0]))
    }

    // MARK: Responses

    static func result(id: Int, _ tag: UInt8, _ code: UInt8, padding: Int = 0) -> WireMessage {
        let text = String(repeating: "x", count: padding)
        return WireMessage(id: id, element(tag, [0x0A, 1, code, 4, 0] + string(text)))
    }

    static func entry(id: Int, _ name: String, padding: Int) -> WireMessage {
        let value = element(0x31, element(4, [UInt8](repeating: 0x61, count: padding)))
        return WireMessage(id: id, element(0x64, string(name) + element(0x30, element(0x30, string("x") + value))))
    }

    // MARK: Parts

    private var content: ArraySlice<UInt8> { Self.split(bytes[...])?.content ?? [] }
    var id: Int { Self.split(content)?.content.reduce(0) { $0 << 8 | Int($1) } ?? -1 }
    private var operation: (tag: UInt8, content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        Self.split(content).flatMap { Self.split($0.rest) }
    }
    var tag: UInt8 { operation?.tag ?? 0 }
    /// The result code of a response.
    var code: Int { operation.flatMap { Self.split($0.content)?.content.reduce(0) { $0 << 8 | Int($1) } } ?? -1 }
    /// Everything in it as text, for finding a word.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The operation's identifier octet as slapd's own decoder finds it: behind the outer header and the message id.
    static func operationTag(_ bytes: UnsafeRawBufferPointer) -> UInt8? {
        var index = 0
        for isEnvelope in [true, false] {
            guard index + 1 < bytes.count else { return nil }
            let first = Int(bytes[index + 1])
            let octets = first < 0x80 ? 0 : first & 0x7F
            guard index + 2 + octets < bytes.count else { return nil }
            var length = octets == 0 ? first : 0
            for position in 0..<octets { length = length << 8 | Int(bytes[index + 2 + position]) }
            index += 2 + octets + (isEnvelope ? 0 : length)
        }
        return index < bytes.count ? bytes[index] : nil
    }

    /// How many bytes have to come before one can say more; 0 when the message is whole.
    static func missing(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 2 else { return 2 - bytes.count }
        let octets = bytes[1] < 0x80 ? 0 : Int(bytes[1] & 0x7F)
        guard bytes.count >= 2 + octets else { return 2 + octets - bytes.count }
        let length = octets == 0 ? Int(bytes[1]) : bytes[2..<2 + octets].reduce(0) { $0 << 8 | Int($1) }
        return 2 + octets + length - bytes.count
    }

    static func split(_ bytes: ArraySlice<UInt8>) -> (tag: UInt8, content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)?
    {
        guard bytes.count >= 2, let tag = bytes.first else { return nil }
        let first = bytes[bytes.startIndex + 1]
        let octets = first < 0x80 ? 0 : Int(first & 0x7F)
        guard bytes.count >= 2 + octets, octets <= 4 else { return nil }
        let start = bytes.startIndex + 2 + octets
        let length = octets == 0 ? Int(first) : bytes[start - octets..<start].reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.endIndex - start else { return nil }
        return (tag, bytes[start..<start + length], bytes[(start + length)...])
    }

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count
        if length < 0x80 { return [tag, UInt8(length)] + content }
        let octets = Self.octets(length)
        return [tag, 0x80 | UInt8(octets.count)] + octets + content
    }

    /// Big-endian, as few as can be.
    private static func octets(_ value: Int) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = value
        while rest > 0 {
            octets.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return octets
    }

    static func string(_ text: String) -> [UInt8] { element(4, Array(text.utf8)) }

    static func integer(_ value: Int) -> [UInt8] {
        let octets = Self.octets(value)
        return element(2, octets.first ?? 0x80 >= 0x80 ? [0] + octets : octets)
    }
}
