internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

/// Whom the name of a simple bind stands for. The name comes from anybody who can reach the gate, so it is taken apart
/// strictly, and only names put together anew from the parts go on to the directory.
enum LoginName: Hashable, Sendable {
    /// `mail=<address>,cn=<protocol>,cn=login`: an address and what it logs in for.
    case address(MailAddress, LoginProtocol)
    /// An entry of its own below `ou=services,<suffix>`: it logs in to the directory.
    case entry(DistinguishedName)
    /// Below `ou=system,<suffix>`: a program with a password of its own, which needs no second factor.
    case serviceIdentity(DistinguishedName)
    /// No name that anybody could log in with.
    case unknown
}

/// Takes names of binds apart for one suffix.
struct LoginNameParser: Sendable {
    /// No name of ours comes near.
    static let greatestLength = 1024

    private let services: DistinguishedName
    private let system: DistinguishedName
    private let loginRoot = RelativeDistinguishedName("cn", "login")

    init(suffix: DistinguishedName) {
        services = suffix.child("ou", "services")
        system = suffix.child("ou", "system")
    }

    /// Reads the bytes of a bind's name.
    func parse(_ name: [UInt8]) -> LoginName {
        PlainLoginName.read(name) ?? parseWithCare(name)
    }

    /// The same without the short cut.
    func parseWithCare(_ name: [UInt8]) -> LoginName {
        guard (1...Self.greatestLength).contains(name.count), !name.contains(0),
            let text = String(validating: name, as: UTF8.self), let dn = try? DistinguishedName(text)
        else { return .unknown }
        if let login = login(dn) { return login }
        if dn.isDescendant(of: system) { return isPlain(dn) ? .serviceIdentity(dn) : .unknown }
        if dn.isDescendant(of: services) { return isText(dn) ? .entry(dn) : .unknown }
        return .unknown
    }

    /// `nil` for a name that does not end in `cn=login` alone.
    private func login(_ dn: DistinguishedName) -> LoginName? {
        guard dn.relativeNames.last == loginRoot else { return nil }
        let names = dn.relativeNames
        guard names.count == 3, names.allSatisfy({ $0.assertions.count == 1 }),
            names[0].type == "mail", names[1].type == "cn",
            let address = names[0].assertions[0].value.withUnsafeBytes({ MailAddress(bytes: $0) }),
            let purpose = LoginProtocol(rawValue: names[1].value.lowercased()), purpose != .directory
        else { return .unknown }
        return .address(address, purpose)
    }

    /// Service identities have plain names. Anything that could read differently on the server (several values in one
    /// relative name, other than printable ASCII) is not one of them.
    private func isPlain(_ dn: DistinguishedName) -> Bool {
        dn.relativeNames.allSatisfy { name in
            name.assertions.count == 1 && name.assertions[0].value.allSatisfy { (0x20..<0x7F).contains($0) }
        }
    }

    /// Escapes can hold bytes that the text itself may not.
    private func isText(_ dn: DistinguishedName) -> Bool {
        dn.relativeNames.allSatisfy { name in
            name.assertions.allSatisfy { assertion in
                String(validating: assertion.value, as: UTF8.self) != nil
                    && assertion.value.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            }
        }
    }
}
