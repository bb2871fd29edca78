internal import NIOCore

/// The subject of an X.509 certificate (RFC 5280, section 4.1.2.6) as RFC 4514 writes names, most specific part first.
struct CertificateSubject: Hashable {
    let text: String

    /// Attribute types with short names (RFC 4514, section 3, and `emailAddress` of RFC 2985); others appear as OIDs.
    private static let shortNames = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET", "2.5.4.10": "O",
        "2.5.4.11": "OU", "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
        "1.2.840.113549.1.9.1": "emailAddress",
    ]

    /// `nil` when the certificate cannot be taken apart, or its subject is empty or has values that are no UTF-8 or ASCII text:
    /// a name that could be read in two ways must not log anybody in.
    init?(certificate der: [UInt8]) {
        var outer = BERCursor(ByteBuffer(bytes: der))
        guard var certificate = outer.content(0x30), var body = certificate.content(0x30) else { return nil }
        _ = body.content(0xA0)
        guard body.content(0x02) != nil, body.content(0x30) != nil, body.content(0x30) != nil,
            body.content(0x30) != nil,
            var names = body.content(0x30)
        else { return nil }
        var parts: [String] = []
        while !names.isAtEnd {
            guard let part = Self.relativeName(&names) else { return nil }
            parts.append(part)
        }
        guard !parts.isEmpty else { return nil }
        text = parts.reversed().joined(separator: ",")
    }

    private static func relativeName(_ names: inout BERCursor) -> String? {
        guard var set = names.content(0x31) else { return nil }
        var assertions: [String] = []
        while !set.isAtEnd {
            guard var pair = set.content(0x30), let type = pair.bytes(0x06), let value = text(&pair), pair.isAtEnd,
                let oid = oid(type)
            else { return nil }
            assertions.append("\(shortNames[oid] ?? oid)=\(escaped(value))")
        }
        return assertions.isEmpty ? nil : assertions.joined(separator: "+")
    }

    /// UTF8String, PrintableString or IA5String.
    private static func text(_ pair: inout BERCursor) -> String? {
        guard let tag = pair.tag, [0x0C, 0x13, 0x16].contains(tag), let bytes = pair.bytes(tag) else { return nil }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text
    }

    private static func oid(_ bytes: ByteBufferView) -> String? {
        var arcs: [UInt64] = []
        var value: UInt64 = 0
        for byte in bytes {
            guard value < 1 << 56 else { return nil }
            value = value << 7 | UInt64(byte & 0x7F)
            guard byte < 0x80 else { continue }
            arcs += arcs.isEmpty ? [min(value / 40, 2), value - min(value / 40, 2) * 40] : [value]
            value = 0
        }
        return arcs.isEmpty ? nil : arcs.map(String.init).joined(separator: ".")
    }

    /// RFC 4514, section 2.4.
    private static func escaped(_ value: String) -> String {
        var result = ""
        for (index, scalar) in value.unicodeScalars.enumerated() {
            let isEdge = index == 0 || index == value.unicodeScalars.count - 1
            if "\"+,;<>\\=".unicodeScalars.contains(scalar) || (isEdge && scalar == " ")
                || (index == 0 && scalar == "#")
            {
                result += "\\"
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
