internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import NIOCore

/// `/admin/unggah`: many accounts from a file.
struct UploadsRoutes: Sendable {
    let desk: Desk
    private let path = "/admin/unggah"

    func add(to router: Router<PortalContext>) {
        router.get("skrip/kemajuan.js") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/javascript; charset=utf-8", .cacheControl: "max-age=300"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.kemajuan_js))
            )
        }
        router.get("admin/unggah") { _, context in try await list(context) }
        router.post("admin/unggah") { request, context in try await receive(request, context) }
        router.get("admin/unggah/baru") { request, context in
            try await form(
                context,
                typed: [
                    "service": request.uri.queryParameters["layanan"].map(String.init) ?? "",
                    "tenant": request.uri.queryParameters["instansi"].map(String.init) ?? "",
                ]
            )
        }
        router.get("admin/unggah/contoh.csv") { _, context in try await template(context) }
        router.get("admin/unggah/:id") { _, context in try await show(context) }
        router.get("admin/unggah/:id/kemajuan") { _, context in try await progress(context) }
        router.get("admin/unggah/:id/baris/:kind") { request, context in try await rows(request, context) }
        addDownloads(to: router)
        addDecisions(to: router)
    }

    private func addDownloads(to router: Router<PortalContext>) {
        router.get("admin/unggah/:id/rencana.csv") { _, context in
            let (upload, shelf, _) = try await upload(context)
            return try await download(shelf.folder.plan(upload.id), "rencana-\(upload.id.prefix(8)).csv", context)
        }
        router.get("admin/unggah/:id/hasil/:run") { _, context in
            let (upload, shelf, _) = try await upload(context)
            guard let run = context.parameters.get("run", as: Int.self), (1...max(upload.runs.count, 1)).contains(run)
            else { throw Detour.notFound }
            let file = shelf.folder.result(upload.id, run)
            return try await download(file, "hasil-\(upload.id.prefix(8))-\(run).csv", context)
        }
    }

    private func addDecisions(to router: Router<PortalContext>) {
        router.post("admin/unggah/:id/terima") { request, context in
            let (fields, _) = try await desk.form(request, context)
            return try await decide(context) { shelf, id, owner in
                let acceptance = Upload.Acceptance(
                    fingerprint: fields.text("fingerprint"),
                    skipsRefused: fields.isTicked("skip")
                )
                try await shelf.accept(id, of: owner, acceptance)
                return .uploadAccepted
            }
        }
        for (name, decision) in Self.decisions {
            router.post("admin/unggah/:id/\(name)") { request, context in
                _ = try await desk.form(request, context)
                return try await decide(context, decision)
            }
        }
    }

    private typealias Decision = @Sendable (UploadShelf, String, EntryUUID) async throws -> UploadsText

    private static let decisions: [(String, Decision)] = [
        (
            "lanjut",
            { shelf, id, owner in
                try await shelf.resume(id, of: owner); return .uploadResumed
            }
        ),
        (
            "rencana",
            { shelf, id, owner in
                try await shelf.planAgain(id, of: owner); return .uploadPlannedAgain
            }
        ),
        (
            "batal",
            { shelf, id, owner in
                try await shelf.stop(id, of: owner); return .uploadStopped
            }
        ),
        (
            "hapus",
            { shelf, id, owner in
                try await shelf.remove(id, of: owner); return .uploadRemoved
            }
        ),
    ]

    // MARK: Taking a file in

    private func list(_ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        guard let shelf = desk.uploads else { return try await switchedOff(context) }
        let words = UploadWords(desk, context)
        let uploads = await shelf.uploads(of: administrator.uuid).map { upload -> [String: Any] in
            [
                "id": upload.id, "fileName": upload.fileName, "tenant": upload.tenant, "service": upload.service,
                "received": words.time(upload.received), "stage": words.stage(upload), "rows": upload.plan?.rows ?? 0,
                "hasPlan": upload.plan != nil, "isAlarming": upload.stage == .interrupted || upload.stage == .unusable,
            ]
        }
        return try await desk.pages.page(
            .uploadList,
            titled: UploadsText.uploadsTitle,
            context,
            values: [
                "uploads": uploads, "hasUploads": !uploads.isEmpty,
                "kept": UploadsText.uploadsKept.text(in: context.language, "n", words.days(shelf.limits.retention)),
            ]
        )
    }

    private func switchedOff(_ context: PortalContext) async throws -> Response {
        try await desk.pages.page(
            .problem,
            titled: UploadsText.uploadsTitle,
            context,
            status: .serviceUnavailable,
            problem: UploadsText.uploadsOff.text(in: context.language)
        )
    }

    private func form(
        _ context: PortalContext,
        typed: [String: String],
        problem: UploadsText? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let administrator = try await desk.administrator(context)
        guard let shelf = desk.uploads else { return try await switchedOff(context) }
        let words = UploadWords(desk, context)
        var values: [String: Any] = [
            "columns": words.columns, "tenantName": typed["tenant"] ?? "",
            "greatest": UploadsText.uploadFileHint.text(
                in: context.language,
                "n",
                "\(shelf.limits.greatestFile >> 20)"
            ),
        ]
        if let own = administrator.ownTenant {
            values["own"] = ["service": own.service, "tenant": own.tenant]
        } else {
            values["services"] = try await services(administrator).map {
                ["name": $0, "isChosen": $0 == typed["service"]] as [String: Any]
            }
        }
        return try await desk.pages.page(
            .uploadForm,
            titled: UploadsText.uploadNewTitle,
            context,
            status: status,
            problem: problem?.text(in: context.language, "n", "\(shelf.limits.greatestFile >> 20)"),
            values: values
        )
    }

    private func services(_ administrator: Administrator) async throws -> [String] {
        let base = desk.configuration.suffix.child("ou", "services")
        return try await desk.acting(as: administrator) { connection in
            let search = LDAPSearch(
                base: base,
                scope: .oneLevel,
                filter: .equal("objectClass", "pamongService"),
                attributes: ["cn"],
                references: .ignore
            )
            return try await connection.entries(search).compactMap { $0.string(of: "cn") }.sorted()
        }
    }

    private func receive(_ request: Request, _ context: PortalContext) async throws -> Response {
        let administrator = try await desk.administrator(context)
        guard let shelf = desk.uploads, let session = context.session?.value else { throw Detour.notFound }
        do {
            let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
            guard announced <= shelf.limits.greatestFile + (1 << 16) else {
                throw UploadFault(.uploadTooLarge, .contentTooLarge)
            }
            var reception = UploadReception(desk, shelf, administrator, session)
            let upload = try await reception.receive(request)
            do {
                try await shelf.take(upload)
            } catch {
                try? shelf.folder.remove(upload.id)
                throw error
            }
            log("upload: received", upload)
            return .seeOther("\(path)/\(upload.id)")
        } catch let fault as UploadFault {
            return try await form(context, typed: fault.typed, problem: fault.text, status: fault.status)
        } catch let refusal as UploadShelf.Refusal {
            return try await form(context, typed: [:], problem: refusal.text, status: .conflict)
        }
    }

    private func log(_ message: Logger.Message, _ upload: Upload) {
        desk.logger.info(
            message,
            metadata: [
                "account": "\(upload.ownerAddress)", "upload": "\(upload.id)", "tenant": "\(upload.tenant)",
                "service": "\(upload.service)", "bytes": "\(upload.size)",
            ]
        )
    }

    private func template(_ context: PortalContext) async throws -> Response {
        _ = try await desk.administrator(context)
        return Response(
            status: .ok,
            headers: Self.attachment("contoh-unggahan.csv"),
            body: ResponseBody(byteBuffer: ByteBuffer(string: UploadTemplate.csv(in: context.language)))
        )
    }

    // MARK: Looking

    /// The upload that the address names, if it is the person's; everybody else's do not exist.
    private func upload(_ context: PortalContext) async throws -> (Upload, UploadShelf, Administrator) {
        let administrator = try await desk.administrator(context)
        guard let shelf = desk.uploads, let id = context.parameters.get("id"),
            let upload = await shelf.upload(id, of: administrator.uuid)
        else { throw Detour.notFound }
        return (upload, shelf, administrator)
    }

    private func show(_ context: PortalContext, problem: UploadsText? = nil) async throws -> Response {
        let (upload, shelf, _) = try await upload(context)
        let words = UploadWords(desk, context)
        var values = words.page(upload)
        if upload.isUnderWay { values["progress"] = words.progress(await shelf.progress(upload.id)) }
        if let page = try ListedPage(file: shelf.folder.rows(upload.id, .refused), from: 0), upload.plan != nil {
            values["refusedRows"] = page.rows.prefix(10).map { words.row($0, .refused) }
            values["hasMoreRefused"] = (upload.plan?.refused ?? 0) > 10
        }
        return try await desk.pages.page(
            .upload,
            titled: UploadsText.uploadTitle,
            context,
            status: problem == nil ? .ok : .conflict,
            problem: problem?.text(in: context.language),
            values: values
        )
    }

    private func progress(_ context: PortalContext) async throws -> Response {
        let (upload, shelf, _) = try await upload(context)
        let words = UploadWords(desk, context).progress(await shelf.progress(upload.id))
        let state = UploadState(
            stage: upload.stage.rawValue,
            text: words["text"] as? String ?? "",
            share: words["percent"] as? Int
        )
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(state)))
        )
    }

    private struct UploadState: Encodable {
        let stage: String
        let text: String
        let share: Int?
    }

    private func rows(_ request: Request, _ context: PortalContext) async throws -> Response {
        let (upload, shelf, _) = try await upload(context)
        guard let kind = context.parameters.get("kind").flatMap({ PlanListing(rawValue: $0) }),
            let start = UInt64(request.uri.queryParameters["mulai"].map(String.init) ?? "0"),
            let page = try ListedPage(file: shelf.folder.rows(upload.id, kind), from: start), !upload.isUnderWay
        else { throw Detour.notFound }
        let words = UploadWords(desk, context)
        return try await desk.pages.page(
            .uploadRows,
            titled: UploadWords.title(kind),
            context,
            values: [
                "id": upload.id, "kind": kind.rawValue, "rows": page.rows.map { words.row($0, kind) },
                "hasRows": !page.rows.isEmpty, "isRefused": kind == .refused, "isChange": kind == .change,
                "isLater": start > 0, "hasNext": page.next != nil, "next": "\(page.next ?? 0)",
            ]
        )
    }

    private func download(_ file: String, _ name: String, _ context: PortalContext) async throws -> Response {
        let body: ResponseBody
        do {
            body = try await FileIO().loadFile(path: file, context: context)
        } catch {
            throw Detour.notFound
        }
        return Response(status: .ok, headers: Self.attachment(name), body: body)
    }

    private static func attachment(_ name: String) -> HTTPFields {
        [
            .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"\(name)\"",
        ]
    }

    // MARK: Deciding

    private func decide(_ context: PortalContext, _ decision: Decision) async throws -> Response {
        let (upload, shelf, administrator) = try await upload(context)
        do {
            let notice = try await decision(shelf, upload.id, administrator.uuid)
            log("upload: \(notice.rawValue)", upload)
            if let token = context.session?.token { await desk.sessions.update(token) { $0.notice = notice } }
            return .seeOther(notice == .uploadRemoved ? path : "\(path)/\(upload.id)")
        } catch let refusal as UploadShelf.Refusal {
            return try await show(context, problem: refusal.text)
        }
    }
}

extension UploadShelf.Refusal {
    var text: UploadsText {
        switch self {
        case .busy: .uploadBusy
        case .tooMany: .uploadTooMany
        case .full: .uploadDiskFull
        case .stale: .uploadStale
        }
    }
}
