import SyncEngine

/// Removes the archive of an account for good, and nothing else.
struct Purging: Sendable {
    let mail: AccountMail

    func run() async throws -> MailStoreAnswer {
        let copies = try await mail.copies()
        try await mail.remove(copies.whole + copies.unfinished)
        if try await mail.archives.exists(mail.home) { try await mail.archives.deleteTree(mail.home) }
        return .done
    }
}
