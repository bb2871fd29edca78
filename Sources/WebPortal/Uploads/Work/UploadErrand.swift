internal import BulkImport
internal import DirectoryModel
internal import Foundation
internal import LDAPClient
internal import LDAPDirectory
internal import Logging

/// One turn of one upload: the plan, and the writes if they were accepted; all of it with its owner's rights.
struct UploadErrand: Sendable {
    /// Why it ends before its time.
    private enum Stop: Error {
        case byOwner
        /// The owner's account is no longer active, or no longer theirs.
        case ownerGone
    }

    private let upload: Upload
    private let board: ProgressBoard
    private let shelf: UploadShelf
    private let desk: Desk

    init(_ upload: Upload, _ board: ProgressBoard, _ shelf: UploadShelf, _ desk: Desk) {
        (self.upload, self.board, self.shelf, self.desk) = (upload, board, shelf, desk)
    }

    /// Works until done, stopped, or nobody's rights are left to work with.
    func run(_ task: UploadTurns.Task, stop: AsyncStream<Void>) async {
        log("upload: begun", ["task": "\(task)"])
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await work(task) }
                group.addTask {
                    for await _ in stop { throw Stop.byOwner }
                    try await Task.sleep(for: .seconds(86_400 * 365))
                }
                group.addTask { try await watchOwner() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await end(error)
        }
        let ended = await shelf.upload(upload.id, of: owner)?.stage
        log("upload: ended", ["stage": "\(ended?.rawValue ?? "none")"])
    }

    private var owner: EntryUUID { EntryUUID(upload.owner) ?? EntryUUID(high: 0, low: 0) }
    private var folder: UploadFolder { shelf.folder }

    private func log(_ message: Logger.Message, _ more: Logger.Metadata = [:]) {
        let metadata: Logger.Metadata = ["account": "\(upload.ownerAddress)", "upload": "\(upload.id)"]
        desk.logger.info(message, metadata: metadata.merging(more) { $1 })
    }

    // MARK: Work

    private func work(_ task: UploadTurns.Task) async throws {
        let plan = try await plan()
        let kept = try await PlanKeeper(folder: folder, id: upload.id).keep(plan)
        switch (task, upload.acceptance) {
        case (.plan, _), (_, nil): await show(kept)
        case (.write, let acceptance?):
            guard plan.fingerprint == acceptance.fingerprint else { return await show(kept, .init(.planChanged)) }
            try await write(plan, acceptance)
        case (.resume, let acceptance?):
            let covered = try AcceptedPlan(folder.acceptedPlan(upload.id)).covers(plan)
            guard covered, acceptance.skipsRefused || plan.summary.refused == 0 else {
                return await show(kept, .init(.planGrew))
            }
            try await write(plan, acceptance)
        }
    }

    private func show(_ plan: Upload.Plan, _ remark: UploadRemark? = nil) async {
        await shelf.end(upload.id, board) { upload in
            upload.plan = plan
            upload.stage = .planned
            upload.acceptance = nil
            upload.remark = remark
        }
    }

    /// The owner's rights say what of the tenant is seen. Whether an address is taken elsewhere the portal finds out itself,
    /// since the owner may not see where; the plan does not tell where either.
    private func plan() async throws -> ImportPlan {
        let target = ImportTarget(suffix: desk.configuration.suffix, service: upload.service, tenant: upload.tenant)
        let (upload, board, path) = (upload, board, folder.file(upload.id))
        let policy = ImportPolicy(mailHost: desk.configuration.mailHost)
        return try await LDAPConnection.withConnection(desk.configuration.directory) { everywhere in
            try await LDAPConnection.withConnection(try access()) { own in
                try await ImportPlanner(
                    target,
                    policy: policy,
                    tenant: DirectoryReader(own, pageSize: 1000),
                    everywhere: DirectoryReader(everywhere)
                ).plan(.file(path), upload.importFormat) { board.note($0) }
            }
        }
    }

    private func write(_ plan: ImportPlan, _ acceptance: Upload.Acceptance) async throws {
        try await shelf.note(upload.id) { $0.runs.append(.init(begun: .now)) }
        let (board, total) = (board, plan.summary.writes)
        let results = try ResultFile(folder.result(upload.id, upload.runs.count + 1))
        board.show(.writing(done: 0, of: total))
        let access = try access()
        let tally = try await LDAPConnection.withConnection(access) { connection in
            let writer = ImportWriter([connection]) { try await LDAPConnection.connect(access) }
            let accepted = PlanAcceptance(fingerprint: plan.fingerprint, skipsRefused: acceptance.skipsRefused)
            // What was written before a stop is in the file too.
            defer { try? results.finish() }
            return try await writer.carryOut(plan, accepted) { outcome in
                try results.add(outcome)
                board.count(outcome, of: total)
            }
        }
        try results.finish()
        await shelf.end(upload.id, board) { upload in
            upload.stage = .finished
            upload.runs[upload.runs.count - 1].tally = Upload.Tally(tally)
        }
    }

    private func access() throws -> LDAPConfiguration {
        var access = desk.configuration.directory
        access.authorization = try DistinguishedName(upload.ownerName)
        return access
    }

    // MARK: Ends

    /// The rights are asked for with every write; that a block, a new owner of the address or revoked sessions stop the work,
    /// is for us to see.
    private func watchOwner() async throws {
        while true {
            try await Task.sleep(for: .seconds(5))
            let account: SecondFactorEntry?
            do {
                account = try await desk.accountIfAny(upload.ownerAddress)
            } catch let error as LDAPError where error.isRetriable {
                continue  // the writes wait for the directory too, and give up by themselves
            }
            guard let account, account.uuid == owner, account.status == .active,
                try DistinguishedName(account.dn) == DistinguishedName(upload.ownerName)
            else { throw Stop.ownerGone }
        }
    }

    private func end(_ error: any Error) async {
        let (stage, remark) = Self.ending(error)
        if remark?.kind == .inner {
            desk.logger.error("an upload failed", metadata: ["upload": "\(upload.id)", "kind": "\(type(of: error))"])
        }
        await shelf.end(upload.id, board) { upload in
            upload.stage = stage
            upload.remark = remark
        }
    }

    /// What an error means for the upload. A cancelled task is the portal's end.
    static func ending(_ error: any Error) -> (Upload.Stage, UploadRemark?) {
        switch error {
        case Stop.byOwner: (.cancelled, nil)
        case Stop.ownerGone: (.interrupted, .init(.accountEnded))
        case is CancellationError: (.interrupted, .init(.restarted))
        case let error as ImportFileError: (.unusable, .init(.fileFault, error.description))
        case ImportError.noSuchService, ImportError.noSuchTenant: (.interrupted, .init(.noTenant))
        case let error as ImportError: (.interrupted, .init(.directoryGone, error.description))
        case let error as LDAPError where error.code == .insufficientAccessRights:
            (.interrupted, .init(.notAllowed))
        case let error as LDAPError: (.interrupted, .init(.directoryGone, error.description))
        default: (.interrupted, .init(.inner))
        }
    }
}

extension Upload.Tally {
    init(_ result: ImportResult) {
        self.init(done: result.done, same: result.same, refused: result.refused, failed: result.failed)
    }
}
