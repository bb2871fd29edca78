internal import DirectoryModel
internal import LDAPClient

extension Finding {
    /// What the worker projects an account from.
    static let neededAttributes: [AttributeName] = ["entryUUID", "entryCSN", "mail", "pamongAccountStatus"]

    /// What only the gate, the portal and slapd itself may see.
    static let secretAttributes: [AttributeName] = [
        "userPassword", "pwdHistory", "pamongTotpSecret", "pamongTotpPending", "pamongRecoveryCode",
        "pamongAppPassword", "pamongSealedCanary",
    ]

    private static let accessRules = "load the access rules of this version (LDIF/config/20-directory-access.ldif)"

    private static let unlimited = """
        on the database: olcLimits: dn.onelevel="ou=system,<suffix>" size=unlimited time=unlimited \
        (LDIF/config/07-directory-database.ldif)
        """

    /// slapd's usual limit is 500: with fewer entries than that, asking proves nothing.
    static func judge(readEntries count: Int) -> Finding {
        guard count > 500 else {
            return .skipped(
                .limits,
                "all \(count) entries were read, too few to reach the usual limit of 500",
                remedy:
                    "where slapd's configuration can be read, the limits are judged by it; else try again with more "
                    + "entries"
            )
        }
        return .ok(.limits, "all \(count) entries were read without meeting a limit")
    }

    static func judge(limitError error: any Error, after count: Int) -> Finding {
        let code = (error as? LDAPError)?.code
        guard code == .sizeLimitExceeded || code == .timeLimitExceeded || code == .adminLimitExceeded else {
            return .failed(
                .limits,
                "reading all entries ended after \(count): \(error)",
                remedy: "look at the directory's log"
            )
        }
        return .failed(.limits, "the directory cut the worker off after \(count) entries: \(error)", remedy: unlimited)
    }

    /// Judges the worker's limits by slapd's configuration, where asking could not tell.
    static func judge(limits rules: [LimitRule], of name: DistinguishedName) -> Finding {
        guard let rule = rules.first(where: { $0.covers(name) }) else {
            return .failed(.limits, "no limit rule is about \(name): it gets 500 entries", remedy: unlimited)
        }
        guard rule.isUnlimited else {
            return .failed(.limits, "\(name) is limited by \(rule.text)", remedy: unlimited)
        }
        return .ok(.limits, "\(name) is unlimited")
    }

    static func judge(visibleOf account: String, needed visible: [AttributeName]) -> Finding {
        let hidden = neededAttributes.filter { !visible.contains($0) }.map(\.text)
        guard hidden.isEmpty else {
            return .failed(
                .rights,
                "the worker does not see \(hidden.joined(separator: ", ")) of \(account)",
                remedy: accessRules
            )
        }
        return .ok(.rights, "the worker sees what it needs of an account")
    }

    /// `searchable`: the entry that a search for secrets found, though its values stayed hidden.
    static func judge(visibleSecrets: [AttributeName], searchable: String?) -> Finding {
        guard visibleSecrets.isEmpty else {
            let names = visibleSecrets.map(\.text).joined(separator: ", ")
            return .failed(.secrets, "the worker can read \(names)", remedy: accessRules)
        }
        if let searchable {
            return .failed(
                .secrets,
                "the worker can search by secrets, and so guess them letter by letter (\(searchable))",
                remedy: accessRules
            )
        }
        return .ok(.secrets, "the worker sees no password and no secret")
    }

    static func judge(changeLogIsReadable: Bool) -> Finding {
        guard changeLogIsReadable else {
            return .warning(
                .changeLog,
                "cn=accesslog cannot be read: nobody can tell who made a change that is held",
                remedy: "set the accesslog database up (LDIF/config/06 and 21); until then only Admin Pusat decides"
            )
        }
        return .ok(.changeLog, "cn=accesslog can be read")
    }
}
