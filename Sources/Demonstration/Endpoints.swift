internal import Foundation
internal import LocalStack

/// `endpoints.json`: where everything of a running demonstration is, for people and tools that want to attach.
struct Endpoints: Codable {
    struct Account: Codable {
        var address: String
        var password: String
        /// What the account administers, if anything.
        var administers: String?
    }

    var suffix: String
    var ldapi: String
    var ldap: String
    var adminDN: String
    var adminPasswordFile: String
    var gate: String
    var imap: String
    var lmtp: String
    var smtp: String
    var submission: String
    var doveadm: String
    var doveadmKeyFile: String
    var portal: String
    var metrics: String
    var config: String
    var state: String
    var accounts: [Account]

    init(_ platform: Platform, people: [Person], administrators: [Administrator]) throws {
        let slapd = platform.stack.slapd
        let dovecot = try platform.stack.dovecot
        let postfix = try platform.stack.postfix
        suffix = slapd.options.suffix
        ldapi = slapd.adminURI
        ldap = slapd.uri
        adminDN = slapd.adminDN
        adminPasswordFile = slapd.adminPasswordFile.path
        gate = try platform.stack.gate.uri
        imap = "imap://127.0.0.1:\(dovecot.ports.imap)"
        lmtp = "lmtp://127.0.0.1:\(dovecot.ports.lmtp)"
        smtp = "smtp://127.0.0.1:\(postfix.smtpPort)"
        submission = "smtp://127.0.0.1:\(postfix.submissionPort)"
        doveadm = dovecot.doveadmURI
        doveadmKeyFile = dovecot.keyFile.path
        portal = platform.portalURL
        metrics = platform.metrics
        config = platform.configuration.path
        state = platform.stateFile.path
        accounts =
            people.map { Account(address: $0.address, password: platform.password) }
            + administrators.map {
                Account(address: $0.address, password: platform.password, administers: $0.kind.rawValue)
            }
    }

    /// Writes the file into the demonstration's folder, readable by its owner alone: it holds passwords.
    func write(to folder: StackFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try folder.secretFile("endpoints.json", String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
    }
}
