internal import BulkImport
internal import DirectoryModel
internal import Foundation

/// Puts a plan onto the disk, so that no memory is needed for it while somebody looks at it.
struct PlanKeeper {
    let folder: UploadFolder
    let id: String

    /// Writes what the pages and the download show, and answers what the plan says in all. It rests now and then: pages are
    /// served by the same threads.
    func keep(_ plan: ImportPlan) async throws -> Upload.Plan {
        var csv = try fresh(folder.plan(id))
        var lists = Lists(
            refused: try fresh(folder.rows(id, .refused)),
            change: try fresh(folder.rows(id, .change)),
            create: try fresh(folder.rows(id, .create))
        )
        var kept = Upload.Plan(plan)
        try csv.write(ImportPlan.csvHeader.utf8)
        for number in 0..<plan.count {
            if number % 1024 == 0 {
                try Task.checkCancellation()
                await Task.yield()
            }
            try csv.write(plan.csvLine(number).utf8)
            let row = plan[number]
            kept.countLosses(row.verdict)
            try lists.add(row)
        }
        try csv.finish()
        try lists.finish()
        return kept
    }

    /// Remembers the plan as the accepted one.
    func accept() throws {
        try? FileManager.default.removeItem(atPath: folder.acceptedPlan(id))
        try FileManager.default.copyItem(atPath: folder.plan(id), toPath: folder.acceptedPlan(id))
    }

    private func fresh(_ path: String) throws -> PrivateFile {
        try? FileManager.default.removeItem(atPath: path)
        return try PrivateFile(path)
    }

    private struct Lists: ~Copyable {
        var refused: PrivateFile
        var change: PrivateFile
        var create: PrivateFile

        mutating func add(_ row: ImportPlan.Row) throws {
            guard let listing = PlanListing(row.verdict.kind) else { return }
            let text = ListedRow(row).text.utf8
            switch listing {
            case .refused: try refused.write(text)
            case .change: try change.write(text)
            case .create: try create.write(text)
            }
        }

        mutating func finish() throws {
            try refused.finish()
            try change.finish()
            try create.finish()
        }
    }
}

extension Upload.Plan {
    init(_ plan: ImportPlan) {
        let summary = plan.summary
        self.init(
            fingerprint: plan.fingerprint,
            created: summary.created,
            changed: summary.changed,
            same: summary.same,
            refused: summary.refused
        )
    }

    /// Counts accounts that are taken from their users.
    mutating func countLosses(_ verdict: RowVerdict) {
        guard case .change(let changes) = verdict,
            let status = changes.first(where: { $0.attribute == "pamongAccountStatus" })?.new.first
        else { return }
        if status == AccountStatus.blocked.rawValue { blocked += 1 }
        if status == AccountStatus.closed.rawValue { closed += 1 }
    }
}
