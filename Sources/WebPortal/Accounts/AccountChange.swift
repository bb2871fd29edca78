internal import LDAPClient

/// A change of an account's values, from what the form showed to what was typed.
///
/// Each old value is deleted by name and each new one added, all in one modify: it fails as a whole when somebody else has
/// changed one of them meanwhile, and what nobody touched here is left alone. An assertion on entryCSN (RFC 4528) would
/// also fail at every login with a code, and slapd's unique overlay does not take one with an address.
struct AccountChange {
    let modifications: [LDAPModification]

    init(from old: AccountValues, to new: AccountValues) {
        modifications =
            Self.changes("cn", [old.name], [new.name]) + Self.changes("sn", [old.surname], [new.surname])
            + Self.changes("mailLocalAddress", old.aliases, new.aliases)
            + Self.changes("mailRoutingAddress", old.forwards, new.forwards)
            + Self.changes("pamongQuota", Self.list(old.quota), Self.list(new.quota))
    }

    private static func list(_ quota: Int64?) -> [String] { quota.map { [String($0)] } ?? [] }

    private static func changes(_ name: AttributeName, _ old: [String], _ new: [String]) -> [LDAPModification] {
        let (gone, come) = (old.filter { !new.contains($0) && !$0.isEmpty }, new.filter { !old.contains($0) })
        var changes: [LDAPModification] = []
        if !gone.isEmpty { changes.append(LDAPModification(.delete, LDAPAttribute(name, gone))) }
        if !come.isEmpty { changes.append(LDAPModification(.add, LDAPAttribute(name, come))) }
        return changes
    }
}

/// The directory's own refusal of a value, told of the field it is about.
struct AccountRefusal {
    /// `nil` for an error that is about no field.
    let faults: AccountFaults?

    /// - Parameter claimed: the field that holds addresses nobody had before; the directory's rules refuse one that is somebody
    ///   else's without saying which.
    init(_ error: LDAPError, claimed: AccountField?) {
        let said = error.diagnosticMessage.lowercased()
        switch error.code {
        case .entryAlreadyExists: faults = Self.fault(.address, .faultInUse)
        case .insufficientAccessRights: faults = claimed.flatMap { Self.fault($0, .faultMayBeInUse) }
        case .constraintViolation where said.contains("not unique"):
            faults = Self.fault(claimed ?? .address, .faultInUse)
        case .constraintViolation, .invalidAttributeSyntax:
            faults = Self.field(in: said).flatMap { Self.fault($0, .faultRefused) }
        default: faults = nil
        }
    }

    private static func fault(_ field: AccountField, _ text: AccountsText) -> AccountFaults? {
        AccountFaults(byField: [field: AccountFault(text: text)])
    }

    private static func field(in said: String) -> AccountField? {
        let names: [(String, AccountField)] = [
            ("maillocaladdress", .aliases), ("mailroutingaddress", .forwards), ("pamongquota", .quota),
            ("mailhost", .host), ("mail", .address), ("cn", .name), ("sn", .surname),
        ]
        let words = said.split { !$0.isLetter }.map(String.init)
        return names.first { words.contains($0.0) }?.1
    }
}
