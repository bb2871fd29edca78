/// An attribute with its values.
public struct LDAPAttribute: Hashable, Sendable {
    /// The attribute's name.
    public var name: AttributeName
    /// The values, as bytes.
    public var values: [[UInt8]]

    /// An attribute with text values.
    public init(_ name: AttributeName, _ values: String...) {
        self.init(name, values)
    }

    /// An attribute with text values.
    public init(_ name: AttributeName, _ values: [String]) {
        self.init(name, bytes: values.map { Array($0.utf8) })
    }

    /// An attribute with values given as bytes.
    public init(_ name: AttributeName, bytes values: [[UInt8]]) {
        self.name = name
        self.values = values
    }

    func encode(into writer: inout BERWriter) {
        writer.write(BERTag.sequence) { members in
            members.write(BERTag.octetString, name.text.utf8)
            members.write(BERTag.set) { set in
                for value in values { set.write(BERTag.octetString, value) }
            }
        }
    }
}
