import DirectoryModel

/// A directory that shows the same entries at every refresh and then stays silent until told to stop.
struct FixedDirectory: DirectorySource {
    var entries: [ObservedEntry]
    var csn = "20260101000000.000001Z#000000#001#000000"

    func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws {
        let changes = entries.map { DirectoryChange.entry($0) }
        let end = DirectoryChange.refreshCompleted(.unmentionedAreGone, cookie: CookieVector(csns: [1: csn]))
        guard try await handle(changes + [end]) == .proceed else { return }
        try await Task.sleep(for: .seconds(3600))
    }

    func read(_ uuids: [EntryUUID]) async throws -> [ObservedEntry] { entries.filter { uuids.contains($0.uuid) } }

    func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws {
        try await handle(entries.compactMap { entry in entry.csn.map { (entry.uuid, $0) } })
    }

    func position() async throws -> CookieVector { CookieVector(csns: [1: csn]) }
}

extension FixedDirectory {
    static let suffix = "dc=mail,dc=go,dc=id"
    static let host = "narada.mail.go.id"
    private static let tenant = "o=kota,cn=mail.go.id,ou=services,\(suffix)"

    /// One tenant with accounts of the given statuses, named a0, a1, …
    init(statuses: [AccountStatus], second: Int64 = 1) {
        let tree: [(String, String, ObservedContent)] = [
            (Self.suffix, "", .container(.plain)), ("ou=services,\(Self.suffix)", Self.suffix, .container(.plain)),
            (
                "cn=mail.go.id,ou=services,\(Self.suffix)", "ou=services,\(Self.suffix)",
                .container(.service(Service(name: "mail.go.id", domains: ["mail.go.id"])))
            ),
            (Self.tenant, "cn=mail.go.id,ou=services,\(Self.suffix)", .container(.tenant(Tenant(name: "kota")))),
            ("ou=accounts,\(Self.tenant)", Self.tenant, .container(.plain)),
        ]
        let containers = tree.enumerated().map { index, node in
            ObservedEntry(uuid: Self.uuid(index), csn: Self.csn(1), dn: node.0, parent: node.1, content: node.2)
        }
        let accounts = statuses.enumerated().map { index, status in
            Self.account(index, status, version: second)
        }
        self.init(entries: containers + accounts)
    }

    private static func account(_ index: Int, _ status: AccountStatus, version: Int64) -> ObservedEntry {
        let address = MailAddress(trusted: "a\(index)@mail.go.id")
        let observed = ObservedAccount(
            address: address,
            mailHost: host,
            status: status,
            registered: Timestamp(microseconds: 1)
        )
        return ObservedEntry(
            uuid: uuid(100 + index),
            csn: csn(version),
            dn: "mail=\(address),ou=accounts,\(tenant)",
            parent: "ou=accounts,\(tenant)",
            content: .account(observed)
        )
    }

    static func uuid(_ number: Int) -> EntryUUID { EntryUUID(high: 7, low: UInt64(number)) }

    private static func csn(_ second: Int64) -> EntryCSN {
        EntryCSN(time: Timestamp(microseconds: 1_767_225_600_000_000 + second * 1_000_000), order: 1)
    }
}
