internal import DirectoryModel
internal import Reports
internal import WorkerAPI

/// A report that was made.
enum MadeReport: Sendable {
    case census(CensusReport)
    case delta(DeltaReport)
    case growth(GrowthReport)

    /// As a file for spreadsheets.
    var csv: String {
        switch self {
        case .census(let report): report.csv()
        case .delta(let report): report.csv()
        case .growth(let report): report.csv()
        }
    }
}

/// Asks the workers for reports.
struct ReportDesk: Sendable {
    let desk: Desk

    /// Makes what was asked for. A page about all services needs no tenants, of which there may be thousands; a file has all.
    ///
    /// Throws ``RangeProblem`` for days or names that fit nothing; `WorkerAPIError` and `ProblemDetails` when no worker
    /// has an answer.
    func report(_ form: ReportForm, now: Timestamp, withAll: Bool) async throws -> MadeReport {
        let period = try ReportPeriod(form, now: now, zone: desk.configuration.timeZone)
        let withTenants = withAll || form.selection != .everything
        do {
            return try await ask(form, period, withTenants)
        } catch let problem as ProblemDetails {
            throw try await inWords(problem)
        }
    }

    private func ask(_ form: ReportForm, _ period: ReportPeriod, _ withTenants: Bool) async throws -> MadeReport {
        let workers = desk.workers
        switch form.kind {
        case .census:
            return .census(try await workers.census(at: period.to, form.selection, withTenants: withTenants))
        case .delta:
            guard let from = period.from else { throw RangeProblem(text: .rangeRefused) }
            return .delta(
                try await workers.delta(from: from, to: period.to, form.selection, withTenants: withTenants)
            )
        case .growth:
            return .growth(try await workers.growth(by: form.step, from: period.from, to: period.to, form.selection))
        }
    }

    /// What the worker refused, in a person's words; what is no fault of theirs stays as it is.
    private func inWords(_ problem: ProblemDetails) async throws -> any Error {
        switch problem.kind {
        case .notFound: return RangeProblem(text: .rangeUnknownPlace)
        case .badRequest: return RangeProblem(text: .rangeRefused)
        case .beforeLedger:
            let statuses = await desk.workers.statusOfEach().compactMap(\.value)
            let start = statuses.compactMap { $0.ledgerStart?.time }.min()
            return RangeProblem(
                text: .rangeBeforeRecords,
                blank: "waktu",
                value: start.map { ReportStyle(language: .indonesian, zone: desk.configuration.timeZone).longTime($0) }
                    ?? "–"
            )
        default: return problem
        }
    }
}
