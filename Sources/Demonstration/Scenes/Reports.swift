internal import DirectoryModel
internal import Foundation
internal import Reports
internal import SampleDirectory
internal import StateDatabase

extension Platform {
    /// How many there are and what changed since the ledger began, checked against the sample's own figures.
    func showReports() async throws {
        narrator.chapter("Census and delta")
        guard let start = try readState({ try $0.time(.ledgerStart) }) else {
            throw DemonstrationFailure("the ledger has begun", found: "no")
        }
        let opening = try readState { try CensusReport(reading: $0, at: start, generated: .now) }
        for figures in sample.expectedFigures { try check(figures, in: opening) }
        let (census, delta) = try readState { reader in
            (
                try CensusReport(reading: reader, generated: .now),
                try DeltaReport(reading: reader, from: start, to: .now, generated: .now)
            )
        }
        narrator.show(census.table(ReportStyle()))
        narrator.show(delta.table(ReportStyle()))
        try narrator.check(
            "the delta adds up, and shows the one account that was removed",
            delta.total.accounts.removed == 1
        )
    }

    private func check(_ figures: SampleFigures, in census: CensusReport) throws {
        guard let row = census.services.first(where: { $0.service == figures.service }) else {
            throw DemonstrationFailure("the census has \(figures.service)", found: "no row")
        }
        let matches =
            row.uploaded == figures.accounts && row.registered == figures.registered && row.blocked == figures.blocked
        try narrator.check(
            "\(figures.service): \(row.uploaded) uploaded, \(row.registered) registered, \(row.blocked) blocked",
            matches,
            otherwise: "\(figures)"
        )
    }
}
