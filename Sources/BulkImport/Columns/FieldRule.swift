internal import DirectoryModel

/// From what a cell says to the value the directory is to have.
enum FieldRule {
    /// What is wrong with a cell, and how to mend it.
    struct Fault: Error, Hashable {
        var detail: String
        var remedy: String
    }

    /// Reads a cell; `nil` for an empty one, which says nothing.
    static func value(_ bytes: ArraySlice<UInt8>, _ column: ImportColumn) throws(Fault) -> String? {
        if isPlain(bytes) { return bytes.isEmpty ? nil : try checked(String(decoding: bytes, as: UTF8.self), column) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw encodingFault(bytes) }
        if let control = text.unicodeScalars.first(where: { isForbidden($0) }) {
            throw Fault(
                detail: "a control character (U+\(String(control.value, radix: 16, uppercase: true)))",
                remedy: "type the value anew"
            )
        }
        let value = folded(text)
        return value.isEmpty ? nil : try checked(value, column)
    }

    /// A value as it may be shown: short, and without what moves a terminal's cursor.
    static func shown(_ text: String) -> String {
        let clean = text.unicodeScalars.filter {
            !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32 && !(127..<160).contains($0.value)
        }
        return clean.count > 80
            ? String(String.UnicodeScalarView(clean.prefix(80))) + "…" : String(String.UnicodeScalarView(clean))
    }

    /// Whether these are printable ASCII characters with single spaces between words, as most cells are: nothing to look
    /// up in Unicode's tables.
    private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        var wasSpace = true
        for byte in bytes {
            guard (0x20..<0x7F).contains(byte), !(wasSpace && byte == 0x20) else { return false }
            wasSpace = byte == 0x20
        }
        return bytes.isEmpty || !wasSpace
    }

    /// Without space at both ends, and with one space for each run of spaces and line breaks inside.
    private static func folded(_ text: String) -> String {
        return text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
    }

    /// Controls but tab and line ends, and what reverses the direction of writing.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func encodingFault(_ bytes: ArraySlice<UInt8>) -> Fault {
        let readable = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
        return Fault(
            detail: "not UTF-8 after \"\(shown(String(readable)))\"",
            remedy: "save the file as CSV UTF-8"
        )
    }

    private static func checked(_ value: String, _ column: ImportColumn) throws(Fault) -> String {
        switch column {
        case .address: return try address(value)
        case .aliases: return try aliases(value)
        case .forward: return try forward(value)
        case .mailHost: return try hostName(value.lowercased())
        case .status: return try status(value)
        case .quota: return try quota(value)
        case .telephone, .mobile: return try telephone(value)
        case .name, .surname, .givenName, .title, .unit: return try text(value, longest: 256)
        case .employeeNumber: return try text(value, longest: 64)
        case .reason: return try text(value, longest: 1024)
        }
    }

    private static func text(_ value: String, longest: Int) throws(Fault) -> String {
        guard value.utf8.count <= longest else {
            throw Fault(
                detail: "\(value.utf8.count) bytes, and \(longest) are the most",
                remedy: "shorten the value"
            )
        }
        return value
    }

    private static func address(_ value: String) throws(Fault) -> String {
        guard let address = MailAddress(value), ValueForm.isAddress(address.text) else {
            throw Fault(
                detail: "\"\(shown(value))\" is not an address that accounts can have",
                remedy: "write name@domain with letters, digits, dots, hyphens and underscores"
            )
        }
        return address.text
    }

    private static func aliases(_ value: String) throws(Fault) -> String {
        var aliases: Set<String> = []
        for part in value.split(whereSeparator: { " |,;".contains($0) }) { aliases.insert(try address(String(part))) }
        guard aliases.count <= 50 else {
            throw Fault(detail: "\(aliases.count) aliases, and 50 are the most", remedy: "take some out")
        }
        return aliases.sorted().joined(separator: "\n")
    }

    private static func forward(_ value: String) throws(Fault) -> String {
        guard value.utf8.count <= 254, ValueForm.isForwardAddress(value) else {
            throw Fault(detail: "\"\(shown(value))\" is no mail address", remedy: "write one address, name@domain")
        }
        return value
    }

    private static func hostName(_ value: String) throws(Fault) -> String {
        guard ValueForm.isHostName(value) else {
            throw Fault(detail: "\"\(shown(value))\" is no host name", remedy: "write a name such as narada.mail.go.id")
        }
        return value
    }

    private static func status(_ value: String) throws(Fault) -> String {
        guard let status = statuses[value.lowercased()] else {
            throw Fault(
                detail: "\"\(shown(value))\" is no status",
                remedy: "write uploaded (diunggah), active (aktif), blocked (diblokir) or closed (ditutup)"
            )
        }
        return status.rawValue
    }

    private static func quota(_ value: String) throws(Fault) -> String {
        guard let bytes = ByteSize.bytes(value), ValueForm.isQuota(bytes) else {
            throw Fault(
                detail: "\"\(shown(value))\" is no quota",
                remedy: "write bytes or a size such as 2 GB, between 1 MB and 9 TB"
            )
        }
        return String(bytes)
    }

    /// A telephone number is a PrintableString (RFC 4517 section 3.3.31).
    private static func telephone(_ value: String) throws(Fault) -> String {
        let isPrintable = value.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || " '()+,-./:=?".utf8.contains(byte)
        }
        guard isPrintable, value.utf8.count <= 32 else {
            throw Fault(
                detail: "\"\(shown(value))\" is no telephone number",
                remedy: "write digits, such as +62 22 123456"
            )
        }
        return value
    }

    private static let statuses: [String: AccountStatus] = [
        "uploaded": .uploaded, "diunggah": .uploaded, "active": .active, "aktif": .active, "blocked": .blocked,
        "diblokir": .blocked, "closed": .closed, "ditutup": .closed,
    ]
}
