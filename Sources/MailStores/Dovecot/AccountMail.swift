import DirectoryModel

/// One account's mail: its live home, the copies of it in the archive, and the steps that archive, restore and purge are
/// made of. Each step throws when Dovecot refuses it or does not answer.
struct AccountMail: Sendable {
    let account: EntryUUID
    let layout: StoreLayout
    let client: DoveadmClient

    var homes: DoveadmFolder { DoveadmFolder(client: client, root: layout.mailRoot) }
    var archives: DoveadmFolder { DoveadmFolder(client: client, root: layout.archiveRoot) }
    var home: String { account.description }

    /// Whether there is a live home.
    func hasHome() async throws -> Bool { try await homes.exists(home) }

    /// The copies in the archive, oldest first: those that are whole, and those an interruption left half made.
    func copies() async throws -> (whole: [ArchiveCopy], unfinished: [ArchiveCopy]) {
        guard let content = try await archives.contents(of: [home]).first else { return ([], []) }
        let files = Set(content.files)
        let copies = content.folders.compactMap { ArchiveCopy($0) }.sorted()
        return (copies.filter { files.contains($0.completeFile) }, copies.filter { !files.contains($0.completeFile) })
    }

    /// The messages of the live home.
    func messages() async throws -> MailCensus { try await messages(of: StoreLayout.user(account)) }

    /// The messages of one copy.
    func messages(in copy: ArchiveCopy) async throws -> MailCensus {
        try await messages(of: StoreLayout.user(account, copy))
    }

    private func messages(of user: String) async throws -> MailCensus {
        let rows = try await carryOut(
            "fetch",
            ["user": .text(user), "field": .list(["mailbox", "uid", "guid"]), "query": .list(["ALL"])]
        )
        guard let census = MailCensus(rows) else { throw DoveadmSilence.garbage("a message without a GUID") }
        return census
    }

    /// Makes the indexes agree with the files. Where a removal was interrupted they still list what is gone.
    func rebuildIndexes() async throws {
        _ = try await carryOut("forceResync", ["user": .text(StoreLayout.user(account)), "mailboxMask": .text("*")])
    }

    /// Makes the copy like the live home (`doveadm backup`: folders, UIDs, flags, GUIDs).
    func copyHome(to copy: ArchiveCopy) async throws {
        _ = try await carryOut(
            "backup",
            [
                "user": .text(StoreLayout.user(account)),
                "destination": .list([layout.location(of: account, copy)]),
            ]
        )
    }

    /// Adds the copy's folders and messages to the live home, UIDs and flags kept where nothing stands against it.
    func copyBack(_ copy: ArchiveCopy) async throws {
        _ = try await carryOut(
            "sync",
            [
                "user": .text(StoreLayout.user(account)), "onewaySync": .flag(true), "reverseSync": .flag(true),
                "destination": .list([layout.location(of: account, copy)]),
            ]
        )
    }

    /// Adds single messages of the copy to the live home, flags kept, with new UIDs.
    func importMessages(_ uids: [String: [String]], from copy: ArchiveCopy) async throws {
        for (folder, uids) in uids.sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: uids.count, by: 500) {
                let some = uids[start..<min(start + 500, uids.count)].joined(separator: ",")
                _ = try await carryOut(
                    "import",
                    [
                        "user": .text(StoreLayout.user(account)),
                        "sourceLocation": .text(layout.location(of: account, copy)), "destParentMailbox": .text(""),
                        "query": .list(["mailbox", folder, "uid", some]),
                    ]
                )
            }
        }
    }

    /// Removes copies for good, their marks first: a copy that is only half there must not count as whole.
    func remove(_ copies: [ArchiveCopy]) async throws {
        for copy in copies {
            if try await archives.exists("\(home)/\(copy.completeFile)") {
                try await archives.delete(["\(home)/\(copy.completeFile)"])
            }
            try await archives.deleteTree("\(home)/\(copy)")
        }
        if try await archives.exists(home) { try await archives.delete([home]) }
    }

    private func carryOut(
        _ name: String,
        _ parameters: [String: DoveadmCommand.Value]
    ) async throws -> [[String: String]] {
        let reply = try await client.postPatiently(DoveadmCommand(name: name, parameters: parameters))
        guard case .rows(let rows) = reply else { throw StepRefused(name, reply) }
        return rows
    }
}
