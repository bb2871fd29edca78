internal import BulkImport
internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import WorkerAPI

/// `/admin/akun/unduh`: the whole list that a page shows the beginning of, as CSV, written while it is read. An end that
/// did not come shows: the answer is cut off, never taken for complete.
struct AccountExport: Sendable {
    /// As many as one search may answer (`olcSizeLimit`).
    private static let pageLength = 500

    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/akun/unduh") { request, context in try await download(request, context) }
    }

    private func download(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        var ask = try AccountListRequest(try request.queryFields, administrator)
        ask.after = nil
        let query = ask.query(limit: Self.pageLength)
        // Before the first byte is sent, so that a silent worker gets a page of its own.
        let first = try await desk.accountList(query)
        desk.logger.info("accounts exported", metadata: ["by": "\(administrator.address)", "listed": "\(first.total)"])
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"akun.csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: CSVText.line(Self.header)))
                var page: AccountList? = first
                while let current = page {
                    try await writer.write(ByteBuffer(string: try await lines(current, administrator)))
                    page = try await following(current, query)
                }
                try await writer.finish(nil)
            }
        )
    }

    private func following(_ page: AccountList, _ query: AccountQuery) async throws -> AccountList? {
        guard let next = page.next else { return nil }
        var query = query
        query.after = next
        return try await desk.accountList(query)
    }

    private func lines(_ page: AccountList, _ administrator: Administrator) async throws -> String {
        let uuids = page.accounts.compactMap { EntryUUID($0.uuid) }
        let records = try await desk.withAccounts(of: administrator) { try await $0.records(uuids) }
        return uuids.compactMap { records[$0] }.map { CSVText.line(Self.fields($0)) }.joined()
    }

    /// The names an upload knows its columns by, where it has them.
    private static let header = [
        "address", "name", "surname", "aliases", "forward", "status", "reason", "quota", "mail host", "service",
        "tenant", "registered", "second factor since",
    ]

    private static func fields(_ record: AccountRecord) -> [String] {
        [
            record.address.text, record.fullName, record.surname, record.aliases.joined(separator: " "),
            record.forwards.joined(separator: " "), record.status?.rawValue ?? "", record.reason ?? "",
            record.quota.map(String.init) ?? "", record.mailHost ?? "", record.place.service, record.place.tenant,
            record.registered?.rfc3339 ?? "", record.secondFactorSince?.rfc3339 ?? "",
        ]
    }
}
