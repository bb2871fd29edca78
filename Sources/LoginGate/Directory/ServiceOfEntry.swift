internal import DirectoryModel
internal import LDAPClient

/// Tells from an account's DN which service it belongs to: the level below `ou=services`.
struct ServiceOfEntry: Sendable {
    private let services: DistinguishedName
    /// `,ou=services,<suffix>` in lower case.
    private let ending: [UInt8]

    init(suffix: DistinguishedName) {
        services = suffix.child("ou", "services")
        ending = Array(",\(services.description.lowercased())".utf8)
    }

    /// The service's name in lower case; `nil` for an entry that lies elsewhere.
    func name(of dn: String) -> String? {
        plainName(of: dn) ?? carefulName(of: dn)
    }

    /// Names without escapes, which nearly all are, need not be taken apart.
    private func plainName(of dn: String) -> String? {
        let bytes = Array(dn.lowercased().utf8)
        guard !bytes.contains(UInt8(ascii: "\\")), bytes.count > ending.count, bytes.suffix(ending.count) == ending[...]
        else { return nil }
        let above = bytes.dropLast(ending.count)
        let start = above.lastIndex(of: UInt8(ascii: ",")).map { $0 + 1 } ?? 0
        let name = above[start...]
        guard name.starts(with: "cn=".utf8), !name.contains(UInt8(ascii: "+")), !name.contains(UInt8(ascii: "#")) else {
            return nil
        }
        return String(decoding: name.dropFirst(3), as: UTF8.self)
    }

    private func carefulName(of dn: String) -> String? {
        guard let name = try? DistinguishedName(dn), name.isDescendant(of: services) else { return nil }
        return name.relativeNames[name.relativeNames.count - services.relativeNames.count - 1].value.lowercased()
    }
}
