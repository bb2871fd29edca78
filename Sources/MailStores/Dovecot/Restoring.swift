import SyncEngine

/// Puts archived mail back. Adds only: what the live home holds already (folders just made, a message that came while
/// the account was closed) stays. The archive goes when every message of it is in the home.
struct Restoring: Sendable {
    let mail: AccountMail

    func run() async throws -> MailStoreAnswer {
        let copies = try await mail.copies()
        let hasHome = try await mail.hasHome()
        guard !copies.whole.isEmpty else { return try await withoutWholeCopy(copies.unfinished, hasHome: hasHome) }
        if hasHome { try await mail.rebuildIndexes() }
        for copy in copies.whole { try await putBack(copy) }
        try await mail.remove(copies.whole + copies.unfinished)
        return .done
    }

    private func putBack(_ copy: ArchiveCopy) async throws {
        let archived = try await mail.messages(in: copy)
        if try await !isSuperfluous(archived) { try await mail.copyBack(copy) }
        let missing = archived.missing(in: try await mail.messages())
        if missing.isEmpty { return }
        try await mail.importMessages(missing, from: copy)
        guard archived.missing(in: try await mail.messages()).isEmpty else { throw CopyDiffers() }
    }

    /// A later copy often holds only what an interrupted removal left of the first.
    private func isSuperfluous(_ archived: MailCensus) async throws -> Bool {
        guard archived.count > 0, try await mail.hasHome() else { return false }
        return archived.missing(in: try await mail.messages()).isEmpty
    }

    /// A copy without its mark is either half made, and then the home has everything, or the rest of one that was put
    /// back before. Only an unfinished copy with no home beside it is for a person to judge.
    private func withoutWholeCopy(_ unfinished: [ArchiveCopy], hasHome: Bool) async throws -> MailStoreAnswer {
        guard hasHome || unfinished.isEmpty else {
            return .failed(reason: "restore: the archive holds only an unfinished copy", isRetriable: false)
        }
        try await mail.remove(unfinished)
        return .done
    }
}
