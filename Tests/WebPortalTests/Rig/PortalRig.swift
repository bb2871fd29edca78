import Demonstration
import DirectoryModel
import Foundation
import HTTPTypes
import HummingbirdTesting
import LDAPClient
import LDAPDirectory
import LocalStack
import Logging
import Synchronization
import TestEntries
import TwoFactor

@testable import WebPortal

/// slapd and the real gate, started once for all tests of this target; each test has a portal and people of its own.
final class PortalRig: Sendable {
    static let agency = "Kabupaten Bandung"
    static let office = "KPPN Jakarta I"
    /// A service whose day is still to come, one whose day is over, and one that then asks for a ticket.
    static let early = "multidomain.mail.go.id"
    static let late = "sakti.mail.go.id"
    static let strict = "desa.mail.go.id"
    static let password = PasswordHash.randomPassword()

    let stack: LocalStack
    let office: SecondFactorOffice
    private let directory: LDAPConfiguration
    private let pool: LDAPConnectionPool
    let store: SecondFactorStore
    private let nextPerson = Mutex(0)

    private static let started = Task { try await PortalRig() }

    /// The one rig, started by whoever asks first.
    static func shared() async throws -> PortalRig { try await started.value }

    private init() async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.isDurable = false
        options.slapd.entries = try await Self.entries()
        options.gate = GateOptions(program: try GateOptions.programBesideThis()) { slapd, gate in
            try await slapd.modify(
                Self.policy(Self.early, "20991231170000Z", late: "self")
                    + Self.policy(Self.late, "20260125170000Z", late: "self")
                    + Self.policy(Self.strict, "20260125170000Z", late: "ticket")
            )
            try await slapd.modify(Officer.headOfficeMembership)
            try await SecondFactorOffice.prepare(slapd, gate)
        }
        stack = try await LocalStack.start(options)
        office = try SecondFactorOffice(stack.slapd, keyRing: stack.gate.keyRing)
        let slapd = stack.slapd
        let secret = try String(contentsOf: slapd.passwordFile(of: .portal), encoding: .utf8)
        directory = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(slapd.port)),
            authentication: .simple(try DistinguishedName(slapd.dn(of: .portal)), LDAPSecret(secret))
        )
        pool = LDAPConnectionPool(directory)
        store = SecondFactorStore(
            pool: pool,
            suffix: try DistinguishedName(slapd.options.suffix),
            keyRing: try KeyRingFile(path: stack.gate.keyRing.path).load()
        )
    }

    private static let people = 300

    private static func entries() async throws -> String {
        let hash = "userPassword: \(try await PasswordHash.ssha(of: password))"
        let tenants =
            Officer.foreignTenant
            + SampleEntries.tenant(agency, service: early, domains: ["bandungkab.go.id"])
            + SampleEntries.tenant(office, service: late) + SampleEntries.tenant(office, service: strict)
        return tenants + Officer.accountsAndGroups(password: hash)
            + (1...people).map { number in
                [early, late, strict].map { service in
                    SampleEntries.account(
                        address(number, service),
                        tenant: service == early ? agency : office,
                        service: service,
                        attributes: hash
                    )
                }.joined()
            }.joined()
    }

    private static func address(_ number: Int, _ service: String) -> String {
        "orang\(number)@\(service == early ? "bandungkab.go.id" : service)"
    }

    private static func policy(_ service: String, _ time: String, late: String) -> String {
        """
        dn: cn=\(service),ou=services,\(SampleEntries.suffix)
        changetype: modify
        replace: pamongTwoFactorDeadline
        pamongTwoFactorDeadline: \(time)
        -
        replace: pamongLateActivation
        pamongLateActivation: \(late)


        """
    }

    /// The address of somebody no other test has, without a second factor.
    func person(of service: String) -> String {
        Self.address(
            nextPerson.withLock {
                $0 += 1; return $0
            },
            service
        )
    }

    /// Activates somebody's second factor past the portal.
    func enrol(_ address: String) async throws -> Authenticator {
        try await timeLeftInStep()
        return try await office.enrol(address)
    }

    /// Whether the gate lets somebody in for a service's name.
    func gateAccepts(_ address: String, _ password: String, for service: String) async throws -> Bool {
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(try stack.gate.port)),
            authentication: .simple(
                try DistinguishedName("mail=\(address),cn=\(service),cn=login"),
                LDAPSecret(bytes: password.utf8)
            )
        )
        do {
            try await LDAPConnection.withConnection(configuration) { _ in }
            return true
        } catch let error as LDAPError where error.code == .invalidCredentials {
            return false
        }
    }

    /// Serves a portal of its own while the body runs.
    func serving<Value: Sendable>(
        _ change: (inout PortalConfiguration) -> Void = { _ in },
        _ body: @Sendable (Browser, LogLines) async throws -> Value
    ) async throws -> Value {
        var configuration = PortalConfiguration(
            host: "127.0.0.1",
            port: 0,
            directory: directory,
            suffix: try DistinguishedName(stack.slapd.options.suffix),
            gate: LDAPConfiguration(server: .plain(host: "127.0.0.1", port: Int(try stack.gate.port))),
            helpDesk: "WhatsApp 0800-1-HELPDESK",
            timeZone: TimeZone(identifier: "Asia/Jakarta") ?? .gmt
        )
        configuration.limits.perAccount = 1000
        configuration.limits.perAddress = 1000
        configuration.limits.leastAnswerTime = .zero
        change(&configuration)
        let lines = LogLines()
        var logger = Logger(label: "portal") { _ in lines }
        logger.logLevel = .trace
        let portal = try WebPortal(store: store, configuration: configuration, logger: logger)
        return try await portal.application().test(.live) { client in
            try await body(Browser(client), lines)
        }
    }
}

/// Keeps every line that is logged, for tests to look through.
final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}
