public import DirectoryModel
public import LDAPClient

/// Asks the directory's log of changes (slapo-accesslog) who blocked, closed, removed or moved accounts.
public struct ChangeAuthors: Sendable {
    /// Who made the last such change of each account, as far as the log tells.
    public struct Answer: Sendable, Hashable {
        /// By account: the author's DN, in normalised form.
        public var authors: [EntryUUID: String]
        /// Why the log could not be read at all; `nil` when it could.
        public var problem: String?

        /// Puts an answer together.
        public init(authors: [EntryUUID: String], problem: String? = nil) {
            self.authors = authors
            self.problem = problem
        }
    }

    private let configuration: LDAPConfiguration
    private let log: DistinguishedName

    /// `configuration` signs in as an identity that may read the log, which stands under `log`.
    public init(
        configuration: LDAPConfiguration,
        log: DistinguishedName = DistinguishedName([.init("cn", "accesslog")])
    ) {
        self.configuration = configuration
        self.log = log
    }

    /// Looks up the last change of each account that could have taken it from its user. A log that cannot be read is part
    /// of the answer, not an error: a decision may be possible without it.
    public func ofLastChange(to accounts: [EntryUUID]) async -> Answer {
        do {
            let records: [ChangeRecord] = try await LDAPConnection.withConnection(configuration) { connection in
                try await self.records(of: accounts, connection)
            }
            return Answer(authors: ChangeRecord.lastAuthors(records))
        } catch {
            return Answer(authors: [:], problem: "the log of changes cannot be read: \(error)")
        }
    }

    private func records(of accounts: [EntryUUID], _ connection: LDAPConnection) async throws -> [ChangeRecord] {
        var records: [ChangeRecord] = []
        for start in stride(from: 0, to: accounts.count, by: 100) {
            let some = accounts[start..<min(start + 100, accounts.count)]
            let filter = LDAPFilter.and([
                .equal("reqResult", "0"), .or(some.map { .equal("reqEntryUUID", $0.description) }),
            ])
            let search = LDAPSearch(
                base: log,
                scope: .oneLevel,
                filter: filter,
                attributes: ChangeRecord.attributes,
                references: .ignore
            )
            records += try await connection.entries(search).compactMap(ChangeRecord.init(_:))
        }
        return records
    }
}

/// One record of the log: who did what to which entry.
struct ChangeRecord: Sendable, Hashable {
    var account: EntryUUID
    /// When it began (`reqStart`, which sorts as text).
    var start: String
    /// Who it was (`reqAuthzID`).
    var author: String
    /// Whether it can have taken the account from its user: a removal, a rename or move, another status or mail host.
    var isDestructive: Bool

    static let attributes: [AttributeName] = ["reqStart", "reqType", "reqAuthzID", "reqEntryUUID", "reqMod"]

    /// The author of the last destructive change of each account.
    static func lastAuthors(_ records: [ChangeRecord]) -> [EntryUUID: String] {
        let latest = records.filter(\.isDestructive).sorted { $0.start < $1.start }
        return Dictionary(latest.map { ($0.account, $0.author) }) { $1 }
    }
}

extension ChangeRecord {
    init?(_ entry: LDAPEntry) {
        guard let account = entry.string(of: "reqEntryUUID").flatMap({ EntryUUID($0) }),
            let start = entry.string(of: "reqStart"), let type = entry.string(of: "reqType")
        else { return nil }
        let author = entry.string(of: "reqAuthzID") ?? ""
        self.init(
            account: account,
            start: start,
            author: (try? DistinguishedName(author).normalized) ?? author.lowercased(),
            isDestructive: Self.isDestructive(type: type, modifications: entry.strings(of: "reqMod"))
        )
    }

    /// `reqMod` values read `attribute:operation value` (slapo-accesslog(5)).
    static func isDestructive(type: String, modifications: [String]) -> Bool {
        switch type.lowercased() {
        case "delete", "modrdn": true
        case "modify":
            modifications.contains { text in
                let name = text.prefix { $0 != ":" }.lowercased()
                return name == "pamongaccountstatus" || name == "mailhost"
            }
        default: false
        }
    }
}
