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

/// A real worker that follows the rig's directory, with its API on a socket: started by whichever test asks first, it runs as
/// long as the tests do. Its guard holds what a tenant loses beyond three accounts, and nothing of services or of all, for
/// other tests write to the same directory.
final class WorkerBehind: Sendable {
    let state: StateDatabase
    let worker: Worker
    let client: WorkerAPIClient
    /// A socket nobody listens on.
    let silent: WorkerAPIClient

    private static let started = Task { try await WorkerBehind(try await PortalRig.shared()) }

    static func shared() async throws -> WorkerBehind { try await started.value }

    private init(_ rig: PortalRig) async throws {
        try await rig.stack.slapd.modify(try await AgencyUnderTest.entries())
        let folder = rig.stack.folder.url
        let socket = folder.appending(path: "worker.sock").path
        state = try StateDatabase(path: folder.appending(path: "portal-worker.sqlite").path)
        worker = try Worker(
            source: Self.source(rig.stack),
            store: RecordingMailStore(),
            state: state,
            policy: Self.policy,
            suffix: SampleEntries.suffix,
            logger: Self.quiet
        )
        client = WorkerAPIClient(.socket(path: socket))
        silent = WorkerAPIClient(.socket(path: folder.appending(path: "nobody.sock").path))
        try run(socket)
        let (worker, client) = (worker, client)
        try await waitUntil("the worker is in sync, and its API answers") {
            guard worker.status.isInSync else { return false }
            return await client.isReachable
        }
    }

    /// The tasks belong to the process: it ends with the last test.
    private func run(_ socket: String) throws {
        let api = try WorkerAPI(
            worker: worker,
            configuration: WorkerAPI.Configuration(
                address: .socket(path: socket),
                timeZone: TimeZone(identifier: "Asia/Jakarta") ?? .gmt,
                mailHost: SampleEntries.host
            ),
            logger: Self.quiet
        )
        let worker = worker
        Task { try await worker.run() }
        Task { try await ServiceGroup(configuration: .init(services: [api], logger: Self.quiet)).run() }
    }

    private static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private static var policy: SyncPolicy {
        var policy = SyncPolicy(mailHost: SampleEntries.host)
        policy.settleTime = .zero
        policy.proofDelay = .milliseconds(5)
        policy.limits.service.minimum = 100_000
        policy.limits.all.minimum = 100_000
        return policy
    }

    private static func source(_ stack: LocalStack) throws -> LDAPDirectorySource {
        let password = try String(contentsOf: stack.slapd.passwordFile(of: .worker), encoding: .utf8)
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(stack.slapd.port)),
            authentication: .simple(
                try DistinguishedName(stack.slapd.dn(of: .worker)),
                LDAPSecret(password.trimmingCharacters(in: .newlines))
            ),
            operationTimeout: .seconds(30)
        )
        return LDAPDirectorySource(configuration: configuration, suffix: try DistinguishedName(SampleEntries.suffix))
    }

    /// Waits for a batch of an agency that is open, and answers it.
    func openHold(of agency: AgencyUnderTest, atLeast accounts: Int) async throws -> HoldSummary {
        var found: HoldSummary?
        try await waitUntil("a batch of \(agency.name) is held") {
            found = try await client.holds(state: .open).first { $0.tenant == agency.name }
            return found.map { $0.accounts >= accounts } ?? false
        }
        guard let found else { throw LocalStackError("no batch of \(agency.name)") }
        return found
    }
}

/// An agency with two administrators and ten people, which one test has for itself.
struct AgencyUnderTest: Sendable {
    let name: String
    let domain: String

    static let deciding = AgencyUnderTest(name: "Badan Uji Keputusan", domain: "keputusan.go.id")
    static let rejecting = AgencyUnderTest(name: "Badan Uji Penolakan", domain: "penolakan.go.id")
    static let counting = AgencyUnderTest(name: "Badan Uji Hitungan", domain: "hitungan.go.id")
    static let quarantining = AgencyUnderTest(name: "Badan Uji Karantina", domain: "karantina.go.id")
    static let all = [deciding, rejecting, counting, quarantining]

    static let people = 10

    var administrator: String { "admin@\(domain)" }
    var deputy: String { "wakil@\(domain)" }

    func person(_ number: Int) -> String { "orang\(number)@\(domain)" }

    func dn(_ address: String) -> String { SampleEntries.dn(address, tenant: name, service: PortalRig.early) }

    /// People of the agency with another status, as LDIF changes.
    func setting(_ status: String, of people: ClosedRange<Int>) -> String {
        people.map { number in
            """
            dn: \(dn(person(number)))
            changetype: modify
            replace: pamongAccountStatus
            pamongAccountStatus: \(status)


            """
        }.joined()
    }

    /// Does something as an administrator of the agency does, with nothing but their own rights.
    func write(_ changes: String, as address: String, _ rig: PortalRig) async throws {
        try await rig.stack.slapd.modify(
            changes,
            as: .account(dn: dn(address), password: PortalRig.password, gateURI: try rig.stack.gate.uri)
        )
    }

    static func entries() async throws -> String {
        let hash = "userPassword: \(try await PasswordHash.ssha(of: PortalRig.password))"
        return all.map { $0.entries(hash) }.joined()
    }

    private func entries(_ hash: String) -> String {
        let officers = [administrator, deputy].map {
            SampleEntries.account($0, tenant: name, service: PortalRig.early, attributes: hash)
        }
        // One is not registered yet, one is blocked: so many that the figures differ.
        let others = (1...Self.people).map { number in
            SampleEntries.account(
                person(number),
                tenant: name,
                service: PortalRig.early,
                status: number == 9 ? "uploaded" : number == 10 ? "blocked" : "active"
            )
        }
        return SampleEntries.tenant(name, service: PortalRig.early, domains: [domain])
            + officers.joined() + others.joined() + """
                dn: cn=administrators,o=\(name),cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)
                objectClass: groupOfNames
                cn: administrators
                member: \(dn(administrator))
                member: \(dn(deputy))


                """
    }
}
