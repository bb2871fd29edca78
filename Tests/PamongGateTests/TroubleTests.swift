import Demonstration
import DirectoryModel
import Foundation
import Glibc
import LDAPClient
import LocalStack
import Synchronization
import TestEntries
import Testing
import TwoFactor

extension RealGateTests {
    /// The gate, slapd or the key ring fail. Mail programs are told to come back, nobody is let in, nothing is counted.
    @Suite struct TroubleTests {
        /// Somebody with a second factor and an app password, before anything fails.
        private func enrolled(_ rig: GateRig) async throws -> (person: Person, phone: String, code: Authenticator) {
            let person = try rig.person(of: GateRig.late)
            let authenticator = try await rig.office.enrol(person.address)
            let phone = try await rig.office.addAppPassword(to: person.address, for: Set(MailLoginTests.mailProtocols))
                .text
            return (person, phone, authenticator)
        }

        /// What a mail program is told when nobody can be asked. Postfix 3.7 has one answer, 535, for all that Dovecot does not
        /// accept, its temporary failures included.
        private static func putOff(_ mail: String) -> LoginOutcome { mail == "smtp" ? .refused : .tryLater }

        @Test func `with slapd stopped mail programs are told to try later, and get in again by themselves`()
            async throws
        {
            let rig = try await GateRig.shared()
            let (person, phone, code) = try await enrolled(rig)
            await rig.stack.slapd.stop()
            for mail in MailLoginTests.mailProtocols {
                #expect(try await rig.logIn(person, phone, by: mail) == Self.putOff(mail), "\(mail)")
                #expect(try await rig.logIn(person, "bukan-kata-sandinya", by: mail) == Self.putOff(mail), "\(mail)")
            }
            let answer = try await rig.bind(person, GateRig.password + code.code(), for: "web")
            #expect([.unavailable, .busy].contains(answer?.code))
            try await waitUntil("the gate says that it is not ready") { try await !rig.isReady() }
            try await rig.stack.slapd.start()
            try await waitUntil("the gate is ready again") { try await rig.isReady() }
            for mail in MailLoginTests.mailProtocols {
                #expect(try await rig.logIn(person, phone, by: mail) == .accepted, "\(mail)")
            }
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == "0")
        }

        @Test func `with slapd hanging the answer is not right and not wrong either`() async throws {
            let rig = try await GateRig.shared()
            let (person, phone, _) = try await enrolled(rig)
            try await rig.stack.slapd.suspend()
            let answer = try? await rig.bind(person, phone, for: "imap")
            rig.stack.slapd.resume()
            #expect([.unavailable, .busy].contains(answer?.code), "\(String(describing: answer))")
            try await waitUntil("the app password is good again") {
                try await rig.bind(person, phone, for: "imap") == nil
            }
        }

        @Test func `without the gate mail programs are told to try later`() async throws {
            let rig = try await GateRig.shared()
            let (person, phone, _) = try await enrolled(rig)
            await (try rig.stack.gate).kill()
            for mail in MailLoginTests.mailProtocols {
                #expect(try await rig.logIn(person, phone, by: mail) == Self.putOff(mail), "\(mail)")
            }
            try await (try rig.stack.gate).start()
            #expect(try await rig.logIn(person, phone, by: "imap") == .accepted)
        }

        @Test func `a thousand wrong passwords while the gate is killed again and again open nothing`() async throws {
            let rig = try await GateRig.shared()
            let gate = try rig.stack.gate
            let people = try (0..<4).map { _ in try rig.person(of: GateRig.early) }
            let tally = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<20 {
                    group.addTask {
                        while tally.judged < 1000 {
                            // A connection that the kill cuts, or that finds nobody, is not counted, unless it let somebody in.
                            let answer = try await rig.bind(
                                people[lane % people.count].dn,
                                "bukan-kata-sandinya-\(lane)"
                            )
                            let isJudged = answer?.code == .invalidCredentials
                            tally.count(isAdmitted: answer == nil, isJudged: isJudged)
                            // Nobody there: not to be asked again at once, the machine is needed to start the gate.
                            if !isJudged { try await Task.sleep(for: .milliseconds(20)) }
                        }
                    }
                }
                group.addTask {
                    // Killed with logins under way, each time after it has refused some.
                    while tally.judged < 1000 {
                        let enough = min(tally.judged + 150, 1000)
                        try await waitUntil("\(enough) are refused") { tally.judged >= enough }
                        await gate.kill()
                        try await gate.start()
                    }
                }
                try await group.waitForAll()
            }
            #expect(tally.admitted == 0)
            let other = try rig.person(of: GateRig.early)
            #expect(try await rig.bind(other.dn, GateRig.password) == nil)
        }

        @Test func `with another platform's key ring second factors wait, and no code counts as wrong`() async throws {
            let rig = try await GateRig.shared()
            let gate = try rig.stack.gate
            let (person, phone, authenticator) = try await enrolled(rig)
            let early = try rig.person(of: GateRig.early)
            let right = try KeyRingFile(path: gate.keyRing.path).load()
            await gate.stop()
            try KeyRingFile(path: gate.keyRing.path).save(try Self.otherRing())
            // It starts, but never says that it is ready: waited for here instead.
            let start = Task { try await gate.start() }
            try await waitUntil("the gate answers") {
                (try? await rig.page("/healthz").first?.contains(" 200 ")) == true
            }
            #expect(try await !rig.isReady())
            let code = try await authenticator.code(steps: 1)
            let answer = try await rig.bind(person, GateRig.password + code, for: "web")
            #expect([.unavailable, .busy].contains(answer?.code), "\(String(describing: answer))")
            #expect(try await rig.logIn(person, phone, by: "imap") == .tryLater)
            #expect(try await rig.bind(early.dn, "bukan-kata-sandinya")?.code != nil)
            try KeyRingFile(path: gate.keyRing.path).save(right)
            Glibc.kill(try #require(gate.process.pid), SIGHUP)
            try await start.value
            #expect(try await rig.isReady())
            #expect(try await rig.bind(person, GateRig.password + code, for: "web") == nil)
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: person.dn) == "0")
        }

        private static func otherRing() throws -> KeyRing {
            var ring = KeyRing()
            let kid = try #require(KeyIdentifier("demo1"))
            try ring.add(kid, now: .now)
            try ring.promote(kid)
            return ring
        }

        @Test func `a reload opens the audit log anew, and a ring that cannot be read changes nothing`() async throws {
            let rig = try await GateRig.shared()
            let gate = try rig.stack.gate
            let (person, _, authenticator) = try await enrolled(rig)
            let pid = try #require(gate.process.pid)
            let (log, old) = (gate.auditLog, gate.auditLog.deletingLastPathComponent().appending(path: "gate-audit.1"))
            let ring = try Data(contentsOf: gate.keyRing)
            try FileManager.default.moveItem(at: log, to: old)
            try Data("{}".utf8).write(to: gate.keyRing)
            Glibc.kill(pid, SIGHUP)
            try await waitUntil("the audit log is there anew") { FileManager.default.fileExists(atPath: log.path) }
            #expect(gate.process.logTail.contains("cannot be read again"))
            let code = try await authenticator.code()
            #expect(try await rig.bind(person, GateRig.password + code, for: "web") == nil)
            try await waitUntil("the verdict is in the new file") { try rig.verdicts(of: person).contains("code") }
            try ring.write(to: gate.keyRing)
            Glibc.kill(pid, SIGHUP)
            try await waitUntil("the ring is read again") { gate.process.logTail.contains("was read again") }
            #expect(gate.process.pid == pid)
        }

        @Test func `the gate leaves no core file, and ends in order`() async throws {
            let rig = try await GateRig.shared()
            let gate = try rig.stack.gate
            let pid = try #require(gate.process.pid)
            let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
            let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
            #expect(core.split(separator: " ").filter { $0 == "0" }.count == 2, "\(core)")
            await gate.stop()
            #expect(gate.process.logTail.contains("msg=stopped"), "it was not killed")
            try await gate.start()
        }

        @Test func `no password, code or key is in any log`() async throws {
            let rig = try await GateRig.shared()
            let (person, phone, authenticator) = try await enrolled(rig)
            let code = try await authenticator.code()
            #expect(try await rig.bind(person, GateRig.password + code, for: "web") == nil)
            #expect(try await rig.logIn(person, phone, by: "imap") == .accepted)
            #expect(try await rig.logIn(person, "salah-\(phone)", by: "imap") == .refused)
            let folder = rig.stack.folder.url.appending(path: "log")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
                for secret in [GateRig.password, phone, phone.replacing("-", with: ""), "bukan-kata-sandinya"] {
                    #expect(!text.contains(secret), "\(name)")
                }
                #expect(!text.contains(GateRig.password + code), "\(name)")
            }
            let metrics = try await rig.page("/metrics").joined()
            #expect(!metrics.contains(GateRig.password) && !metrics.contains(person.address))
            let arguments = try String(
                contentsOfFile: "/proc/\(try #require(rig.stack.gate.process.pid))/cmdline",
                encoding: .utf8
            )
            #expect(!arguments.contains(GateRig.password))
        }
    }
}

/// How many logins the gate refused, and how many it let in.
private final class Tally: Sendable {
    private let counts = Mutex((judged: 0, admitted: 0))

    var judged: Int { counts.withLock { $0.judged } }
    var admitted: Int { counts.withLock { $0.admitted } }

    func count(isAdmitted: Bool, isJudged: Bool) {
        counts.withLock { $0 = ($0.judged + (isJudged ? 1 : 0), $0.admitted + (isAdmitted ? 1 : 0)) }
    }
}
