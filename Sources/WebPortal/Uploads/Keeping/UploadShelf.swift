internal import DirectoryModel
internal import Foundation
internal import Logging
internal import TwoFactor

/// All uploads: whose they are, where each stands, and whose turn it is. Everything is on the disk before it is answered.
actor UploadShelf {
    /// The most uploads one person keeps.
    static let mostOfOnePerson = 10

    /// Why an upload is not taken, or nothing done with it.
    enum Refusal: Error, Equatable {
        /// Another one of the same person is under way.
        case busy
        /// The person keeps too many.
        case tooMany
        /// All together they take too much of the disk.
        case full
        /// What was asked for does not go with where the upload stands now.
        case stale
    }

    nonisolated let folder: UploadFolder
    nonisolated let limits: PortalConfiguration.Uploads
    private let logger: Logger
    private var uploads: [String: Upload]
    private var boards: [String: ProgressBoard] = [:]
    private var stops: [String: AsyncStream<Void>.Continuation] = [:]
    private var turns: UploadTurns
    private nonisolated let calls: AsyncStream<Void>.Continuation
    /// Speaks whenever somebody's turn may have come.
    nonisolated let called: AsyncStream<Void>

    /// Opens the folder; what was under way when the portal ended can be continued. Throws when the folder cannot be used.
    init(_ limits: PortalConfiguration.Uploads, logger: Logger) throws {
        self.limits = limits
        self.logger = logger
        let folder = try UploadFolder(limits.folder)
        self.folder = folder
        var kept: [String: Upload] = [:]
        for upload in try folder.all() {
            kept[upload.id] = upload.afterRestart
            if upload.isUnderWay { try folder.save(upload.afterRestart) }
        }
        uploads = kept
        turns = UploadTurns(room: limits.room)
        (called, calls) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: Looking

    /// Somebody's upload. Those of others do not exist.
    func upload(_ id: String, of owner: EntryUUID) -> Upload? {
        uploads[id].flatMap { $0.owner == owner.description ? $0 : nil }
    }

    /// Somebody's uploads, the newest first.
    func uploads(of owner: EntryUUID) -> [Upload] {
        uploads.values.filter { $0.owner == owner.description }.sorted { $0.received > $1.received }
    }

    func progress(_ id: String) -> UploadProgress { boards[id]?.progress ?? .waiting }

    // MARK: Taking in

    /// Whether one more may be sent; throws ``Refusal``.
    func checkRoom(for owner: EntryUUID) throws {
        let own = uploads(of: owner)
        guard !own.contains(where: \.isUnderWay) else { throw Refusal.busy }
        guard own.count < Self.mostOfOnePerson else { throw Refusal.tooMany }
        guard uploads.values.reduce(0, { $0 + $1.size }) < limits.roomOnDisk else { throw Refusal.full }
    }

    /// Takes an upload whose file is in its folder, and lets the plan be made.
    func take(_ upload: Upload) throws {
        guard let owner = EntryUUID(upload.owner) else { throw Refusal.stale }
        try checkRoom(for: owner)
        try keep(upload)
        enqueue(upload, .plan)
    }

    // MARK: What its owner decides

    /// Lets the plan be carried out that somebody has looked at. Throws ``Refusal``.
    func accept(_ id: String, of owner: EntryUUID, _ acceptance: Upload.Acceptance) throws {
        var upload = try idle(id, owner)
        guard upload.stage == .planned, upload.plan?.fingerprint == acceptance.fingerprint else {
            throw Refusal.stale
        }
        upload.acceptance = acceptance
        upload.stage = .writing
        upload.remark = nil
        try PlanKeeper(folder: folder, id: id).accept()
        try keep(upload)
        enqueue(upload, .write)
    }

    /// Goes on with an upload that was stopped. Throws ``Refusal``.
    func resume(_ id: String, of owner: EntryUUID) throws {
        var upload = try idle(id, owner)
        guard upload.canContinue else { throw Refusal.stale }
        let isAccepted = upload.acceptance != nil
        upload.stage = isAccepted ? .writing : .planning
        upload.remark = nil
        try keep(upload)
        enqueue(upload, isAccepted ? .resume : .plan)
    }

    /// Makes the plan anew, since the directory may have changed. Throws ``Refusal``.
    func planAgain(_ id: String, of owner: EntryUUID) throws {
        var upload = try idle(id, owner)
        guard upload.stage != .unusable else { throw Refusal.stale }
        upload.stage = .planning
        upload.acceptance = nil
        upload.remark = nil
        try keep(upload)
        enqueue(upload, .plan)
    }

    /// Stops what is under way; what was written stays written.
    func stop(_ id: String, of owner: EntryUUID) throws {
        guard var upload = upload(id, of: owner), upload.isUnderWay else { throw Refusal.stale }
        guard turns.withdraw(id) else {
            stops[id]?.yield()
            return
        }
        boards[id] = nil
        upload.stage = .cancelled
        try keep(upload)
    }

    /// Takes an upload and its files away. Throws ``Refusal``.
    func remove(_ id: String, of owner: EntryUUID) throws {
        guard let upload = upload(id, of: owner), !upload.isUnderWay else { throw Refusal.stale }
        try discard(upload)
    }

    /// Takes away what is older than the retention.
    func sweep(now: Timestamp = .now) {
        for upload in uploads.values where !upload.isUnderWay && now.since(upload.received) >= limits.retention {
            do {
                try discard(upload)
            } catch {
                logger.error("an upload cannot be removed", metadata: ["upload": "\(upload.id)"])
            }
        }
    }

    // MARK: Work

    /// Whose turn it is, with where to say how far it is and what tells to stop; `nil` when it is nobody's.
    func nextTurn() -> (turn: UploadTurns.Turn, upload: Upload, board: ProgressBoard, stop: AsyncStream<Void>)? {
        guard let turn = turns.next() else { return nil }
        guard let upload = uploads[turn.id], let board = boards[turn.id] else {
            turns.end(turn.id)
            return nil
        }
        let (stop, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        stops[turn.id] = continuation
        return (turn, upload, board, stop)
    }

    /// Keeps what has become of an upload that is being worked on.
    func note(_ id: String, _ change: @Sendable (inout Upload) -> Void) throws {
        guard var upload = uploads[id] else { return }
        change(&upload)
        try keep(upload)
    }

    /// Ends the turn that this board belongs to, once.
    func end(_ id: String, _ board: ProgressBoard, _ change: @Sendable (inout Upload) -> Void) {
        guard boards[id] === board else { return }
        do {
            try note(id, change)
        } catch {
            // It is noted in memory at least; after a restart it counts as cut off, which is true enough.
            if var upload = uploads[id] {
                change(&upload)
                uploads[id] = upload
            }
            logger.error("an upload's state cannot be kept", metadata: ["upload": "\(id)", "reason": "\(error)"])
        }
        turns.end(id)
        boards[id] = nil
        stops.removeValue(forKey: id)?.finish()
        calls.yield()
    }

    private func idle(_ id: String, _ owner: EntryUUID) throws -> Upload {
        guard let upload = upload(id, of: owner) else { throw Refusal.stale }
        guard !uploads(of: owner).contains(where: \.isUnderWay) else { throw Refusal.busy }
        return upload
    }

    private func enqueue(_ upload: Upload, _ task: UploadTurns.Task) {
        boards[upload.id] = ProgressBoard()
        turns.add(.init(id: upload.id, task: task, size: upload.size))
        calls.yield()
    }

    private func keep(_ upload: Upload) throws {
        try folder.save(upload)
        uploads[upload.id] = upload
    }

    private func discard(_ upload: Upload) throws {
        uploads[upload.id] = nil
        try folder.remove(upload.id)
    }

    /// A name nobody guesses.
    static func newID() throws -> String {
        try SecretBytes.random(count: 16).withBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
