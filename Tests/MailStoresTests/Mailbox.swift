import DirectoryModel
import Foundation
import MailStores

extension EntryUUID {
    /// A random one.
    static func random() -> EntryUUID { EntryUUID(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)) }
}

extension DovecotServer {
    var settings: DovecotMailStore.Configuration {
        DovecotMailStore.Configuration(
            endpoint: endpoint,
            keyFile: keyFile,
            mailRoot: mailRoot,
            archiveRoot: archiveRoot
        )
    }

    /// The same with a proxy's address.
    func settings(through proxy: DoveadmProxy) -> DovecotMailStore.Configuration {
        var settings = settings
        settings.endpoint = proxy.endpoint
        return settings
    }

    /// Delivers a message, as LMTP would. Tells whether Dovecot took it; a mail server would try again otherwise.
    @discardableResult
    func deliver(_ subject: String, to account: EntryUUID, folder: String = "INBOX") async throws -> Bool {
        let message =
            "From: a@example.id\nSubject: \(subject)\nMessage-ID: <\(subject)@example.id>\n\nBody of \(subject)\n"
        try await doveadm(["save", "-u", "\(account)@removed", "-m", folder], input: message)
        return try await subjects(of: account).contains("\(folder):\(subject)")
    }

    /// A mailbox with messages in several folders, flags, a gap in the UIDs and a message that is there twice.
    func fillMailbox(of account: EntryUUID) async throws {
        try await doveadm(["mailbox", "create", "-u", "\(account)@removed", "-s", "INBOX", "Sent", "Drafts"])
        for number in 1...4 { try await deliver("inbox-\(number)", to: account) }
        try await deliver("sent-1", to: account, folder: "Sent")
        try await doveadm(["mailbox", "create", "-u", "\(account)@removed", "-s", "Work/Deep"])
        try await doveadm(["copy", "-u", "\(account)@removed", "Work/Deep", "mailbox", "INBOX", "uid", "3:4"])
        try await doveadm(["copy", "-u", "\(account)@removed", "INBOX", "mailbox", "INBOX", "uid", "3"])
        try await doveadm([
            "flags", "add", "-u", "\(account)@removed", "\\Seen \\Flagged Penting", "mailbox", "INBOX", "uid", "2",
        ])
        try await doveadm(["expunge", "-u", "\(account)@removed", "mailbox", "INBOX", "uid", "1"])
    }

    /// Every message: folder, UID, GUID, flags, subject; then every folder with its UIDVALIDITY and next UID; then the
    /// subscriptions. Equal before and after means that no client notices.
    func picture(of account: EntryUUID) async throws -> [String] {
        let messages = try await doveadm(
            ["-f", "tab", "fetch", "-u", "\(account)@removed", "mailbox uid guid flags hdr.subject", "all"]
        )
        let folders = try await doveadm([
            "-f", "tab", "mailbox", "status", "-u", "\(account)@removed", "messages uidnext guid", "*",
        ])
        let subscriptions = try await doveadm(["mailbox", "list", "-s", "-u", "\(account)@removed"])
        return [messages, folders, subscriptions].flatMap { $0.split(separator: "\n").sorted() }
            .map { $0.replacingOccurrences(of: "\\Recent", with: "").replacingOccurrences(of: " \t", with: "\t") }
    }

    /// The subjects of all messages, with their folders, each once.
    func subjects(of account: EntryUUID) async throws -> [String] {
        try await doveadm(["-f", "tab", "fetch", "-u", "\(account)@removed", "mailbox hdr.subject", "all"])
            .split(separator: "\n").dropFirst().map { $0.replacingOccurrences(of: "\t", with: ":") }.sorted()
    }

    func hasHome(_ account: EntryUUID) -> Bool { FileManager.default.fileExists(atPath: "\(mailRoot)/\(account)") }

    func hasArchive(_ account: EntryUUID) -> Bool {
        FileManager.default.fileExists(atPath: "\(archiveRoot)/\(account)")
    }
}
