internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import NIOCore

/// `/admin/jejak`: who changed what, and when.
struct AuditTrailRoutes: Sendable {
    /// How long the directory keeps its log (`olcAccessLogPurge` in LDIF/config/07-directory-database.ldif).
    static let kept: Duration = .seconds(14 * 86_400)
    private static let pageSize = 50
    private static let mostOfFile = 5000

    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("admin/jejak") { request, context in try await page(request, context) }
        router.get("admin/jejak/jejak.csv") { request, context in try await file(request, context) }
    }

    private func search(_ request: Request) -> TrailSearch {
        func value(_ name: Substring) -> String {
            // A form sends spaces as `+`, which no address and no name in the tree has at its ends.
            let text = request.uri.queryParameters[name].map { $0.replacing("+", with: " ") } ?? ""
            return text.trimmingCharacters(in: .whitespaces)
        }
        return TrailSearch(
            from: value("dari"),
            to: value("sampai"),
            author: value("pelaku"),
            entry: value("entri"),
            kind: value("jenis"),
            before: value("sebelum")
        )
    }

    private func page(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let search = search(request)
        do {
            let found = try await find(search, administrator, count: Self.pageSize)
            let visible = try await visible(found.records, administrator)
            let words = TrailWords(desk.configuration, context.language)
            var values = form(search, context)
            values["records"] = found.records.map { words.row($0, visible: visible) }
            values["hasRecords"] = !found.records.isEmpty
            values["isCutShort"] = found.isCutShort
            if let next = found.next { values["next"] = query(search, before: next) }
            if !search.before.isEmpty { values["first"] = query(search, before: nil) }
            return try await show(context, values: values)
        } catch let fault as TrailSearch.Fault {
            return try await show(context, problem: fault.text, values: form(search, context))
        }
    }

    private func show(
        _ context: PortalContext,
        problem: AuditTrailText? = nil,
        values: sending [String: Any]
    ) async throws -> Response {
        try await desk.pages.page(
            .auditTrailPage,
            titled: AuditTrailText.trailTitle,
            context,
            status: problem == nil ? .ok : .unprocessableContent,
            problem: problem?.text(in: context.language),
            values: values
        )
    }

    private func form(_ search: TrailSearch, _ context: PortalContext) -> [String: Any] {
        [
            "from": search.from, "to": search.to, "author": search.author, "entryText": search.entry,
            "file": "/admin/jejak/jejak.csv" + (search.query.isEmpty ? "" : "?\(search.query)"),
            "kinds": TrailRecord.Kind.allCases.map {
                [
                    "value": $0.rawValue, "text": $0.text.text(in: context.language),
                    "isChosen": $0.rawValue == search.kind,
                ] as [String: Any]
            },
        ]
    }

    private func query(_ search: TrailSearch, before: Timestamp?) -> String {
        let place = before.map { ["sebelum=\($0.microseconds)"] } ?? []
        return "?" + ((search.query.isEmpty ? [] : [search.query]) + place).joined(separator: "&")
    }

    private func file(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        let found: TrailReader.Page
        do {
            found = try await find(search(request), administrator, count: Self.mostOfFile)
        } catch is TrailSearch.Fault {
            throw Detour.badRequest
        }
        desk.logger.info("audit trail downloaded", metadata: ["account": "\(administrator.address)"])
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"jejak.csv\"",
            ],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: TrailCSV.header + found.records.map { TrailCSV.line($0) }.joined())
            )
        )
    }

    // MARK: What may be seen

    /// Looks into the log for what this person may see: everything for the head office; for a tenant's administrator what
    /// was done below their own tenant's entry, all of which the directory lets them read.
    private func find(
        _ search: TrailSearch,
        _ administrator: Administrator,
        count: Int
    ) async throws -> TrailReader.Page {
        let suffix = desk.configuration.suffix
        let (newest, oldest) = try search.period(desk.configuration.timeZone, now: .now, kept: Self.kept)
        let kind = try TrailSearch.kind(search.kind)
        let named = try await desk.acting(as: administrator) { connection in
            let names = TrailNames(connection: connection, administrator: administrator, suffix: suffix)
            return (
                author: search.author.isEmpty ? nil : try await names.author(search.author),
                entries: search.entry.isEmpty ? nil : try await names.entries(search.entry)
            )
        }
        return try await LDAPConnection.withConnection(desk.configuration.directory) { connection in
            var question = TrailQuestion()
            question.subtree = administrator.ownTenant?.entry(in: suffix)
            question.leftOut = [suffix.child("ou", "system").child("cn", "gate")]
            question.kind = kind
            question.author = named.author
            question.entries = named.entries
            if administrator.isHeadOffice, named.entries?.isEmpty == true {
                question.entries = try await TrailNames.removed(search.entry, connection)
            }
            if question.entries?.isEmpty == true { return TrailReader.Page() }
            let reader = TrailReader(connection: connection)
            return try await reader.page(question, before: newest, oldest: oldest, count: count)
        }
    }

    private func visible(_ records: [TrailRecord], _ administrator: Administrator) async throws -> Set<EntryUUID> {
        let suffix = desk.configuration.suffix
        return try await desk.acting(as: administrator) { connection in
            let names = TrailNames(connection: connection, administrator: administrator, suffix: suffix)
            return try await names.visible(Set(records.compactMap(\.uuid)))
        }
    }
}

extension TrailSearch {
    /// What kind of change is meant; `nil` for all. Throws ``Fault``.
    static func kind(_ text: String) throws -> TrailRecord.Kind? {
        guard !text.isEmpty else { return nil }
        guard let kind = TrailRecord.Kind(rawValue: text) else { throw Detour.notFound }
        return kind
    }
}

extension TrailSearch.Fault {
    var text: AuditTrailText {
        switch self {
        case .date: .trailDateWrong
        case .order: .trailOrderWrong
        case .author: .trailAuthorUnknown
        case .entry: .trailEntryWrong
        case .cursor: .trailPlaceWrong
        }
    }
}

extension TrailRecord.Kind {
    var text: AuditTrailText {
        switch self {
        case .created: .trailCreated
        case .changed: .trailChanged
        case .moved: .trailMoved
        case .removed: .trailRemoved
        }
    }
}
