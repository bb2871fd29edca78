import Foundation
import Glibc
import Testing

@testable import LocalStack

/// Child processes, their guardian and short commands.
@Suite struct ProcessTests {
    @Test func `when we die the guardian ends our processes, suspended ones too, and removes our folders`() async throws
    {
        let guardian = ProcessGuardian()
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-guardian-\(randomText(8))")
        let kept = FileManager.default.temporaryDirectory.appending(path: "pamong-guardian-\(randomText(8))")
        for each in [folder, kept] {
            try FileManager.default.createDirectory(at: each, withIntermediateDirectories: true)
            guardian.watch(folder: each.path)
        }
        defer { try? FileManager.default.removeItem(at: kept) }
        guardian.forget(folder: kept.path)
        let sleepers = try (0..<3).map { _ in try sleeper() }
        for each in sleepers { guardian.watch(each.pid) }
        guardian.forget(sleepers[2].pid)
        sleepers[1].send(SIGSTOP)
        let shell = try #require(guardian.release())
        try await shell.waitForExit(within: .seconds(60))
        try await sleepers[0].waitForExit(within: .seconds(60))
        try await sleepers[1].waitForExit(within: .seconds(60))
        #expect(sleepers[2].exit == nil, "one that was forgotten is somebody else's")
        await sleepers[2].terminate()
        #expect(FileManager.default.fileExists(atPath: folder.path) == false)
        #expect(FileManager.default.fileExists(atPath: kept.path))
    }

    @Test func `a process that does not want to end is made to`() async throws {
        let stubborn = try ChildProcess.start(
            "/bin/sh",
            ["-c", "trap '' TERM; while :; do sleep 1; done"],
            streams: nowhere
        )
        try await waitUntil("the trap is set") {
            try String(contentsOf: URL(filePath: "/proc/\(stubborn.pid)/status"), encoding: .utf8)
                .contains(/SigIgn:\t[0-9a-f]*4000\n/)
        }
        await stubborn.terminate(grace: .milliseconds(100))
        #expect(stubborn.exit == .signal(SIGKILL))
        await stubborn.sweepGroup()
    }

    @Test func `a command's output, however long, comes back whole`() async throws {
        let text = String(repeating: "0123456789\n", count: 100_000)
        let outcome = try await ShortCommand("/bin/cat", [], input: Data(text.utf8)).outcome()
        #expect(outcome.exit == .code(0))
        #expect(outcome.text == text)
    }

    @Test func `a command that fails says what it said`() async throws {
        let error = await #expect(throws: LocalStackError.self) {
            try await ShortCommand("/bin/sh", ["-c", "echo reason >&2; exit 3"]).run()
        }
        #expect(error?.details == "reason\n")
        #expect(error?.message.contains("code(3)") == true)
    }

    @Test func `a command over its time is killed`() async throws {
        let error = await #expect(throws: LocalStackError.self) {
            try await ShortCommand("/bin/sleep", ["60"], timeLimit: .milliseconds(100)).run()
        }
        #expect(error?.message.contains("in vain") == true)
    }

    @Test func `a program that is not there is an error`() async throws {
        await #expect(throws: LocalStackError.self) { try await ShortCommand("/no/such/program", []).run() }
    }

    @Test func `a child gets no file of ours`() async throws {
        let ours = open("/dev/null", O_RDONLY)
        defer { close(ours) }
        let list = try await ShortCommand("/bin/ls", ["/proc/self/fd"]).run()
        let numbers = list.split(separator: "\n")
        #expect(numbers.count == 4, "0, 1, 2 and the folder itself: \(numbers)")
    }

    @Test func `a port is given out once`() throws {
        let ports = try (0..<200).map { _ in try LoopbackPort.free() }
        #expect(Set(ports).count == 200)
        #expect(ports.allSatisfy { !LoopbackPort.answers($0) })
    }

    private var nowhere: ChildProcess.Streams { ChildProcess.Streams(input: 0, output: 1, errors: 2) }

    private func sleeper() throws -> ChildProcess {
        try ChildProcess.start("/bin/sleep", ["600"], streams: nowhere)
    }
}
