import DirectoryModel
import Foundation
import Logging
import MailStores
import StateDatabase
import Testing
import WorkerAPI

@testable import SyncEngine
@testable import pamong

struct HoldDecisionTests {
    private let policy = SyncPolicy(mailHost: FixedDirectory.host)

    /// Lends a state in which twenty accounts of one tenant were blocked at once.
    private func withHeldBatch(_ body: (StateDatabase, Hold, String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let state = try StateDatabase(path: folder.url.appending(path: "state.sqlite").path)
        try await take(FixedDirectory(statuses: Array(repeating: .active, count: 20)), into: state)
        try await take(FixedDirectory(statuses: Array(repeating: .blocked, count: 20), second: 2), into: state)
        let hold = try #require(try state.read { try $0.holds(in: .open) }.first)
        try await body(state, hold, try state.read { try HoldDecision.fingerprint(ofHold: hold.id, reading: $0) })
        try state.close()
    }

    private func take(_ directory: FixedDirectory, into state: StateDatabase) async throws {
        let worker = try Worker(
            source: directory,
            store: RecordingMailStore(),
            state: state,
            policy: policy,
            suffix: FixedDirectory.suffix,
            logger: Logger(label: "test")
        )
        try await worker.runOnce(patience: .seconds(60))
    }

    private func decide(_ verdict: HoldDecision.Verdict, _ hold: Hold, _ list: String, _ state: StateDatabase) throws {
        let decision = HoldDecision(hold: hold.id, fingerprint: list, verdict: verdict, decidedBy: "cn=second")
        _ = try state.write { try decision.carryOut(in: $0) }
    }

    @Test func `a release makes the batch's work due and is written down`() async throws {
        try await withHeldBatch { state, hold, list in
            #expect(try state.read { try $0.workCounts().held } == 20)
            try decide(.release, hold, list, state)
            #expect(try state.read { try $0.workCounts().held } == 0)
            #expect(try state.read { try $0.dueWork(at: .now, limit: 100).count } == 20)
            let after = try #require(try state.read { try $0.hold(hold.id) })
            #expect(after.state == .released)
            #expect(after.decidedBy == "cn=second")
            #expect(throws: HoldDecisionError.self) { try decide(.reject, hold, list, state) }
        }
    }

    @Test func `a rejection leaves the work held, until a later release`() async throws {
        try await withHeldBatch { state, hold, list in
            try decide(.reject, hold, list, state)
            #expect(try state.read { try $0.workCounts().held } == 20)
            #expect(try state.read { try $0.dueWork(at: .now, limit: 100).isEmpty })
            try decide(.release, hold, list, state)
            #expect(try state.read { try $0.workCounts().held } == 0)
        }
    }

    @Test func `a list that has changed is not decided about`() async throws {
        try await withHeldBatch { state, hold, list in
            try await take(
                FixedDirectory(statuses: [.active] + Array(repeating: .blocked, count: 19), second: 3),
                into: state
            )
            do {
                try decide(.release, hold, list, state)
                Issue.record("released a list that nobody has seen")
            } catch let error as HoldDecisionError {
                #expect(error.code == .listChanged)
            }
            #expect(try state.read { try $0.hold(hold.id) }?.state == .open)
            #expect(try state.read { try $0.workCounts().held } == 19)
        }
    }

    @Test func `a batch that is not there is refused`() async throws {
        try await withHeldBatch { state, _, list in
            let decision = HoldDecision(hold: 99, fingerprint: list, verdict: .release, decidedBy: "x")
            #expect(throws: HoldDecisionError.unknown(99)) { try state.write { try decision.carryOut(in: $0) } }
        }
    }

    @Test func `the LDIF puts back what a change can and names what it cannot`() async throws {
        try await withHeldBatch { state, hold, _ in
            var detail = try #require(try state.read { try HoldDetail(hold.id, reading: $0) })
            detail.list = Array(detail.list.prefix(3))
            detail.list[1].kind = .removal
            detail.list[2].kind = .departure
            detail.list[2].dn = "mail=a2@mail.go.id,ou=accounts,o=Kabupatén,dc=id"
            let text = RevertLDIF(detail, mailHost: "narada.mail.go.id").text
            #expect(
                text.contains(
                    "dn: mail=a0@mail.go.id,ou=accounts,o=kota,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id\n"
                )
            )
            #expect(text.contains("replace: pamongAccountStatus\npamongAccountStatus: active\n-\n"))
            #expect(text.contains("# The entry mail=a1@mail.go.id"))
            #expect(text.contains("dn:: \(Data(detail.list[2].dn.utf8).base64EncodedString())\n"))
            #expect(text.contains("replace: mailHost\nmailHost: narada.mail.go.id\n"))
        }
    }
}

struct ListFingerprintTests {
    private func hex(_ text: String) -> String {
        SHA256.digest(of: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
    func `SHA-256 gives the published digests`(message: String, digest: String) {
        #expect(hex(message) == digest)
    }

    @Test func `order does not matter, every line does`() {
        #expect(ListFingerprint(["a 1", "b 2"]) == ListFingerprint(["b 2", "a 1"]))
        #expect(ListFingerprint(["a 1", "b 2"]) != ListFingerprint(["a 1", "b 3"]))
        #expect(ListFingerprint(["a 1"]).text.count == 16)
    }
}
