internal import BulkImport
internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import NIOCore
internal import TwoFactor

/// Takes the form with the file in, piece by piece. The file comes last: before its first byte is kept, the form must have
/// proved to be ours, and the tenant to be the person's.
struct UploadReception {
    private static let longestField = 1024

    let desk: Desk
    let shelf: UploadShelf
    let administrator: Administrator
    let session: Session

    private var fields: [String: [UInt8]] = [:]
    private var openField: String?
    private var id: String?
    private var target: (service: String, tenant: String)?
    private var fileName = ""
    private var size = 0
    private var start: [UInt8] = []

    init(_ desk: Desk, _ shelf: UploadShelf, _ administrator: Administrator, _ session: Session) {
        (self.desk, self.shelf, self.administrator, self.session) = (desk, shelf, administrator, session)
    }

    /// Reads the request to its end and keeps the file. Throws ``UploadFault`` for what the person can mend,
    /// ``UploadShelf/Refusal``, and a ``Detour``.
    mutating func receive(_ request: Request) async throws -> Upload {
        guard var reader = try? MultipartReader(contentType: request.headers[.contentType] ?? "") else {
            throw Detour.badRequest
        }
        do {
            try await read(request, &reader)
            return try finished()
        } catch {
            if let id { try? shelf.folder.remove(id) }
            if error is MultipartReader.Malformed { throw Detour.badRequest }
            throw error
        }
    }

    private mutating func read(_ request: Request, _ reader: inout MultipartReader) async throws {
        var file: OpenUpload?
        for try await piece in request.body {
            for event in try reader.take(piece.readableBytesView) {
                switch event {
                case .part(let name, let fileName): file = try await begin(name, fileName)
                case .data(let bytes): try add(bytes, to: file)
                case .endOfPart:
                    try file?.finish()
                    (file, openField) = (nil, nil)
                }
            }
        }
        try reader.finish()
    }

    /// Begins a field, or the file.
    private mutating func begin(_ name: String, _ fileName: String?) async throws -> OpenUpload? {
        guard let fileName else {
            guard fields[name] == nil else { throw Detour.badRequest }
            fields[name] = []
            openField = name
            return nil
        }
        guard name == "file", id == nil else { throw Detour.badRequest }
        try checkToken()
        target = try await checkedTarget()
        try await shelf.checkRoom(for: administrator.uuid)
        let id = try UploadShelf.newID()
        try shelf.folder.make(id)
        self.id = id
        self.fileName = Self.shown(fileName)
        return try OpenUpload(shelf.folder.file(id))
    }

    private mutating func add(_ bytes: [UInt8], to file: OpenUpload?) throws {
        if let file {
            size += bytes.count
            guard size <= shelf.limits.greatestFile else { throw fault(.uploadTooLarge, .contentTooLarge) }
            if start.count < 8 { start += bytes.prefix(8 - start.count) }
            try file.write(bytes)
        } else if let openField {
            fields[openField, default: []] += bytes
            guard (fields[openField]?.count ?? 0) <= Self.longestField else { throw Detour.badRequest }
        }
    }

    private func checkToken() throws {
        guard let token = fields["token"], SecretBytes(token) == SecretBytes(session.formToken) else {
            throw Detour.forgedForm
        }
    }

    /// The tenant the file is for. One that is not the person's does not exist.
    private func checkedTarget() async throws -> (service: String, tenant: String) {
        if let own = administrator.ownTenant {
            let (service, tenant) = (text("service"), text("tenant"))
            let isOwn = [own.service, ""].contains(service) && [own.tenant, ""].contains(tenant)
            guard isOwn else { throw Detour.notFound }
            return (own.service, own.tenant)
        }
        guard !text("service").isEmpty else { throw fault(.uploadServiceMissing) }
        guard !text("tenant").isEmpty else { throw fault(.uploadTenantMissing) }
        let (service, tenant, suffix) = (text("service"), text("tenant"), desk.configuration.suffix)
        do {
            let target = try await desk.acting(as: administrator) { connection in
                try await ImportTarget.find(
                    tenant,
                    service: service,
                    suffix: suffix,
                    reader: DirectoryReader(connection)
                )
            }
            return (service, target.tenant.rdn?.value ?? tenant)
        } catch ImportError.noSuchService, ImportError.noSuchTenant {
            throw fault(.uploadTenantUnknown)
        } catch ImportError.ambiguousTenant {
            throw fault(.uploadTenantAmbiguous)
        }
    }

    private func finished() throws -> Upload {
        guard let id, let target, size > 0 else {
            try checkToken()
            throw fault(.uploadFileMissing)
        }
        guard case .upload(let format) = FileKind.of(start, name: fileName) else { throw fault(.uploadWrongKind) }
        return Upload(
            id: id,
            owner: administrator.uuid.description,
            ownerAddress: administrator.address,
            ownerName: administrator.name.description,
            service: target.service,
            tenant: target.tenant,
            fileName: fileName.isEmpty ? "file.\(format.rawValue)" : fileName,
            format: format.rawValue,
            size: size,
            received: .now
        )
    }

    private func fault(_ text: UploadsText, _ status: HTTPResponse.Status = .unprocessableContent) -> UploadFault {
        UploadFault(text, status, typed: ["service": self.text("service"), "tenant": self.text("tenant")])
    }

    private func text(_ name: String) -> String {
        String(decoding: fields[name] ?? [], as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }

    /// A name as it can stand on a page: without folders and controls.
    private static func shown(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        return String(
            String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(120))
        )
    }
}

/// The file while it comes in.
private final class OpenUpload {
    private var file: PrivateFile

    init(_ path: String) throws { file = try PrivateFile(path) }

    func write(_ bytes: [UInt8]) throws { try file.write(bytes) }
    func finish() throws { try file.finish() }
}
