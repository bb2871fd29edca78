/// The fields of a stored value `$<kind>$<field>$…`. Reading is strict; the version is part of the kind (`app1`).
struct StoredRecord {
    let fields: [ArraySlice<UInt8>]

    /// Throws `unknownVersion` when the kind is right and its version another one, `malformedValue` when the value is of
    /// another kind, too long, or has not as many fields as it should.
    init(_ value: some Collection<UInt8>, kind: String, fields count: Int) throws(TwoFactorError) {
        let parts = Array(value.prefix(1025)).split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard value.count <= 1024, parts.count >= 2, parts[0].isEmpty,
            parts[1].starts(with: kind.utf8.dropLast())
        else { throw .malformed(kind) }
        guard parts[1].elementsEqual(kind.utf8) else {
            guard parts[1].dropFirst(kind.utf8.count - 1).allSatisfy({ $0 &- 0x30 < 10 }) else {
                throw .malformed(kind)
            }
            throw TwoFactorError(.unknownVersion, "a value like \(kind) of a version this program does not know")
        }
        guard parts.count == 2 + count else { throw .malformed(kind) }
        fields = Array(parts[2...])
    }

    /// A MAC of 32 bytes in base 64.
    static func mac(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        BinaryText.base64URL.bytes(field).flatMap { $0.count == 32 ? $0 : nil }
    }
}

extension TwoFactorError {
    static func malformed(_ kind: String) -> TwoFactorError {
        TwoFactorError(.malformedValue, "not a well-formed value of the kind \(kind)")
    }
}
