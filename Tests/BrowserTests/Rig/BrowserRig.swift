import Demonstration
import Foundation
import LocalStack
import Synchronization
import TestEntries
import Testing

/// slapd, the gate, Dovecot, a worker, `pamong portal` and a browser, started once for all tests of this target, which use them one
/// after the other. Ended with the test process, whatever happens.
final class BrowserRig: Sendable {
    static let agency = "Kabupaten Bandung"
    static let office = "KPPN Jakarta I"
    /// A service whose day for second factors is still to come, and one whose day is over.
    static let early = "multidomain.mail.go.id"
    static let late = "sakti.mail.go.id"
    static let password = PasswordHash.randomPassword()
    static let helpDesk = "WhatsApp 0811-1234-5678"

    let stack: LocalStack
    let office: SecondFactorOffice
    let chromium: Chromium
    let tab: Tab
    /// The resolvers that are asked for MX records.
    let nameServers: [NameServer]
    private let worker: ServerProcess
    private let portal: ServerProcess
    private let nextPerson = Mutex(0)

    private static let started = Task { try await BrowserRig() }

    /// The one rig, started by whoever asks first.
    static func shared() async throws -> BrowserRig { try await started.value }

    private init() async throws {
        var options = LocalStackOptions(servers: .mailboxes)
        options.slapd.isDurable = false
        options.slapd.entries = try await Self.entries()
        options.gate = GateOptions(program: try GateOptions.programBesideThis()) { slapd, gate in
            try await slapd.modify(
                Self.deadline(Self.early, "20991231170000Z") + Self.deadline(Self.late, "20260125170000Z")
            )
            try await slapd.modify(Officer.headOfficeMembership)
            try await SecondFactorOffice.prepare(slapd, gate)
        }
        let stack = try await LocalStack.start(options)
        let port = try LoopbackPort.free()
        self.stack = stack
        office = try SecondFactorOffice(stack.slapd, keyRing: stack.gate.keyRing)
        chromium = try Chromium(in: stack.folder)
        nameServers = try (0..<2).map { _ in try NameServer.prepare([:], in: stack.folder) }
        for server in nameServers { try await server.start() }
        let configuration = BrowserRigConfiguration(stack: stack, nameServers: nameServers, portalPort: port)
        worker = try configuration.worker()
        portal = try configuration.portal()
        try await worker.start()
        try await portal.start()
        try await chromium.start()
        tab = Tab(
            driver: try await WebDriver(driverPort: chromium.driverPort, browserPort: chromium.browserPort),
            base: "http://127.0.0.1:\(port)"
        )
    }

    private static let people = 20

    private static func entries() async throws -> String {
        let hash = "userPassword: \(try await PasswordHash.ssha(of: password))"
        let tenants =
            SampleEntries.tenant(agency, service: early, domains: ["bandungkab.go.id"])
            + SampleEntries.tenant(office, service: late) + SampleEntries.tenant(Officer.foreignOffice, service: late)
        return tenants + Officer.accountsAndGroups(password: hash)
            + (1...people).map { number in
                SampleEntries.account(address(number, early), tenant: agency, service: early, attributes: hash)
                    + SampleEntries.account(address(number, late), tenant: office, service: late, attributes: hash)
            }.joined()
    }

    private static func address(_ number: Int, _ service: String) -> String {
        "orang\(number)@\(service == early ? "bandungkab.go.id" : service)"
    }

    private static func deadline(_ service: String, _ time: String) -> String {
        """
        dn: cn=\(service),ou=services,\(SampleEntries.suffix)
        changetype: modify
        replace: pamongTwoFactorDeadline
        pamongTwoFactorDeadline: \(time)


        """
    }

    /// The address of somebody no other test has, without a second factor.
    func person(of service: String) throws -> String {
        let number = nextPerson.withLock { number in
            number += 1
            return number
        }
        try #require(number <= Self.people, "more people are needed")
        return Self.address(number, service)
    }

    /// Logs in to the mailbox as a mail program does; `nil` when the password is refused.
    func mailProgram(_ address: String, _ password: String) async throws -> IMAPSession? {
        let session = try await IMAPSession(port: try stack.dovecot.ports.imap)
        return try await session.login(address, password: password) ? session : nil
    }
}
