import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import Logging
import MailStores
import StateDatabase
import SyncEngine

/// A worker on a real directory, with a mail store that remembers.
struct WorkerRig {
    let stack: LocalStack
    let state: StateDatabase
    let store: RecordingMailStore
    let policy: SyncPolicy
    let source: LDAPDirectorySource

    init(_ stack: LocalStack, policy: SyncPolicy = SyncPolicy(mailHost: SampleEntries.host)) throws {
        self.stack = stack
        self.policy = policy
        store = RecordingMailStore()
        state = try StateDatabase(path: stack.folder.url.appending(path: "state-\(UUID()).sqlite").path)
        source = try Self.source(stack)
    }

    static func source(_ stack: LocalStack) throws -> LDAPDirectorySource {
        let suffix = try DistinguishedName(SampleEntries.suffix)
        let password = try String(contentsOf: stack.slapd.passwordFile(of: .worker), encoding: .utf8)
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(stack.slapd.port)),
            authentication: .simple(
                try DistinguishedName(stack.slapd.dn(of: .worker)),
                LDAPSecret(password.trimmingCharacters(in: .newlines))
            )
        )
        return LDAPDirectorySource(configuration: configuration, suffix: suffix)
    }

    func worker() throws -> Worker {
        try Worker(
            source: source,
            store: store,
            state: state,
            policy: policy,
            suffix: SampleEntries.suffix,
            logger: Logger(label: "test")
        )
    }

    /// One pass: takes in what changed and has it done.
    func pass() async throws {
        try await worker().runOnce(patience: .seconds(5))
    }

    func row(_ address: String) throws -> AccountRow? {
        try state.read { try $0.account(address: MailAddress(trusted: address)) }
    }
}
