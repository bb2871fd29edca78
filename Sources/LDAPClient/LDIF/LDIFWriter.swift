/// Writes LDIF (RFC 2849). What is not plain ASCII is written in Base64, and lines are folded at 76 characters.
public struct LDIFWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = Array("version: 1\n".utf8)

    /// Starts a file.
    public init() {}

    /// What was written so far, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of some records.
    public static func text(_ records: some Sequence<LDIFRecord>) -> String {
        var writer = LDIFWriter()
        for record in records { writer.write(record) }
        return writer.text
    }

    /// Writes an entry as it was read.
    public mutating func write(_ entry: LDAPEntry) {
        startRecord(entry.dn)
        write(entry.attributes)
    }

    /// Writes a record.
    public mutating func write(_ record: LDIFRecord) {
        startRecord(record.dn.description)
        for control in record.controls { write(control) }
        switch record.content {
        case .entry(let attributes):
            write(attributes)
        case .add(let attributes):
            writeLine("changetype", "add")
            write(attributes)
        case .delete:
            writeLine("changetype", "delete")
        case .modify(let changes):
            writeLine("changetype", "modify")
            for change in changes { write(change) }
        case .modifyDN(let newRDN, let deletesOldRDN, let newParent):
            writeLine("changetype", "modrdn")
            writeLine("newrdn", newRDN.description)
            writeLine("deleteoldrdn", deletesOldRDN ? "1" : "0")
            if let newParent { writeLine("newsuperior", newParent.description) }
        }
    }

    private mutating func startRecord(_ dn: String) {
        bytes.append(UInt8(ascii: "\n"))
        writeLine("dn", dn)
    }

    private mutating func write(_ attributes: [LDAPAttribute]) {
        for attribute in attributes {
            for value in attribute.values { writeLine(attribute.name.text, value) }
        }
    }

    private mutating func write(_ change: LDAPModification) {
        writeLine("\(change.operation)", change.attribute.name.text)
        write([change.attribute])
        bytes += Array("-\n".utf8)
    }

    private mutating func write(_ control: LDAPControl) {
        var line = Array("control: \(control.oid) \(control.isCritical)".utf8)
        if let value = control.value { line += Array(":: ".utf8) + Base64.encode(value) }
        fold(line)
    }

    private mutating func writeLine(_ name: String, _ value: String) {
        writeLine(name, Array(value.utf8))
    }

    private mutating func writeLine(_ name: String, _ value: [UInt8]) {
        if value.isEmpty {
            fold(Array("\(name):".utf8))
        } else if Self.isSafe(value) {
            fold(Array("\(name): ".utf8) + value)
        } else {
            fold(Array("\(name):: ".utf8) + Base64.encode(value))
        }
    }

    /// SAFE-STRING of RFC 2849, without a space at the end, which editors like to take away.
    private static func isSafe(_ value: [UInt8]) -> Bool {
        guard let first = value.first, ![0x20, 0x3A, 0x3C].contains(first), value.last != 0x20 else { return false }
        return value.allSatisfy { $0 < 0x80 && $0 != 0 && $0 != 0x0A && $0 != 0x0D }
    }

    private mutating func fold(_ line: [UInt8]) {
        var rest = line[...]
        bytes += rest.prefix(76)
        rest = rest.dropFirst(76)
        while !rest.isEmpty {
            bytes += Array("\n ".utf8) + rest.prefix(75)
            rest = rest.dropFirst(75)
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
