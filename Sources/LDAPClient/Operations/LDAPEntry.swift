/// An entry, or the part of it that was read.
///
/// It keeps the attributes in one buffer just as they came, checked once, so that an entry costs one allocation
/// whatever it holds; each look-up walks that buffer. Values are bytes, because that is what LDAP has.
public struct LDAPEntry: Hashable, Sendable {
    /// The DN's UTF-8, followed by the BER of a PartialAttributeList's members (RFC 4511, section 4.5.2).
    private let storage: [UInt8]
    private let dnLength: Int

    /// Makes an entry from its parts, for tests and for writing.
    public init(dn: String, attributes: [LDAPAttribute]) {
        var writer = BERWriter()
        for attribute in attributes { attribute.encode(into: &writer) }
        storage = Array(dn.utf8) + writer.bytes
        dnLength = dn.utf8.count
    }

    /// Copies an entry out of a message.
    package init(dn: UnsafeRawBufferPointer, attributeList: UnsafeRawBufferPointer) throws(MalformedBER) {
        try Self.check(attributeList)
        dnLength = dn.count
        storage = [UInt8](unsafeUninitializedCapacity: dn.count + attributeList.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            bytes.copyMemory(from: dn)
            UnsafeMutableRawBufferPointer(rebasing: bytes[dn.count...]).copyMemory(from: attributeList)
            count = dn.count + attributeList.count
        }
    }

    /// The entry's name as the server wrote it.
    public var dn: String {
        storage.withUnsafeBytes { String(decoding: $0[..<dnLength], as: UTF8.self) }
    }

    /// The entry's name, read; throws `LDAPError` with `.invalidDNSyntax`.
    public func distinguishedName() throws(LDAPError) -> DistinguishedName {
        try DistinguishedName(dn)
    }

    /// How many bytes the entry takes.
    public var byteCount: Int { storage.count }

    private static func check(_ attributeList: UnsafeRawBufferPointer) throws(MalformedBER) {
        var list = BERReader(attributeList)
        while !list.isAtEnd {
            var attribute = BERReader(try list.read(BERTag.sequence, "an attribute"))
            _ = try attribute.read(BERTag.octetString, "an attribute's name")
            var values = BERReader(try attribute.read(BERTag.set, "an attribute's values"))
            while !values.isAtEnd { _ = try values.read(BERTag.octetString, "an attribute's value") }
            try attribute.finish()
        }
    }
}

extension LDAPEntry {
    /// All values of an attribute, in the server's order; none when the entry does not show it.
    public func values(of name: AttributeName) -> [[UInt8]] {
        var values: [[UInt8]] = []
        forEachValue(of: name) { values.append(Array($0)) }
        return values
    }

    /// The first value of an attribute.
    public func value(of name: AttributeName) -> [UInt8]? {
        withFirstValue(of: name, Array.init)
    }

    /// The first value of an attribute as text; bytes that are not UTF-8 show as U+FFFD.
    public func string(of name: AttributeName) -> String? {
        withFirstValue(of: name) { String(decoding: $0, as: UTF8.self) }
    }

    /// All values of an attribute as text; bytes that are not UTF-8 show as U+FFFD.
    public func strings(of name: AttributeName) -> [String] {
        var strings: [String] = []
        forEachValue(of: name) { strings.append(String(decoding: $0, as: UTF8.self)) }
        return strings
    }

    /// Whether the entry shows this attribute.
    public func contains(_ name: AttributeName) -> Bool {
        withValues(of: name) { _ in true } ?? false
    }

    /// Lends the first value's bytes without copying them; `nil` when there is none.
    public func withFirstValue<Result>(
        of name: AttributeName,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result? {
        try withValues(of: name) { values in
            var reader = BERReader(values)
            guard let value = try? reader.readElement() else { return nil }
            return try body(value.content)
        } ?? nil
    }

    /// Lends each value's bytes without copying them.
    public func forEachValue(of name: AttributeName, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        _ = try withValues(of: name) { values in
            var reader = BERReader(values)
            while let value = try? reader.readElement() { try body(value.content) }
        }
    }

    /// All attributes with their values, in the server's order.
    public var attributes: [LDAPAttribute] {
        var attributes: [LDAPAttribute] = []
        forEachAttribute { name, values in
            var reader = BERReader(values)
            var copies: [[UInt8]] = []
            while let value = try? reader.readElement() { copies.append(Array(value.content)) }
            let text = String(decoding: name, as: UTF8.self)
            attributes.append(LDAPAttribute(AttributeName(unchecked: text), bytes: copies))
        }
        return attributes
    }

    /// The elements were checked when the entry was made: reading them again cannot fail, and ends at the end.
    private func forEachAttribute(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void) rethrows {
        try storage.withUnsafeBytes { bytes in
            var list = BERReader(UnsafeRawBufferPointer(rebasing: bytes[dnLength...]))
            while let attribute = try? list.readElement() {
                var members = BERReader(attribute.content)
                guard let name = try? members.readElement(), let values = try? members.readElement() else { return }
                try body(name.content, values.content)
            }
        }
    }

    private func withValues<Result>(
        of name: AttributeName,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result? {
        try storage.withUnsafeBytes { bytes in
            var list = BERReader(UnsafeRawBufferPointer(rebasing: bytes[dnLength...]))
            while let attribute = try? list.readElement() {
                var members = BERReader(attribute.content)
                guard let candidate = try? members.readElement() else { return nil }
                guard name.matches(candidate.content), let values = try? members.readElement() else { continue }
                return try body(values.content)
            }
            return nil
        }
    }
}

extension LDAPEntry: CustomStringConvertible {
    /// The DN and the attributes' names; values may be secret and are not shown.
    public var description: String { "\(dn) [\(attributes.map(\.name.text).joined(separator: " "))]" }
}

extension AttributeName {
    fileprivate func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let own = text.utf8
        guard own.count == bytes.count else { return false }
        var index = 0
        for byte in own {
            guard byte == bytes[index] || byte.lowercased == bytes[index].lowercased else { return false }
            index += 1
        }
        return true
    }
}
