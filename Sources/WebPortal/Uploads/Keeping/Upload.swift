internal import BulkImport
internal import DirectoryModel

/// Many accounts from one file, from its arrival to its end: what of it must outlast a restart.
struct Upload: Sendable, Codable, Identifiable {
    /// Where it stands.
    enum Stage: String, Sendable, Codable {
        /// The plan is being made, or waits for its turn.
        case planning
        /// The plan can be looked at; nothing is written before it is accepted.
        case planned
        /// The plan is being carried out, or waits for its turn.
        case writing
        case finished
        /// Stopped by its owner.
        case cancelled
        /// Stopped by a restart, a directory that was gone, or an account that is no longer active.
        case interrupted
        /// The file cannot be read.
        case unusable
    }

    /// What the plan says in all.
    struct Plan: Sendable, Codable, Hashable {
        var fingerprint: String
        var created: Int
        var changed: Int
        var same: Int
        var refused: Int
        /// Accounts that somebody loses by it.
        var blocked = 0
        var closed = 0

        var rows: Int { created + changed + same + refused }
        var writes: Int { created + changed }
    }

    /// What became of one attempt to carry it out.
    struct Run: Sendable, Codable, Hashable {
        let begun: Timestamp
        /// `nil` as long as it is under way, and when it was cut off.
        var tally: Tally?
    }

    /// The rows of a run, by their outcome.
    struct Tally: Sendable, Codable, Hashable {
        var done = 0
        var same = 0
        var refused = 0
        var failed = 0
    }

    /// What somebody accepted.
    struct Acceptance: Sendable, Codable, Hashable {
        let fingerprint: String
        let skipsRefused: Bool
    }

    let id: String
    let owner: String
    let ownerAddress: MailAddress
    let ownerName: String
    let service: String
    let tenant: String
    let fileName: String
    let format: String
    let size: Int
    let received: Timestamp
    var stage = Stage.planning
    var plan: Plan?
    var acceptance: Acceptance?
    var runs: [Run] = []
    /// The last thing that has to be said about it.
    var remark: UploadRemark?

    var importFormat: ImportFormat { ImportFormat(rawValue: format) ?? .csv }

    /// Whether something is done with it at the moment.
    var isUnderWay: Bool { stage == .planning || stage == .writing }
    /// Whether it can be taken up where it stopped.
    var canContinue: Bool { stage == .interrupted || stage == .cancelled }

    /// What it is after a restart of the portal.
    var afterRestart: Upload {
        guard isUnderWay else { return self }
        var upload = self
        upload.stage = .interrupted
        upload.remark = UploadRemark(.restarted)
        return upload
    }
}

/// Something to say about an upload, in whatever language it is asked for.
struct UploadRemark: Sendable, Codable, Hashable {
    /// The kinds there are.
    enum Kind: String, Sendable, Codable {
        case restarted, planChanged, planGrew, fileFault, noTenant, directoryGone, accountEnded, notAllowed, inner
    }

    let kind: Kind
    /// The place in the file or the directory's own words, in English.
    let detail: String

    init(_ kind: Kind, _ detail: String = "") { (self.kind, self.detail) = (kind, detail) }
}
