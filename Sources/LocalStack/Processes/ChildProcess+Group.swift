import Foundation
import Glibc

/// A server's children: they are in its process group, whose number is that of the server.
extension ChildProcess {
    /// Sends a signal to the process and to all it has started.
    func sendToGroup(_ signal: Int32) {
        kill(-pid, signal)
    }

    /// Waits for what the ended process has left behind in its group, and ends it where it stays.
    func sweepGroup() async {
        await waitForEmptyGroup(within: .milliseconds(300))
        guard Self.groupLives(pid) else { return }
        sendToGroup(SIGKILL)
        await waitForEmptyGroup(within: .seconds(5))
    }

    /// Stops all processes of the group (SIGSTOP) and waits until they stand still: a thread that runs on another processor
    /// goes on for a moment, long enough to answer.
    func suspendGroup() async throws {
        sendToGroup(SIGSTOP)
        try await waitUntil("group \(pid) stands still") {
            Self.groupMembers(pid).allSatisfy { Self.standsStill(process: $0) }
        }
    }

    /// Whether every thread of the process is stopped, or gone.
    private static func standsStill(process: String) -> Bool {
        let folder = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.allSatisfy { thread in
            guard let state = ProcessState(file: "\(folder)/\(thread)/stat") else { return true }
            return ["T", "t", "Z", "X"].contains(state.letter)
        }
    }

    private func waitForEmptyGroup(within limit: Duration) async {
        await Task { [pid] in
            try? await waitUntil("group \(pid) ends", within: limit) { !Self.groupLives(pid) }
        }.value
    }

    /// Whether a process of the group still runs. One that has ended, and whose end nobody has collected, does not:
    /// orphans are collected by the machine's first process, whenever that likes.
    static func groupLives(_ group: pid_t) -> Bool {
        guard kill(-group, 0) == 0 else { return false }
        return !groupMembers(group).isEmpty
    }

    /// The processes of the group that have not ended, as /proc names them.
    private static func groupMembers(_ group: pid_t) -> [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { number in
            guard Int32(number) != nil, let state = ProcessState(file: "/proc/\(number)/stat") else { return false }
            return state.group == group && state.letter != "Z"
        }
    }
}

/// What a line of proc(5) says of a process or a thread: number, name in parentheses, state, parent, group.
private struct ProcessState {
    let letter: Substring
    let group: pid_t

    /// `nil` when there is no such process any more.
    init?(file: String) {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { return nil }
        let line = String(decoding: data, as: UTF8.self)
        guard let name = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: name)...].split(separator: " ")
        guard fields.count > 2, let group = pid_t(fields[2]) else { return nil }
        (letter, self.group) = (fields[0], group)
    }
}
