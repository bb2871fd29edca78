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

    private func waitForEmptyGroup(within limit: Duration) async {
        await Task { [pid] in
            try? await waitUntil("group \(pid) ends", within: limit) { !Self.groupLives(pid) }
        }.value
    }

    /// Whether a process of the group still runs. One that has ended, and whose end nobody has collected, does not:
    /// orphans are collected by the machine's first process, whenever that likes.
    static func groupLives(_ group: pid_t) -> Bool {
        guard kill(-group, 0) == 0 else { return false }
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { number in
            guard Int32(number) != nil, let status = try? Data(contentsOf: URL(filePath: "/proc/\(number)/stat")) else {
                return false
            }
            return isMember(String(decoding: status, as: UTF8.self), of: group)
        }
    }

    /// Reads a line of proc(5): number, name in parentheses, state, parent, group.
    private static func isMember(_ status: String, of group: pid_t) -> Bool {
        guard let name = status.lastIndex(of: ")") else { return false }
        let fields = status[status.index(after: name)...].split(separator: " ")
        return fields.count > 2 && fields[0] != "Z" && Int32(fields[2]) == group
    }
}
