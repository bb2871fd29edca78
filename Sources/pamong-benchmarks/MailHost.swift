import DirectoryModel
import Foundation
import LocalStack
import MailStores
import SampleDirectory
import StateDatabase
import SyncEngine

/// A mail host with a real Dovecot and about a thousand accounts, and what is measured on it.
struct MailHost {
    let stack: LocalStack
    let password: String
    let request: BenchmarkRequest

    static func measure(_ request: BenchmarkRequest) async throws -> [Measurement] {
        let password = PasswordHash.randomPassword()
        let sample = SampleDirectory(scale: .small, passwordHash: try await PasswordHash.ssha(of: password))
        var entries = ""
        sample.writeLDIF(to: &entries)
        var options = LocalStackOptions(servers: .mailboxes)
        options.slapd.entries = entries
        return try await withLocalStack(options) { stack in
            let host = MailHost(stack: stack, password: password, request: request)
            var results: [Measurement] = []
            if request.wants(.mailboxes) { results += try await MailboxCreation.measure(host) }
            if request.wants(.cut) { results += try await SessionCut.measure(host) }
            return results
        }
    }

    /// Lends Dovecot as the worker's mail store.
    func withStore<Value: Sendable>(_ body: (DovecotMailStore) async throws -> Value) async throws -> Value {
        let dovecot = try stack.dovecot
        return try await DovecotMailStore.withStore(
            DovecotMailStore.Configuration(
                endpoint: dovecot.doveadmURI,
                keyFile: dovecot.keyFile.path,
                mailRoot: dovecot.mailRoot.path.withoutSlash,
                archiveRoot: dovecot.archiveRoot.path.withoutSlash
            ),
            body
        )
    }

    /// An empty state file.
    func newState() throws -> StateDatabase {
        try StateDatabase(path: stack.folder.url.appending(path: "state-\(UUID().uuidString).sqlite").path)
    }

    /// Removes all mailboxes, as if none had ever been made.
    func removeMailboxes() throws {
        let root = try stack.dovecot.mailRoot
        for home in try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: home)
        }
    }
}

extension String {
    fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
