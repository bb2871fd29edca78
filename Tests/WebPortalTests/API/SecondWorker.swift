import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import Logging
import MailStores
import ServiceLifecycle
import StateDatabase
import SyncEngine
import TestEntries
import WorkerAPI

/// The worker of another mail host, with a ledger of its own.
final class SecondWorker: Sendable {
    static let host = "yamadipati.mail.go.id"
    let client: WorkerAPIClient

    private static let started = Task { try await SecondWorker(try await APIRig.shared().portal.stack) }

    static func shared() async throws -> SecondWorker { try await started.value }

    private init(_ stack: LocalStack) async throws {
        let folder = stack.folder.url
        let socket = folder.appending(path: "second.sock").path
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let worker = try Worker(
            source: try Self.source(stack),
            store: RecordingMailStore(),
            state: try StateDatabase(path: folder.appending(path: "second.sqlite").path),
            policy: SyncPolicy(mailHost: Self.host),
            suffix: SampleEntries.suffix,
            logger: quiet
        )
        let api = try WorkerAPI(
            worker: worker,
            configuration: .init(address: .socket(path: socket), timeZone: .gmt, mailHost: Self.host),
            logger: quiet
        )
        client = WorkerAPIClient(.socket(path: socket))
        // The tasks belong to the process: it ends with the last test.
        Task { try await worker.run() }
        Task { try await ServiceGroup(configuration: .init(services: [api], logger: quiet)).run() }
        let client = client
        try await waitUntil("the second worker is in sync, and its API answers") {
            guard worker.status.isInSync else { return false }
            return await client.isReachable
        }
    }

    private static func source(_ stack: LocalStack) throws -> LDAPDirectorySource {
        let password = try String(contentsOf: stack.slapd.passwordFile(of: .worker), encoding: .utf8)
        return LDAPDirectorySource(
            configuration: LDAPConfiguration(
                server: .plain(host: "127.0.0.1", port: Int(stack.slapd.port)),
                authentication: .simple(
                    try DistinguishedName(stack.slapd.dn(of: .worker)),
                    LDAPSecret(password.trimmingCharacters(in: .newlines))
                ),
                operationTimeout: .seconds(30)
            ),
            suffix: try DistinguishedName(SampleEntries.suffix)
        )
    }
}
