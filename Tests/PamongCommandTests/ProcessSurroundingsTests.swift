import DirectoryModel
import Foundation
import LocalStack
import Logging
import ProcessSurroundings
import StateDatabase
import Testing

@testable import SyncEngine
@testable import pamong

struct LogLineTests {
    private let line = LogLine(
        time: Timestamp(microseconds: 0),
        level: .info,
        message: "a step failed",
        fields: [("account", "a@b.id"), ("reason", "said \"no\"\nlevel=critical"), ("empty", "")]
    )

    @Test func `logfmt quotes what needs it, and a value cannot forge a line`() {
        #expect(
            line.text(as: .logfmt) == """
                time=1970-01-01T00:00:00Z level=info msg="a step failed" account=a@b.id \
                reason="said \\"no\\"\\nlevel=critical" empty=""
                """
        )
    }

    @Test func `JSON is one object per line`() throws {
        let text = line.text(as: .json)
        #expect(!text.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
        #expect(object["reason"] == "said \"no\"\nlevel=critical")
        #expect(object["level"] == "info")
    }
}

struct SystemdNotificationTests {
    @Test func `readiness goes to the socket that systemd names`() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "notify").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        let (address, length) = try #require(SystemdNotification.socketAddress(path))
        let isBound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        #expect(isBound)
        let systemd = SystemdNotification(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "20000000"])
        #expect(systemd.watchdogInterval == .seconds(10))
        #expect(systemd.send("READY=1\nSTATUS=working"))
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "READY=1\nSTATUS=working")
    }

    @Test func `without systemd nothing is sent`() {
        let systemd = SystemdNotification(environment: [:])
        #expect(!systemd.send("READY=1"))
        #expect(systemd.watchdogInterval == nil)
        #expect(
            SystemdNotification(environment: ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"]).watchdogInterval == nil
        )
    }
}

struct StateLockTests {
    @Test func `one owner at a time, and the next as soon as it is free`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        var first = try StateLock.take(forState: path)
        #expect(first != nil)
        #expect(try StateLock.take(forState: path) == nil)
        #expect(StateLock.owner(ofState: path) == getpid())
        first = nil
        // A process that another test starts at this moment has our open files until it runs its own program.
        try await waitUntil("it is free") { try StateLock.take(forState: path) != nil }
    }

    @Test func `a lock that cannot be made is an error, not a free state`() {
        #expect(throws: StateLockError.self) { try StateLock.take(forState: "/nowhere/state.sqlite") }
    }
}

struct AuditClockTests {
    private let start = Timestamp(microseconds: 1_000_000_000_000)

    private func status(_ phase: WorkerStatus.Phase, sessions: Int) -> WorkerStatus.Values {
        var values = WorkerStatus.Values()
        values.phase = phase
        values.sessions = sessions
        return values
    }

    @Test func `an audit is due at its interval, but only while following`() {
        var clock = AuditClock(interval: .seconds(3600), lastAudit: start)
        let due1 = clock.isDue(at: start + .seconds(3599), status(.following, sessions: 1))
        #expect(!due1)
        let due2 = clock.isDue(at: start + .seconds(3600), status(.refreshing, sessions: 1))
        #expect(!due2)
        let due3 = clock.isDue(at: start + .seconds(3600), status(.following, sessions: 1))
        #expect(due3)
    }

    @Test func `the first audit comes at once, and one after a session that ended`() {
        var clock = AuditClock(interval: .seconds(3600), lastAudit: nil)
        let due4 = clock.isDue(at: start, status(.following, sessions: 1))
        #expect(due4)
        clock.audited(at: start, status(.following, sessions: 1))
        let due5 = clock.isDue(at: start + .seconds(400), status(.following, sessions: 1))
        #expect(!due5)
        let due6 = clock.isDue(at: start + .seconds(10), status(.following, sessions: 2))
        #expect(!due6)
        let due7 = clock.isDue(at: start + .seconds(400), status(.following, sessions: 2))
        #expect(due7)
        clock.audited(at: start + .seconds(400), status(.following, sessions: 2))
        let due8 = clock.isDue(at: start + .seconds(800), status(.following, sessions: 2))
        #expect(!due8)
    }
}
