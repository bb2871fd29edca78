/// Reads LDIF (RFC 2849): entries and changes, in any mix. Values that are URLs are refused.
public struct LDIFReader {
    private var lines: LDIFLines
    private var isFirst = true

    /// Reads a file's bytes.
    public init(_ bytes: [UInt8]) { lines = LDIFLines(bytes) }

    /// Reads a text.
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// All records of a text. Throws `LDIFError`.
    public static func records(_ text: String) throws(LDIFError) -> [LDIFRecord] {
        var reader = LDIFReader(text)
        var records: [LDIFRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// The next record; `nil` at the end. Throws `LDIFError`.
    public mutating func next() throws(LDIFError) -> LDIFRecord? {
        guard var record = try lines.nextRecord()?[...] else { return nil }
        if isFirst, let version = record.first, version.name.lowercased() == "version" {
            guard version.value == [UInt8(ascii: "1")] else {
                throw LDIFError(line: version.number, reason: "the LDIF version is not 1")
            }
            record.removeFirst()
        }
        isFirst = false
        return record.isEmpty ? try next() : try Self.parse(record)
    }

    private static func parse(_ lines: ArraySlice<LDIFLines.Line>) throws(LDIFError) -> LDIFRecord {
        var rest = lines
        guard let first = rest.popFirst(), first.name.lowercased() == "dn" else {
            throw LDIFError(line: lines.first?.number ?? 0, reason: "a record does not start with dn")
        }
        let dn = try name(first)
        var controls: [LDAPControl] = []
        while let line = rest.first, line.name.lowercased() == "control" {
            controls.append(try control(line))
            rest.removeFirst()
        }
        guard let line = rest.first, line.name.lowercased() == "changetype" else {
            guard controls.isEmpty else { throw LDIFError(line: first.number, reason: "controls without a changetype") }
            return LDIFRecord(dn: dn, .entry(try attributes(rest, first)))
        }
        return LDIFRecord(dn: dn, try change(line, rest.dropFirst()), controls: controls)
    }

    private static func change(
        _ line: LDIFLines.Line,
        _ rest: ArraySlice<LDIFLines.Line>
    ) throws(LDIFError) -> LDIFRecord.Content {
        switch text(line).lowercased() {
        case "add": return .add(try attributes(rest, line))
        case "delete":
            if let extra = rest.first { throw LDIFError(line: extra.number, reason: "a delete has no further lines") }
            return .delete
        case "modify": return .modify(try modifications(rest))
        case "modrdn", "moddn": return try modifyDN(rest, line)
        default: throw LDIFError(line: line.number, reason: "an unknown changetype")
        }
    }

    private static func attributes(
        _ lines: ArraySlice<LDIFLines.Line>,
        _ first: LDIFLines.Line
    ) throws(LDIFError) -> [LDAPAttribute] {
        guard !lines.isEmpty else { throw LDIFError(line: first.number, reason: "an entry without attributes") }
        var attributes: [LDAPAttribute] = []
        var positions: [AttributeName: Int] = [:]
        for line in lines {
            let name = try attributeName(line.name, line)
            if let position = positions[name] {
                attributes[position].values.append(line.value)
            } else {
                positions[name] = attributes.count
                attributes.append(LDAPAttribute(name, bytes: [line.value]))
            }
        }
        return attributes
    }

    private static func modifications(
        _ lines: ArraySlice<LDIFLines.Line>
    ) throws(LDIFError) -> [LDAPModification] {
        var modifications: [LDAPModification] = []
        for group in lines.split(whereSeparator: \.isSeparator) {
            guard let first = group.first else { continue }
            guard let operation = operation(first.name) else {
                throw LDIFError(line: first.number, reason: "an unknown kind of modification")
            }
            let name = try attributeName(text(first), first)
            for line in group.dropFirst() where try attributeName(line.name, line) != name {
                throw LDIFError(line: line.number, reason: "a value of another attribute than \(name)")
            }
            let values = group.dropFirst().map(\.value)
            modifications.append(LDAPModification(operation, LDAPAttribute(name, bytes: values)))
        }
        return modifications
    }

    private static func operation(_ word: String) -> LDAPModification.Operation? {
        switch word.lowercased() {
        case "add": .add
        case "delete": .delete
        case "replace": .replace
        case "increment": .increment
        default: nil
        }
    }

    private static func modifyDN(
        _ lines: ArraySlice<LDIFLines.Line>,
        _ first: LDIFLines.Line
    ) throws(LDIFError) -> LDIFRecord.Content {
        var fields: [String: LDIFLines.Line] = [:]
        for line in lines { fields[line.name.lowercased()] = line }
        guard let rdnLine = fields.removeValue(forKey: "newrdn"), let rdn = try name(rdnLine).rdn else {
            throw LDIFError(line: first.number, reason: "a rename without newrdn")
        }
        guard let flag = fields.removeValue(forKey: "deleteoldrdn"), ["0", "1"].contains(text(flag)) else {
            throw LDIFError(line: first.number, reason: "a rename without deleteoldrdn 0 or 1")
        }
        var newParent: DistinguishedName?
        if let line = fields.removeValue(forKey: "newsuperior") { newParent = try name(line) }
        if let extra = fields.values.first {
            throw LDIFError(line: extra.number, reason: "an unknown line in a rename")
        }
        return .modifyDN(newRDN: rdn, deletesOldRDN: text(flag) == "1", newParent: newParent)
    }

    /// `control: OID [true|false][: value]` (RFC 2849); a value in Base64 follows a double colon.
    private static func control(_ line: LDIFLines.Line) throws(LDIFError) -> LDAPControl {
        let parts = line.value.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        let words = String(decoding: parts[0], as: UTF8.self).split(separator: " ")
        guard let oid = words.first, words.count == 1 || ["true", "false"].contains(words[1].lowercased()) else {
            throw LDIFError(line: line.number, reason: "a malformed control")
        }
        var value: [UInt8]?
        if parts.count == 2 {
            let isBase64 = parts[1].first == UInt8(ascii: ":")
            let bytes = Array((isBase64 ? parts[1].dropFirst() : parts[1]).drop { $0 == UInt8(ascii: " ") })
            value = isBase64 ? Base64.decode(bytes) : bytes
            if value == nil { throw LDIFError(line: line.number, reason: "a control's value is not Base64") }
        }
        return LDAPControl(
            oid: String(oid),
            isCritical: words.count > 1 && words[1].lowercased() == "true",
            value: value
        )
    }

    private static func text(_ line: LDIFLines.Line) -> String {
        String(decoding: line.value, as: UTF8.self)
    }

    private static func name(_ line: LDIFLines.Line) throws(LDIFError) -> DistinguishedName {
        do {
            return try DistinguishedName(text(line))
        } catch {
            throw LDIFError(line: line.number, reason: error.diagnosticMessage)
        }
    }

    private static func attributeName(_ text: String, _ line: LDIFLines.Line) throws(LDIFError) -> AttributeName {
        guard let name = AttributeName(text) else {
            throw LDIFError(line: line.number, reason: "a malformed attribute name")
        }
        return name
    }
}
