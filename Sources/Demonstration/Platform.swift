internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import MailStores
internal import SampleDirectory
internal import StateDatabase

/// Everything a demonstration runs: the servers, the worker, and what is known of the people in it.
struct Platform: Sendable {
    /// The mail host everything runs for.
    static let mailHost = "narada.mail.go.id"

    let stack: LocalStack
    let sample: SampleDirectory
    /// The password of every sample account.
    let password: String
    let worker: ServerProcess
    let portal: ServerProcess
    /// Where the portal is, for a browser on this machine.
    let portalURL: String
    /// Who looks after second factors.
    let office: SecondFactorOffice
    /// The program whose commands are shown.
    let program: URL
    let configuration: URL
    let stateFile: URL
    let metrics: String
    let narrator: Narrator

    /// The state as the worker keeps it, for reading.
    func readState<Value>(_ body: (StateReader) throws -> Value) throws -> Value {
        let state = try StateDatabase(path: stateFile.path)
        defer { try? state.close() }
        return try state.read(body)
    }

    /// Asks Dovecot itself.
    func withMailStore<Value>(_ body: (DovecotMailStore) async throws -> Value) async throws -> Value {
        let dovecot = try stack.dovecot
        return try await DovecotMailStore.withStore(
            DovecotMailStore.Configuration(
                endpoint: dovecot.doveadmURI,
                keyFile: dovecot.keyFile.path,
                mailRoot: dovecot.mailRoot.path.trimmingSuffix("/"),
                archiveRoot: dovecot.archiveRoot.path.trimmingSuffix("/")
            ),
            body
        )
    }

    /// Changes the directory as Admin Pusat does: signed in through the gate, under the directory's access rules.
    func modifyAsAdministrator(_ ldif: String) async throws {
        let administrator = sample.headquarters
        try await stack.slapd.modify(
            ldif,
            as: .account(dn: administrator.distinguishedName, password: password, gateURI: try stack.gate.uri)
        )
    }

    /// Sets an account's status as Admin Pusat.
    func setStatus(_ status: AccountStatus, of account: Person, reason: String = "demonstration") async throws {
        try await modifyAsAdministrator(
            """
            dn: \(account.dn)
            changetype: modify
            replace: pamongAccountStatus
            pamongAccountStatus: \(status.rawValue)
            -
            replace: pamongStatusReason
            pamongStatusReason: \(reason)

            """
        )
    }

    /// Logs in by IMAP, with the password of all sample accounts unless another is given; `nil` when it is refused.
    func logIn(_ address: String, password other: String? = nil) async throws -> IMAPSession? {
        let session = try await IMAPSession(port: try stack.dovecot.ports.imap)
        guard try await session.login(address, password: other ?? password) else { return nil }
        return session
    }
}

/// Somebody with an account.
struct Person: Sendable, Hashable {
    var dn: String
    var address: String
    var uuid: EntryUUID
    /// Whether the sample says that a second factor is active. There is no key behind it, so nobody can log in.
    var isMarked: Bool
}

extension Platform {
    /// People of this mail host below an entry, in the directory's order.
    func people(below base: String, status: AccountStatus = .active) async throws -> [Person] {
        let filter = "(&(objectClass=pamongAccount)(pamongAccountStatus=\(status.rawValue))(mailHost=\(Self.mailHost)))"
        let ldif = try await stack.slapd.search(
            filter,
            base: base,
            attributes: ["mail", "entryUUID", "pamongTwoFactorSince"]
        )
        return ldif.components(separatedBy: "\n\n").compactMap(Person.init(ldif:))
    }
}

extension Person {
    /// Reads one record of `ldapsearch -LLL`; a DN that is not plain ASCII comes in base64.
    fileprivate init?(ldif: String) {
        var values: [Substring: String] = [:]
        for line in ldif.split(separator: "\n") {
            if let match = line.firstMatch(of: /^([^:]+):: (.+)$/) {
                values[match.1] = Data(base64Encoded: String(match.2)).map { String(decoding: $0, as: UTF8.self) }
            } else if let match = line.firstMatch(of: /^([^:]+): (.+)$/) {
                values[match.1] = String(match.2)
            }
        }
        guard let dn = values["dn"], let address = values["mail"],
            let uuid = values["entryUUID"].flatMap(EntryUUID.init)
        else { return nil }
        self.init(dn: dn, address: address, uuid: uuid, isMarked: values["pamongTwoFactorSince"] != nil)
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
