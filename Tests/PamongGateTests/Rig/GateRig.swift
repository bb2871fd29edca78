import Demonstration
import Foundation
import LDAPClient
import LocalStack
import Synchronization
import TestEntries
import Testing

/// slapd, the real gate, Dovecot, Postfix and a worker, started once for all tests of this target: each test has people
/// of its own, and puts back what it changes. Ended with the test process, whatever happens.
final class GateRig: Sendable {
    static let agency = "Kabupaten Bandung"
    /// A service whose day is still to come, and one whose day is over.
    static let early = "multidomain.mail.go.id"
    static let late = "sakti.mail.go.id"
    static let office = "KPPN Jakarta I"
    /// Everybody's password: 24 letters and digits of this run.
    static let password = PasswordHash.randomPassword()

    let stack: LocalStack
    let office: SecondFactorOffice
    private let worker: ServerProcess
    private let nextPerson = Mutex(0)

    private static let started = Task { try await GateRig() }

    /// The one rig, started by whoever asks first.
    static func shared() async throws -> GateRig { try await started.value }

    private init() async throws {
        var options = LocalStackOptions(servers: .everything)
        options.dovecotAdditions = [.sieve, .submission]
        options.slapd.isDurable = false
        options.slapd.entries = try await Self.entries()
        options.gate = GateOptions(program: try GateOptions.programBesideThis()) { slapd, gate in
            try await slapd.modify(
                Self.deadline(Self.early, "20991231170000Z") + Self.deadline(Self.late, "20260125170000Z")
            )
            try await SecondFactorOffice.prepare(slapd, gate)
        }
        stack = try await LocalStack.start(options)
        office = try SecondFactorOffice(stack.slapd, keyRing: stack.gate.keyRing)
        worker = try Self.worker(stack)
        try await worker.start()
    }

    /// How many people of each service there are for tests to take.
    private static let people = 80

    private static func entries() async throws -> String {
        let hash = "userPassword: \(try await PasswordHash.ssha(of: password))"
        let tenants =
            SampleEntries.tenant(agency, service: early, domains: ["bandungkab.go.id"])
            + SampleEntries.tenant(office, service: late)
        return tenants
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

    private static func worker(_ stack: LocalStack) throws -> ServerProcess {
        let (slapd, dovecot) = (stack.slapd, try stack.dovecot)
        let folder = stack.folder.url
        let configuration = folder.appending(path: "pamong.yaml")
        try """
        mailHost: \(stack.options.mailHost)
        directory:
          uri: \(slapd.uri)
          suffix: \(slapd.options.suffix)
          bindDN: \(slapd.dn(of: .worker))
          passwordFile: \(slapd.passwordFile(of: .worker).path)
        state:
          path: \(folder.appending(path: "state.sqlite").path)
        doveadm:
          url: \(dovecot.doveadmURI)
          keyFile: \(dovecot.keyFile.path)
          mailRoot: \(dovecot.mailRoot.path)
          archiveRoot: \(dovecot.archiveRoot.path)
        api:
          socket: \(folder.appending(path: "run/worker.sock").path)

        """.write(to: configuration, atomically: true, encoding: .utf8)
        return ServerProcess(
            name: "worker",
            program: try GateOptions.programBesideThis().deletingLastPathComponent().appending(path: "pamong").path,
            arguments: ["worker", "--config", configuration.path],
            log: folder.appending(path: "log/worker.log"),
            isReady: { true }
        )
    }
}

/// Somebody with an account whom one test has for itself.
struct Person: Sendable {
    let address: String
    let dn: String
}

extension GateRig {
    /// Somebody no other test has, without a second factor.
    func person(of service: String) throws -> Person {
        let number = nextPerson.withLock { number in
            number += 1
            return number
        }
        try #require(number <= Self.people, "more people are needed")
        let address = Self.address(number, service)
        let tenant = service == Self.early ? Self.agency : Self.office
        return Person(address: address, dn: SampleEntries.dn(address, tenant: tenant, service: service))
    }

    /// Changes one value as the manager.
    func set(_ attribute: String, _ value: String, of dn: String) async throws {
        try await stack.slapd.modify(
            "dn: \(dn)\nchangetype: modify\nreplace: \(attribute)\n\(attribute): \(value)\n\n"
        )
    }

    /// One attribute's value in the directory, as the manager sees it.
    func value(_ attribute: String, of dn: String) async throws -> String? {
        let found = try await stack.slapd.search("(objectClass=*)", base: dn, scope: "base", attributes: [attribute])
        return found.split(separator: "\n").first { $0.hasPrefix("\(attribute): ") }
            .map { String($0.dropFirst(attribute.count + 2)) }
    }

    /// The same once there are so many: lines of busy moments are written together, a little later.
    func verdicts(_ count: Int, of person: Person) async throws -> [String] {
        try await waitUntil("\(count) verdicts on \(person.address)") { try verdicts(of: person).count >= count }
        return try verdicts(of: person)
    }

    /// The reasons that the gate recorded for an account so far, in order.
    func verdicts(of person: Person) throws -> [String] {
        let text = try String(contentsOf: try stack.gate.auditLog, encoding: .utf8)
        return text.split(separator: "\n").filter { $0.contains("\"account\":\"\(person.address)\"") }
            .compactMap { $0.firstMatch(of: /"reason":"([a-zA-Z]+)"/).map { String($0.1) } }
    }
}
