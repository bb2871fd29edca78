internal import DirectoryModel
public import LDAPClient

/// Finds out who somebody is and what they administer, for decisions that need a person: a name alone is no proof.
public struct AdministratorSignIn: Sendable {
    /// Why somebody is not let in.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// No account has this address, or the name is no DN.
        case unknownName(String)
        /// The directory refused name and password. It does not say which of the two was wrong, nor whether the account is
        /// blocked, and neither do we.
        case credentials

        /// What to say to the person.
        public var description: String {
            switch self {
            case .unknownName(let name): "\(name) is neither the address of an account nor a distinguished name"
            case .credentials: "the directory did not accept this name and password"
            }
        }
    }

    /// What somebody administers.
    public enum Role: Sendable, Hashable {
        /// Everything: a member of `cn=administrators,<suffix>`, Admin Pusat.
        case headOffice
        /// The one tenant that was asked about.
        case tenant
        /// Nothing that was asked about.
        case nobody
    }

    private let reader: LDAPConfiguration
    private let gate: LDAPConfiguration
    private let suffix: DistinguishedName

    /// `reader` signs in as an identity that sees groups and accounts; `gate` is where persons sign in, and what it says
    /// of authentication is not used.
    public init(reader: LDAPConfiguration, gate: LDAPConfiguration, suffix: DistinguishedName) {
        self.reader = reader
        self.gate = gate
        self.suffix = suffix
    }

    /// Signs somebody in by mail address or DN and answers their DN. Throws ``Refusal``, and `LDAPError` when the
    /// directory could not be asked.
    public func signIn(as name: String, password: LDAPSecret) async throws -> DistinguishedName {
        try await withSignedIn(as: name, password: password) { person, _ in person }
    }

    /// Signs somebody in and lends the connection that is theirs, so that what they write is judged by the directory's own
    /// rules. With a second factor the code is typed behind the password. Throws what ``signIn(as:password:)`` throws, and
    /// what the closure does.
    public func withSignedIn<Result: Sendable>(
        as name: String,
        password: LDAPSecret,
        _ body: @Sendable (DistinguishedName, LDAPConnection) async throws -> Result
    ) async throws -> Result {
        let person = try await find(name)
        var attempt = gate
        attempt.authentication = .simple(person, password)
        let connection: LDAPConnection
        do {
            connection = try await LDAPConnection.connect(attempt)
        } catch let error as LDAPError where Self.saysNo.contains(error.code) {
            throw Refusal.credentials
        }
        do {
            let result = try await body(person, connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// What a person administers: everything, or the given tenant, or nothing of it.
    ///
    /// As in the directory's own rules, an administrator of a tenant is a member of its group *and* one of its accounts.
    public func role(of person: DistinguishedName, tenant: DistinguishedName?) async throws -> Role {
        try await LDAPConnection.withConnection(reader) { connection in
            try await Self.role(of: person, tenant: tenant, suffix: suffix, on: connection)
        }
    }

    /// The same on a connection in hand, which may be the person's own: a group they cannot see is none of theirs.
    public static func role(
        of person: DistinguishedName,
        tenant: DistinguishedName?,
        suffix: DistinguishedName,
        on connection: LDAPConnection
    ) async throws -> Role {
        if try await isMember(person, of: suffix.child("cn", "administrators"), connection) { return .headOffice }
        guard let tenant, person.parent == tenant.child("ou", "accounts") else { return .nobody }
        return try await isMember(person, of: tenant.child("cn", "administrators"), connection) ? .tenant : .nobody
    }

    private static let saysNo: [LDAPResultCode] = [
        .invalidCredentials, .insufficientAccessRights, .noSuchObject, .inappropriateAuthentication,
        .unwillingToPerform,
    ]

    private func find(_ name: String) async throws -> DistinguishedName {
        guard let address = MailAddress(name) else {
            guard let dn = try? DistinguishedName(name), !dn.isRoot else { throw Refusal.unknownName(name) }
            return dn
        }
        let search = LDAPSearch(
            base: suffix,
            filter: .and([.equal("objectClass", "pamongAccount"), .equal("mail", address.text)]),
            attributes: [.noAttributes],
            references: .ignore
        )
        let found = try await LDAPConnection.withConnection(reader) { try await $0.entries(search) }
        guard found.count == 1, let entry = found.first else { throw Refusal.unknownName(name) }
        return try entry.distinguishedName()
    }

    private static func isMember(
        _ person: DistinguishedName,
        of group: DistinguishedName,
        _ connection: LDAPConnection
    ) async throws -> Bool {
        do {
            return try await connection.compare(group, "member", Array(person.description.utf8))
        } catch let error as LDAPError
            where [.noSuchObject, .noSuchAttribute, .insufficientAccessRights].contains(error.code)
        {
            return false
        }
    }
}
