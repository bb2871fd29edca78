import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import MailStores
import StateDatabase
import SyncEngine

/// An administrator blocks somebody whose mail program sits in IDLE: from the moment the write is sent, the directory's
/// own wait for its disk included, until the session is cut.
struct SessionCut {
    private static let samples = 200

    private let host: MailHost
    private let worker: Worker
    private let people: [Person]

    private struct Person {
        var name: DistinguishedName
        var address: String
    }

    static func measure(_ host: MailHost) async throws -> [Measurement] {
        let state = try host.newState()
        defer { try? state.close() }
        return try await host.withStore { store in
            var policy = SyncPolicy(mailHost: WorkerAccess.mailHost)
            policy.limits = unlimited
            let worker = try WorkerAccess(host.stack.slapd).worker(state: state, store: store, policy: policy)
            tell("making the mailboxes of a thousand accounts")
            try await worker.runOnce(patience: .seconds(60))
            return try await SessionCut(host: host, worker: worker, people: people(in: state)).measure()
        }
    }

    /// Two hundred blocks within a minute are what the guard is there to hold; here they are meant.
    private static var unlimited: GuardLimits {
        var limits = GuardLimits()
        limits.tenant.minimum = samples * 10
        limits.service.minimum = samples * 10
        limits.all.minimum = samples * 10
        return limits
    }

    private static func people(in state: StateDatabase) throws -> [Person] {
        try state.read { reader in
            let dns = Dictionary(uniqueKeysWithValues: try reader.nodes().map { ($0.id, $0.dn) })
            var people: [Person] = []
            try reader.forEachAccount { row in
                guard people.count < samples, row.account.status == .active, row.name == nil,
                    row.account.mailHost == WorkerAccess.mailHost, row.account.secondFactorSince == nil,
                    let dn = dns[row.node]
                else { return }
                let address = row.account.address.text
                people.append(Person(name: try DistinguishedName("mail=\(address),\(dn)"), address: address))
            }
            return people
        }
    }

    private func measure() async throws -> [Measurement] {
        let following = Task { try await worker.run() }
        try await waitUntil("the worker follows", within: .seconds(30)) { worker.status.isInSync }
        let slapd = host.stack.slapd
        guard let server = LDAPServer(uri: slapd.uri) else { throw BenchmarkFailure("\(slapd.uri) is no directory") }
        let secret = LDAPSecret(try String(contentsOf: slapd.adminPasswordFile, encoding: .utf8))
        let administrator = LDAPConfiguration(
            server: server,
            authentication: .simple(try DistinguishedName(slapd.adminDN), secret)
        )
        let times = try await LDAPConnection.withConnection(administrator) { connection in
            var times: [Duration] = []
            for person in people { times.append(try await cut(person, by: connection)) }
            return times
        }
        following.cancel()
        _ = await following.result
        let detail = "\(times.count) samples, slowest \(times.percentile(1).milliseconds.rounded(to: 1)) ms"
        return [
            Measurement(
                what: "administrator's write to open IMAP session cut, p50",
                value: times.median.milliseconds,
                unit: .milliseconds,
                bar: 20,
                aim: 5,
                detail: detail
            ),
            Measurement(
                what: "the same, p99",
                value: times.percentile(0.99).milliseconds,
                unit: .milliseconds,
                bar: 150,
                aim: 30
            ),
        ]
    }

    private func cut(_ person: Person, by connection: LDAPConnection) async throws -> Duration {
        let session = try await IMAPSession(port: try host.stack.dovecot.ports.imap)
        guard try await session.login(person.address, password: host.password) else {
            throw BenchmarkFailure("\(person.address) cannot log in")
        }
        try await session.select()
        try await session.startIdling()
        let start = ContinuousClock.now
        async let end = Self.end(of: session)
        try await connection.modify(person.name, [.replace("pamongAccountStatus", "blocked")])
        return try await end - start
    }

    private static func end(of session: IMAPSession) async throws -> ContinuousClock.Instant {
        try await session.waitUntilCut()
        return .now
    }
}
