internal import DirectoryModel
internal import HTTPTypes
internal import LDAPClient

/// What `active` does to an account's status. Pure.
///
/// | now | true | false |
/// |---|---|---|
/// | uploaded | active, and registered from now on | as it is |
/// | active | as it is | blocked, by a program |
/// | blocked by a program | active | as it is |
/// | blocked by an administrator | refused | as it is |
///
/// An account that was blocked before anybody had registered it is registered when a program makes it active.
enum UserStatusChange {
    /// How the reason of a block begins that a program made, and only such a block a program ends.
    static let mark = "API: "

    /// The changes; none when it is as it should be. `host` is for accounts that were uploaded without one. Throws ``SCIMError``.
    static func changes(_ user: SCIMUser, active: Bool, by program: String, host: String?, now: Timestamp) throws
        -> [LDAPModification]
    {
        switch (user.status, active) {
        case (.active, true), (.uploaded, false), (.blocked, false), (.closed, _): return []
        case (.active, false):
            return [
                .replace(UserAttributes.status, AccountStatus.blocked.rawValue),
                .replace(UserAttributes.reason, "\(mark)\(program)"),
            ]
        case (.blocked, true):
            guard user.entry.string(of: UserAttributes.reason)?.hasPrefix(mark) == true else {
                throw SCIMError(
                    .forbidden,
                    nil,
                    "an administrator has blocked the account; only an administrator ends that"
                )
            }
            return try activation(user, host, now) + [.replace(UserAttributes.reason)]
        case (.uploaded, true): return try activation(user, host, now)
        }
    }

    private static func activation(_ user: SCIMUser, _ host: String?, _ now: Timestamp) throws -> [LDAPModification] {
        var changes: [LDAPModification] = [.replace(UserAttributes.status, AccountStatus.active.rawValue)]
        if !user.isRegistered { changes.append(.add(UserAttributes.registered, now.directoryText)) }
        if !user.entry.contains(UserAttributes.host) {
            guard let host else { throw SCIMError.hostUnknown }
            changes.append(.add(UserAttributes.host, host))
        }
        return changes
    }
}

extension Timestamp {
    /// `YYYYMMDDHHMMSSZ` (RFC 4517, section 3.3.13).
    var directoryText: String { rfc3339.prefix(19).filter(\.isNumber) + "Z" }
}
