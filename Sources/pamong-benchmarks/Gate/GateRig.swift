import DirectoryModel
import Foundation
import LocalStack
import TwoFactor

/// A slapd with accounts of every kind, the gate in front of it, and what is measured on them.
struct GateRig {
    let stack: LocalStack
    let gate: GateServer
    let keys: GateKeys
    let password: String
    let request: BenchmarkRequest

    /// Who logs in; each benchmark takes as many different people.
    static let loginCount = 2_000
    /// How many have a sealed secret, for the rotation.
    static let sealedCount = 20_000

    let plainPeople = Person.first(loginCount, .plain)
    let loginPeople = Person.first(loginCount, .secured)
    let overlayPeople = Person.first(loginCount, .overlay)

    static func measure(_ request: BenchmarkRequest) async throws -> [Measurement] {
        try IdleConnections.raiseLimit()
        // Not the shape of an app password, which the gate would not pass on.
        let password = "sandi " + PasswordHash.randomPassword()
        let hash = try await PasswordHash.ssha(of: password)
        let keys = try GateKeys(people: Person.first(loginCount, .secured))
        tell("sealing \(sealedCount) secrets")
        let entries = PeopleEntries(passwordHash: hash, keys: keys)
        var options = LocalStackOptions(servers: .directory)
        // The disk would take most of the time of whatever writes, whoever does it, and hide the rest.
        options.slapd.isDurable = false
        let folder = URL(filePath: "/dev/shm/pamong-\(UUID().uuidString.prefix(8))")
        options.folder = folder
        defer { try? FileManager.default.removeItem(at: folder) }
        options.slapd.entries = try entries.text(.plain, count: loginCount) + entries.text(.secured, count: sealedCount)
        return try await withLocalStack(options) { stack in
            try await stack.slapd.modify(deadline)
            if request.wants(.codes) {
                try await stack.slapd.modify(entries.records(count: loginCount))
                try await SlapdOverlay.load(into: stack.slapd)
                try await stack.slapd.modify(try entries.text(.overlay, count: loginCount))
            }
            return try await GateServer.withGate(before: stack.slapd, ring: keys.ring) { gate in
                try await GateRig(stack: stack, gate: gate, keys: keys, password: password, request: request).measure()
            }
        }
    }

    private func measure() async throws -> [Measurement] {
        var results: [Measurement] = []
        if request.wants(.binds, .latency) { results += try await PassedBinds.measure(self) }
        if request.wants(.codes) { results += try await CodeLogins.measure(self) }
        if request.wants(.apppasswords) { results += try await AppPasswordLogins.measure(self) }
        if request.wants(.ldapproxy) { results += try await OtherProxy.measure(self) }
        if request.wants(.idle) { results += try await IdleConnections.measure(self) }
        // Last: the gate keeps the ring it was started with.
        if request.wants(.rotation) { results += try await RotationSweep.measure(self) }
        return results
    }

    /// The plain accounts' service enforces nothing yet.
    private static let deadline = """
        dn: cn=\(Person.Kind.plain.service),ou=services,\(WorkerAccess.suffix)
        changetype: modify
        replace: pamongTwoFactorDeadline
        pamongTwoFactorDeadline: 20991231170000Z

        """

    /// slapd's listener for the gate, the only other place where an account's password is looked at.
    var directPath: String { stack.slapd.gateSocket }
}
