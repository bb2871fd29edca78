internal import LDAPClient

/// A search of the gate's own, with what does not change from one to the next encoded once (RFC 4511, section 4.5.1).
struct LinkSearch: Sendable {
    /// How deep it goes.
    enum Scope: Int, Sendable {
        case base = 0
        case oneLevel = 1
        case subtree = 2
    }

    /// Base, scope, limits.
    private let head: [UInt8]
    /// The members of the list of attributes.
    private let attributes: [UInt8]
    /// More entries than this end the search with an answer that says so.
    let entryLimit: Int

    init(base: String, scope: Scope, attributes: [AttributeName], entryLimit: Int) {
        var list = BERWriter()
        for attribute in attributes { list.write(BERTag.octetString, attribute.text.utf8) }
        self.init(base: base, scope: scope, encodedAttributes: list.bytes, entryLimit: entryLimit)
    }

    private init(base: String, scope: Scope, encodedAttributes: [UInt8], entryLimit: Int) {
        var head = BERWriter()
        head.write(BERTag.octetString, base.utf8)
        head.write(scope.rawValue, BERTag.enumerated)
        head.write(0, BERTag.enumerated)  // aliases are never dereferenced
        head.write(entryLimit)
        head.write(0)
        head.write(false)
        self.head = head.bytes
        attributes = encodedAttributes
        self.entryLimit = entryLimit
    }

    /// The same attributes of one entry alone.
    func ofEntry(_ name: String) -> LinkSearch {
        LinkSearch(base: name, scope: .base, encodedAttributes: attributes, entryLimit: 1)
    }

    /// The request's body with this filter.
    func body(_ filter: LDAPFilter) -> [UInt8] {
        var writer = BERWriter(bytes: head)
        filter.encode(into: &writer)
        writer.write(BERTag.sequence, attributes)
        return writer.bytes
    }
}
