import Foundation

/// Who a tool acts as.
public enum DirectoryUser: Sendable {
    /// The manager, by SASL EXTERNAL over its own listener.
    case manager
    /// A service identity, with its password file.
    case identity(ServiceIdentity)
    /// An account with its password: through a login gate, or on slapd's own listener for it.
    case account(dn: String, password: String, gateURI: String? = nil)
}

/// The tools an administrator uses.
extension SlapdServer {
    /// Applies LDIF changes (`ldapmodify`); records without `changetype` are added.
    /// - Throws: `LocalStackError` with what the server said when one of them fails; the earlier ones are done.
    public func modify(_ changes: String, as user: DirectoryUser = .manager) async throws {
        try await withArguments(user) { arguments in
            _ = try await ShortCommand("/usr/bin/ldapmodify", ["-a"] + arguments, input: Data(changes.utf8)).run()
        }
    }

    /// Searches (`ldapsearch -LLL -o ldif-wrap=no`) and returns the LDIF.
    /// - Throws: `LocalStackError` when the result is not success, so a size limit is an error, too.
    public func search(
        _ filter: String,
        base: String? = nil,
        scope: String = "sub",
        attributes: [String] = [],
        as user: DirectoryUser = .manager
    ) async throws -> String {
        try await withArguments(user) { arguments in
            let what = ["-LLL", "-o", "ldif-wrap=no", "-b", base ?? options.suffix, "-s", scope, filter] + attributes
            return try await ShortCommand("/usr/bin/ldapsearch", arguments + what).run()
        }
    }

    /// Tries a login (`ldapwhoami`) by a DN or a gate's login name, and nothing else.
    /// - Returns: whether it was accepted, and what the server said: who one is, or why not.
    public func logIn(_ name: String, password: String, at uri: String) async throws -> (isAccepted: Bool, text: String)
    {
        try await withArguments(.account(dn: name, password: password, gateURI: uri)) { arguments in
            let outcome = try await ShortCommand("/usr/bin/ldapwhoami", arguments).outcome()
            let text = outcome.text + String(decoding: outcome.errors, as: UTF8.self)
            return (outcome.exit == .code(0), text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// The entryUUID of the account with this primary address; `nil` when there is none.
    public func entryUUID(ofAccount mail: String) async throws -> String? {
        let found = try await search("(&(objectClass=pamongAccount)(mail=\(mail)))", attributes: ["entryUUID"])
        return found.split(separator: "\n").compactMap { $0.firstMatch(of: /^entryUUID: (.+)$/)?.1 }.first.map(
            String.init
        )
    }

    private func withArguments<Result>(_ user: DirectoryUser, _ body: ([String]) async throws -> Result) async throws
        -> Result
    {
        switch user {
        case .manager:
            return try await body(["-Q", "-Y", "EXTERNAL", "-H", adminURI])
        case .identity(let identity):
            return try await body(["-x", "-H", uri, "-D", dn(of: identity), "-y", passwordFile(of: identity).path])
        case .account(let dn, let password, let uri):
            let file = try folder.secretFile("secrets/\(randomText(12))", password)
            defer { try? FileManager.default.removeItem(at: file) }
            return try await body(["-x", "-H", uri ?? gateURI, "-D", dn, "-y", file.path])
        }
    }
}
