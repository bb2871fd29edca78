/// The name of an entry (RFC 4514): relative names from the entry up to the root of the tree.
///
/// Names compare by their normalised form: types without regard to case, values without regard to case and to runs
/// of spaces, members of a multi-valued RDN in any order. That is the `distinguishedNameMatch` of attributes with
/// `caseIgnoreMatch`; a server may know attributes whose values are compared more strictly.
public struct DistinguishedName: Sendable {
    /// The relative names, the entry's own first. Empty for the root DSE.
    public let relativeNames: [RelativeDistinguishedName]

    /// Joins relative names, the entry's own first.
    public init(_ relativeNames: some Sequence<RelativeDistinguishedName>) {
        self.relativeNames = Array(relativeNames)
    }

    /// The root DSE, or the empty suffix.
    public static let root = DistinguishedName([])

    /// Whether this is the root.
    public var isRoot: Bool { relativeNames.isEmpty }

    /// The entry's own relative name; `nil` for the root.
    public var rdn: RelativeDistinguishedName? { relativeNames.first }

    /// The name one level up; `nil` for the root.
    public var parent: DistinguishedName? {
        relativeNames.isEmpty ? nil : DistinguishedName(relativeNames.dropFirst())
    }

    /// The name of an entry directly below this one.
    public func child(_ rdn: RelativeDistinguishedName) -> DistinguishedName {
        DistinguishedName([rdn] + relativeNames)
    }

    /// The name of an entry directly below this one, with one attribute in its RDN; the value is escaped as needed.
    public func child(_ type: AttributeName, _ value: String) -> DistinguishedName {
        child(RelativeDistinguishedName(type, value))
    }

    /// Whether this entry lies below `ancestor`, at any depth; a name is not a descendant of itself.
    public func isDescendant(of ancestor: DistinguishedName) -> Bool {
        let extra = relativeNames.count - ancestor.relativeNames.count
        return extra > 0 && relativeNames[extra...].elementsEqual(ancestor.relativeNames)
    }

    /// The same name with the part `old` at its end replaced by `new`, as when a subtree is renamed or moved; `nil`
    /// when this name is neither `old` nor below it.
    public func replacing(_ old: DistinguishedName, with new: DistinguishedName) -> DistinguishedName? {
        guard self == old || isDescendant(of: old) else { return nil }
        return DistinguishedName(relativeNames.dropLast(old.relativeNames.count) + new.relativeNames)
    }

    /// The text that equal names share, for keys in tables and maps.
    public var normalized: String {
        relativeNames.map(\.normalized).joined(separator: ",")
    }
}

extension DistinguishedName: Hashable, Comparable {
    /// Compares the normalised forms.
    public static func == (left: DistinguishedName, right: DistinguishedName) -> Bool {
        left.relativeNames == right.relativeNames
    }

    /// Hashes the normalised form.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(relativeNames)
    }

    /// Orders from the root downwards, so that a parent comes before its children.
    public static func < (left: DistinguishedName, right: DistinguishedName) -> Bool {
        left.relativeNames.reversed().lexicographicallyPrecedes(right.relativeNames.reversed()) {
            $0.normalized < $1.normalized
        }
    }
}

extension DistinguishedName: CustomStringConvertible {
    /// The RFC 4514 text, with what needs escaping escaped.
    public var description: String {
        relativeNames.map(\.description).joined(separator: ",")
    }
}

extension DistinguishedName {
    /// Reads the text form of RFC 4514; throws `LDAPError` with `.invalidDNSyntax` and the place of the fault.
    public init(_ text: String) throws(LDAPError) {
        var parser = DistinguishedNameParser(text)
        self = try parser.parse()
    }
}
