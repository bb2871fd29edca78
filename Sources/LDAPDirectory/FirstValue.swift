internal import LDAPClient

/// What came of reading an attribute's first value.
enum FirstValue<Value> {
    case absent
    case unreadable
    case read(Value)

    /// The value, if there was one and it could be read.
    var value: Value? {
        if case .read(let value) = self { value } else { nil }
    }
}

extension LDAPEntry {
    /// Reads the first value of an attribute.
    ///
    /// It goes by way of a function of the client that is not generic: a generic one of another module is not specialised
    /// here, and makes its types anew with each call, which took a tenth of a first load.
    func firstValue<Value>(of name: AttributeName, _ read: (UnsafeRawBufferPointer) -> Value?) -> FirstValue<Value> {
        var result = FirstValue<Value>.absent
        forEachValue(of: name) { bytes in
            guard case .absent = result else { return }
            result = read(bytes).map { .read($0) } ?? .unreadable
        }
        return result
    }
}
