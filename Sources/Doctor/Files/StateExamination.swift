internal import Foundation
internal import Glibc
internal import StateDatabase

/// Looks at the worker's state file and the room it has.
struct StateExamination: Sendable {
    let path: String

    func findings() async -> [Finding] {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return [await stateFile(), Finding.judge(space: SpaceFacts(folder: folder))]
    }

    private func stateFile() async -> Finding {
        guard access(path, F_OK) == 0 else {
            return .skipped(.stateFile, "\(path) is not there yet", remedy: "the worker makes it when it runs first")
        }
        guard access(path, R_OK | W_OK) == 0 else {
            return .skipped(
                .stateFile,
                "\(path) is not open to user \(getuid())",
                remedy: "run `pamong doctor` as root or as the worker's user"
            )
        }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: opened()) }
        }
    }

    private func opened() -> Finding {
        do {
            let state = try StateDatabase(path: path)
            let problems = try state.read { try $0.integrityProblems(limit: 3) }
            try state.close()
            return Finding.judge(integrityProblems: problems, path: path)
        } catch let error as StateError {
            return .failed(.stateFile, error.description, remedy: Finding.rebuild)
        } catch {
            return .failed(.stateFile, "\(path): \(error)", remedy: Finding.rebuild)
        }
    }
}

/// The room in a file system.
struct SpaceFacts: Sendable, Hashable {
    var folder: String
    /// Bytes that are free for an ordinary user; `nil` when the folder cannot be looked at.
    var free: Int?

    init(folder: String, free: Int?) {
        self.folder = folder
        self.free = free
    }

    init(folder: String) {
        var status = statvfs()
        let isThere = statvfs(folder, &status) == 0
        self.init(folder: folder, free: isThere ? Int(status.f_bavail) * Int(status.f_frsize) : nil)
    }
}

extension Finding {
    static let rebuild = """
        stop the worker, move the file (with -wal and -shm) away and start it again: it is rebuilt from the directory, no \
        mailbox is touched, only the history of the reports begins anew
        """

    static func judge(integrityProblems problems: [String], path: String) -> Finding {
        guard problems.isEmpty else {
            return .failed(.stateFile, "\(path) is damaged: \(problems.joined(separator: "; "))", remedy: rebuild)
        }
        return .ok(.stateFile, "\(path) is whole")
    }

    /// A million accounts with their ledger take about one GB.
    static func judge(space: SpaceFacts) -> Finding {
        guard let free = space.free else {
            return .failed(
                .stateSpace,
                "\(space.folder) cannot be looked at",
                remedy: "make the folder and give it to the worker's user (systemd: StateDirectory=)"
            )
        }
        let megabytes = free / 1_000_000
        if megabytes < 100 {
            return .failed(
                .stateSpace,
                "\(megabytes) MB are free below \(space.folder)",
                remedy: "free space: the worker stops taking changes in when its disk is full"
            )
        }
        if megabytes < 1000 {
            return .warning(
                .stateSpace,
                "\(megabytes) MB are free below \(space.folder)",
                remedy: "free space, 1 GB at least"
            )
        }
        return .ok(.stateSpace, "\(megabytes / 1000) GB are free below \(space.folder)")
    }
}
