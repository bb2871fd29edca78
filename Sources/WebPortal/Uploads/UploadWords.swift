internal import BulkImport
internal import DirectoryModel
internal import Foundation
internal import LDAPClient

/// Uploads as the pages tell of them.
struct UploadWords {
    private let pages: PageRenderer
    private let timeZone: TimeZone
    private let context: PortalContext
    private var language: Language { context.language }

    init(_ desk: Desk, _ context: PortalContext) {
        (pages, timeZone, self.context) = (desk.pages, desk.configuration.timeZone, context)
    }

    /// Day and time.
    func time(_ time: Timestamp) -> String { PageTime(timeZone: timeZone, language: language).text(time) }

    func days(_ duration: Duration) -> String { "\(max(1, Int(duration / .seconds(86_400))))" }

    func stage(_ upload: Upload) -> String {
        let text: UploadsText =
            switch upload.stage {
            case .planning: .stagePlanning
            case .planned: .stagePlanned
            case .writing: .stageWriting
            case .finished: .stageFinished
            case .cancelled: .stageCancelled
            case .interrupted: .stageInterrupted
            case .unusable: .stageUnusable
            }
        return text.text(in: language)
    }

    /// Everything about one upload but its progress.
    func page(_ upload: Upload) -> [String: Any] {
        var values: [String: Any] = [
            "id": upload.id, "fileName": upload.fileName, "tenantName": upload.tenant, "serviceName": upload.service,
            "received": time(upload.received), "stage": stage(upload), "stageName": upload.stage.rawValue,
            "isUnderWay": upload.isUnderWay, "isPlanned": upload.stage == .planned,
            "canContinue": upload.canContinue, "canPlanAgain": canPlanAgain(upload),
            "size": size(upload.size), "runs": runs(upload), "hasRuns": upload.runs.contains { _ in true },
        ]
        if let plan = upload.plan { values["plan"] = self.plan(plan, upload) }
        if let remark = upload.remark {
            values["remark"] = Self.text(remark).text(in: language)
            if !remark.detail.isEmpty { values["remarkDetail"] = remark.detail }
        }
        return values
    }

    private func canPlanAgain(_ upload: Upload) -> Bool {
        [.planned, .finished, .cancelled, .interrupted].contains(upload.stage)
    }

    private func plan(_ plan: Upload.Plan, _ upload: Upload) -> [String: Any] {
        var values: [String: Any] = [
            "created": number(plan.created), "changed": number(plan.changed), "same": number(plan.same),
            "refused": number(plan.refused), "rows": number(plan.rows), "fingerprint": plan.fingerprint,
            "hasCreated": plan.created > 0, "hasChanged": plan.changed > 0, "hasRefused": plan.refused > 0,
            "canAccept": upload.stage == .planned && plan.writes > 0,
            "hasNothingToWrite": upload.stage == .planned && plan.writes == 0,
            "accept": UploadsText.uploadAccept.text(in: language, "n", number(plan.writes)),
            "skip": UploadsText.uploadSkip.text(in: language, "n", number(plan.refused)),
        ]
        if plan.blocked + plan.closed > 0 {
            values["losses"] = UploadsText.uploadLosses.text(in: language, "blokir", number(plan.blocked))
                .replacing("{tutup}", with: number(plan.closed))
        }
        return values
    }

    private func runs(_ upload: Upload) -> [[String: Any]] {
        upload.runs.enumerated().map { index, run in
            var values: [String: Any] = ["number": index + 1, "begun": time(run.begun)]
            if let tally = run.tally {
                values["tally"] = [
                    "done": number(tally.done), "same": number(tally.same), "refused": number(tally.refused),
                    "failed": number(tally.failed),
                ]
            }
            return values
        }
    }

    /// How far the work is: a line, and a share in percent where it is known.
    func progress(_ progress: UploadProgress) -> [String: Any] {
        var values: [String: Any] = [:]
        let (text, count): (UploadsText, Int) =
            switch progress {
            case .waiting: (.progressWaiting, 0)
            case .reading(let rows): (.progressReading, rows)
            case .asking(let entries): (.progressAsking, entries)
            case .writing(let done, _): (.progressWriting, done)
            }
        var line = text.text(in: language, "n", number(count))
        if case .writing(_, let total) = progress { line = line.replacing("{semua}", with: number(total)) }
        values["text"] = line
        if let share = progress.share {
            values["percent"] = Int(share * 100)
            values["hasPercent"] = true
        }
        return values
    }

    static func title(_ listing: PlanListing) -> UploadsText {
        switch listing {
        case .refused: .rowsRefused
        case .change: .rowsChanged
        case .create: .rowsCreated
        }
    }

    func row(_ row: ListedRow, _ listing: PlanListing) -> [String: Any] {
        let notes = row.notes.map { note in listing == .refused ? refusal(note) : change(note) }
        return ["line": row.line, "address": row.address.isEmpty ? "–" : row.address, "notes": notes]
    }

    private func change(_ note: ListedRow.Note) -> [String: Any] {
        let nothing = UploadsText.valueNone.text(in: language)
        return [
            "column": columnName(note.column), "before": note.before.isEmpty ? nothing : note.before,
            "after": note.after.isEmpty ? nothing : note.after,
        ]
    }

    /// The rule in the reader's language, the value's fault as the program found it, and how to mend it.
    private func refusal(_ note: ListedRow.Note) -> [String: Any] {
        let words = RefusalWords(note)
        var values: [String: Any] = [
            "column": columnName(note.column), "reason": words.reason.text(in: language), "detail": note.before,
        ]
        values["remedy"] = language == .english ? note.after : words.remedy.text(in: language)
        return values
    }

    private func columnName(_ name: String) -> String { name.isEmpty ? UploadsText.wholeRow.text(in: language) : name }

    /// The columns a file can have, explained.
    var columns: [[String: Any]] {
        ImportColumn.allCases.map { column in
            let words = ColumnWords(column)
            return [
                "name": UploadTemplate.name(of: column, in: language),
                "also": (column.names + [column.attribute.text]).joined(separator: ", "),
                "explanation": words.explanation.text(in: language), "example": words.example,
            ]
        }
    }

    private static func text(_ remark: UploadRemark) -> UploadsText {
        switch remark.kind {
        case .restarted: .remarkRestarted
        case .planChanged: .remarkPlanChanged
        case .planGrew: .remarkPlanGrew
        case .fileFault: .remarkFileFault
        case .noTenant: .remarkNoTenant
        case .directoryGone: .remarkDirectoryGone
        case .accountEnded: .remarkAccountEnded
        case .notAllowed: .remarkNotAllowed
        case .inner: .remarkInner
        }
    }

    private func number(_ value: Int) -> String { GroupedNumber.text(value, language) }

    private func size(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\(max(1, bytes >> 10)) KB" : "\(bytes >> 20) MB"
    }
}

/// Numbers with their thousands set apart: 128.992 in Indonesian, 128,992 in English.
enum GroupedNumber {
    static func text(_ value: Int, _ language: Language) -> String {
        let digits = String(value)
        let separator = language == .indonesian ? "." : ","
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.append(rest.suffix(3))
            rest = rest.dropLast(3)
        }
        return ([rest] + groups.reversed()).joined(separator: separator)
    }
}
