import SyncEngine

/// Moves a home into the archive so that no message can get lost, whatever is interrupted and whatever arrives meanwhile:
///
/// 1. copy the home to a new name in the archive, check message by message, mark the copy as whole;
/// 2. remove, by name, the files of exactly those messages that were there before the check;
/// 3. look again: a message that came later is still there, so begin anew with 1 (a further copy beside the first);
/// 4. remove indexes and folders, which fails where a message arrives at the last moment: begin anew.
///
/// Asked again after an interruption, it finds what is left of the home and goes through the same steps; what the whole
/// copies hold already is not copied again.
struct Archiving: Sendable {
    let mail: AccountMail

    /// How often mail may arrive in between before somebody should ask again later.
    private static let rounds = 6

    func run() async throws -> MailStoreAnswer {
        for _ in 0..<Self.rounds {
            guard try await mail.hasHome() else { return try await tidied() }
            try await removeLicences()
            let tree = try await secure()
            try await remove(tree)
        }
        return .failed(reason: "archive: mail keeps arriving in a mailbox that is being closed", isRetriable: true)
    }

    /// Sees to it that whole copies hold every message of the home, and returns what the home held before that was
    /// found true.
    private func secure() async throws -> FolderTree {
        let whole = try await mail.copies().whole
        if !whole.isEmpty {
            try await mail.rebuildIndexes()
            let tree = try await mail.homes.tree(below: mail.home)
            if try await holds(whole) { return tree }
        }
        return try await copied()
    }

    private func holds(_ copies: [ArchiveCopy]) async throws -> Bool {
        var archived = MailCensus()
        for copy in copies { archived.add(try await mail.messages(in: copy)) }
        return try await mail.messages().missing(in: archived).isEmpty
    }

    /// Makes a new copy, checks it and marks it as whole.
    private func copied() async throws -> FolderTree {
        let copy = ArchiveCopy.unused()
        try await firstCopy(copy)
        for _ in 0..<Self.rounds {
            let tree = try await mail.homes.tree(below: mail.home)
            let live = try await mail.messages()
            let archived = try await mail.messages(in: copy)
            if live.missing(in: archived).isEmpty, try await files(of: copy) >= archived.count {
                try await mail.archives.makeEmptyFile("\(mail.home)/\(copy.completeFile)")
                return tree
            }
            try await mail.copyHome(to: copy)
        }
        throw CopyDiffers()
    }

    /// Indexes that disagree with their files make dsync refuse; they are mended once.
    private func firstCopy(_ copy: ArchiveCopy) async throws {
        do {
            try await mail.copyHome(to: copy)
        } catch is StepRefused {
            try await mail.rebuildIndexes()
            try await mail.copyHome(to: copy)
        }
    }

    /// The number of message files in the copy: its index alone would be no proof.
    private func files(of copy: ArchiveCopy) async throws -> Int {
        let tree = try await mail.archives.tree(below: "\(mail.home)/\(copy)")
        return tree.files.count { mail.layout.mailLocation.holdsMessage($0) }
    }

    /// Steps 2 to 4. All paths lead through a folder made for this attempt alone: a command that hung and is carried out
    /// much later, when the account has been restored, then finds no way to the new messages.
    private func remove(_ tree: FolderTree) async throws {
        let licence = "\(Self.licencePrefix)\(ArchiveCopy.unused())"
        let way = "\(mail.home)/\(licence)/../"
        let isMessage = mail.layout.mailLocation.holdsMessage
        try await mail.homes.makeEmptyFile("\(mail.home)/\(licence)/\(Self.licenceFile)")
        try await mail.homes.delete(tree.files.filter(isMessage).map { way + $0 })
        let left = try await mail.homes.tree(below: mail.home)
        guard !left.files.contains(where: isMessage) else { return }
        let others = left.files.filter { !$0.hasPrefix("\(licence)/") }
        let folders = left.folders.filter { !$0.hasPrefix("\(licence)/") }.reversed()
        try await mail.homes.delete((others + folders).map { way + $0 })
        try await removeLicences()
        try await mail.homes.delete([mail.home])
    }

    private func removeLicences() async throws {
        let folders = try await mail.homes.contents(of: [mail.home]).flatMap(\.folders)
        for licence in folders where licence.hasPrefix(Self.licencePrefix) {
            try await mail.homes.deleteTree("\(mail.home)/\(licence)")
        }
    }

    /// Without a home, what an interruption left unfinished beside a whole copy is of no use.
    private func tidied() async throws -> MailStoreAnswer {
        let copies = try await mail.copies()
        if !copies.whole.isEmpty, !copies.unfinished.isEmpty { try await mail.remove(copies.unfinished) }
        return .done
    }

    private static let licencePrefix = ".archiving-"
    private static let licenceFile = "licence"
}

/// The copy did not come to hold what the home holds.
struct CopyDiffers: Error {}
