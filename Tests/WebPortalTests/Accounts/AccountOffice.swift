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

/// A tenant of a test's own, whose administrators and people nobody else changes.
struct AccountOffice: Sendable {
    let rig: PortalRig
    let tenant: String
    let domain: String

    /// `admin1`, `admin2` and `orang1`… at `domain`.
    init(_ rig: PortalRig, tenant: String, domain: String, people: Int) async throws {
        (self.rig, self.tenant, self.domain) = (rig, tenant, domain)
        let hash = "userPassword: \(try await PasswordHash.ssha(of: PortalRig.password))"
        let names = ["admin1", "admin2"] + (0..<people).map { "orang\($0 + 1)" }
        let accounts = names.map {
            SampleEntries.account("\($0)@\(domain)", tenant: tenant, service: PortalRig.early, attributes: hash)
        }
        let group = """
            dn: cn=administrators,o=\(tenant),cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)
            objectClass: groupOfNames
            cn: administrators
            member: \(SampleEntries.dn("admin1@\(domain)", tenant: tenant, service: PortalRig.early))
            member: \(SampleEntries.dn("admin2@\(domain)", tenant: tenant, service: PortalRig.early))


            """
        let entries =
            SampleEntries.tenant(tenant, service: PortalRig.early, domains: [domain]) + accounts.joined() + group
        try await rig.stack.slapd.modify(entries)
    }

    func address(_ name: String) -> String { "\(name)@\(domain)" }

    /// The page of an account.
    func path(_ name: String) async throws -> String {
        "/admin/akun/\(try await rig.stack.slapd.entryUUID(ofAccount: address(name)) ?? "none")"
    }

    /// What the directory has of an account.
    func entry(_ name: String) async throws -> String {
        try await rig.stack.slapd.search("(mail=\(address(name)))", attributes: ["*", "+"])
    }

    /// An account's entry.
    func dn(_ name: String) -> String {
        SampleEntries.dn(address(name), tenant: tenant, service: PortalRig.early)
    }

    /// Changes an account past the portal.
    func change(_ name: String, _ lines: String) async throws {
        try await rig.stack.slapd.modify("dn: \(dn(name))\nchangetype: modify\n\(lines)\n\n")
    }
}

extension Browser {
    /// Signs somebody in who has a second factor; that is a step-up as well.
    func signIn(_ address: String, with code: String) async throws -> Page {
        try await signIn(address, PortalRig.password)
        return try await post("/masuk/kode", ["code": code])
    }
}

/// A worker that follows the rig's directory, and its API on a socket.
enum ListingWorker {
    static func serving<Value: Sendable>(
        _ rig: PortalRig,
        _ body: @Sendable (WorkerAPIClient) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "listing-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let worker = try worker(rig, state: folder.appending(path: "state.sqlite").path)
        try await worker.project()
        let address = WorkerAPIAddress.socket(path: folder.appending(path: "api.sock").path)
        let api = try WorkerAPI(
            worker: worker,
            configuration: .init(address: address, timeZone: .gmt, mailHost: SampleEntries.host),
            logger: silent
        )
        let group = ServiceGroup(configuration: .init(services: [api], logger: silent))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let client = WorkerAPIClient(address)
            try await waitUntil("the worker's API answers") { await client.isReachable }
            let result: Result<Value, any Error>
            do { result = .success(try await body(client)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    private static func worker(_ rig: PortalRig, state: String) throws -> Worker {
        let slapd = rig.stack.slapd
        let password = try String(contentsOf: slapd.passwordFile(of: .worker), encoding: .utf8)
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(slapd.port)),
            authentication: .simple(try DistinguishedName(slapd.dn(of: .worker)), LDAPSecret(password))
        )
        return try Worker(
            source: LDAPDirectorySource(
                configuration: configuration,
                suffix: try DistinguishedName(slapd.options.suffix)
            ),
            store: RecordingMailStore(mailboxes: []),
            state: try StateDatabase(path: state),
            policy: SyncPolicy(mailHost: SampleEntries.host),
            suffix: slapd.options.suffix,
            logger: silent
        )
    }

    private static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
