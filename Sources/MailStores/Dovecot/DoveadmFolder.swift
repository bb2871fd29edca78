import DirectoryModel

/// A folder on the mail host, seen through doveadm's file system commands. Paths are relative to its root.
struct DoveadmFolder: Sendable {
    let client: DoveadmClient
    let root: String

    /// Whether something of that name is there.
    func exists(_ path: String) async throws -> Bool {
        let command = self.command("fsStat", ["path": .text(path)])
        switch try await reply(to: command) {
        case .rows: return true
        case .exitCode(ExitCode.notFound): return false
        case let reply: throw StepRefused(command.name, reply)
        }
    }

    /// The files and folders right inside `path`; nothing when there is no such folder.
    func contents(of paths: [String]) async throws -> [(files: [String], folders: [String])] {
        let commands = paths.flatMap { path in
            [command("fsIter", ["path": .text(path)]), command("fsIterDirs", ["path": .text(path)])]
        }
        let replies = try await client.post(commands)
        return try stride(from: 0, to: replies.count, by: 2).map { place in
            (try Self.names(commands[place], replies[place]), try Self.names(commands[place + 1], replies[place + 1]))
        }
    }

    /// Makes an empty file, with the folders that lead to it, open to every process of Dovecot: one that has served a mail
    /// command goes on as the mail user, one that has not as root, and each must be able to use what the other made. The
    /// account's own folder around it stays closed to all others.
    func makeEmptyFile(_ path: String) async throws {
        let command = self.command(
            "fsPut",
            ["inputPath": .text("/dev/null"), "path": .text(path)],
            options: "mode=0666:"
        )
        let reply = try await reply(to: command)
        guard case .rows = reply else { throw StepRefused(command.name, reply) }
    }

    /// Removes files and empty folders, by name. doveadm stops at the first that cannot be removed (gone already, or a
    /// folder that is not empty), which is for the caller to see: look again at what is left.
    func delete(_ paths: [String]) async throws {
        for start in stride(from: 0, to: paths.count, by: 1000) {
            let some = Array(paths[start..<min(start + 1000, paths.count)])
            _ = try await client.postPatiently(command("fsDelete", ["path": .list(some)]))
        }
    }

    /// Removes a folder with everything in it.
    func deleteTree(_ path: String) async throws {
        guard try await exists(path) else { return }
        let command = self.command("fsDelete", ["path": .list([path]), "recursive": .flag(true)])
        let reply = try await client.postPatiently(command)
        guard case .rows = reply else { throw StepRefused(command.name, reply) }
    }

    private func reply(to command: DoveadmCommand) async throws -> DoveadmReply {
        guard let reply = try await client.post([command]).first else { throw DoveadmSilence.garbage("an empty reply") }
        return reply
    }

    /// `dirs`: never remove a folder because it became empty.
    private func command(
        _ name: String,
        _ parameters: [String: DoveadmCommand.Value],
        options: String = ""
    ) -> DoveadmCommand {
        let driver: [String: DoveadmCommand.Value] = [
            "fsDriver": .text("posix"), "fsArgs": .text("dirs:\(options)prefix=\(root)/"),
        ]
        return DoveadmCommand(name: name, parameters: parameters.merging(driver) { $1 })
    }

    /// Names come back as the file system has them; one that leads elsewhere was not printed by Dovecot.
    private static func names(_ command: DoveadmCommand, _ reply: DoveadmReply) throws -> [String] {
        guard case .rows(let rows) = reply else { throw StepRefused(command.name, reply) }
        return try rows.map { row in
            guard let name = row["path"], !name.isEmpty, name != "..", name != ".", !name.contains("/") else {
                throw DoveadmSilence.garbage("a file name that is none")
            }
            return name
        }
    }
}

extension DoveadmFolder {
    /// The accounts that have a folder of their own right inside the root.
    func accounts() async throws -> Set<EntryUUID> {
        let command = self.command("fsIterDirs", ["path": .text("")])
        let body = try await client.postForListing(command)
        if let listing = HomeListing(body) { return listing.accounts }
        if let reply = DoveadmReply.read(body, count: 1)?.first { throw StepRefused(command.name, reply) }
        throw DoveadmSilence.garbage("a reply that is not doveadm's")
    }

    /// Everything below `path`, files and folders by their paths relative to it.
    func tree(below path: String) async throws -> FolderTree {
        var tree = FolderTree()
        var level = [""]
        while !level.isEmpty {
            var next: [String] = []
            for start in stride(from: 0, to: level.count, by: 25) {
                let some = Array(level[start..<min(start + 25, level.count)])
                for (folder, content) in zip(some, try await contents(of: some.map { "\(path)/\($0)" })) {
                    tree.files += content.files.map { folder + $0 }
                    next += content.folders.map { folder + $0 + "/" }
                }
            }
            tree.folders += next
            level = next
        }
        return tree
    }
}

/// What a folder holds. Folders end in a slash and come before what is in them.
struct FolderTree: Sendable, Equatable {
    var files: [String] = []
    var folders: [String] = []
}

/// Dovecot refused a step of a longer operation.
struct StepRefused: Error, Sendable {
    let command: String
    let reply: DoveadmReply

    init(_ command: String, _ reply: DoveadmReply) {
        self.command = command
        self.reply = reply
    }
}
