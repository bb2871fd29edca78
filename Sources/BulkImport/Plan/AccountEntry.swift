internal import DirectoryModel
internal import LDAPClient

/// A new account as the directory is to have it.
enum AccountEntry {
    static let classes = ["inetOrgPerson", "inetLocalMailRecipient", "pamongAccount"]
    static let registeredTime: AttributeName = "pamongRegisteredTime"

    /// The entry's attributes. An account has no password until its owner has set one, and is uploaded unless the row says
    /// otherwise.
    static func attributes(_ values: ImportValues, _ policy: ImportPolicy, now: Timestamp) -> [LDAPAttribute] {
        var values = values
        values[.status] = values[.status] ?? AccountStatus.uploaded.rawValue
        values[.mailHost] = values[.mailHost] ?? policy.mailHost
        values[.surname] = values[.surname] ?? values[.name].map(surname)
        var attributes = [LDAPAttribute("objectClass", classes)]
        for column in ImportColumn.allCases {
            let list = values.list(column)
            if !list.isEmpty { attributes.append(LDAPAttribute(column.attribute, list)) }
        }
        if values[.status] == AccountStatus.active.rawValue {
            attributes.append(LDAPAttribute(registeredTime, generalizedTime(now)))
        }
        return attributes
    }

    /// `YYYYMMDDHHMMSSZ` (RFC 4517 section 3.3.13).
    static func generalizedTime(_ time: Timestamp) -> String {
        time.rfc3339.prefix(19).filter(\.isNumber) + "Z"
    }

    /// Many Indonesian names are one word, which is then both.
    private static func surname(_ name: String) -> String {
        name.split(separator: " ").last.map(String.init) ?? name
    }
}
