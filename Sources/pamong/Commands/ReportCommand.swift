public import ArgumentParser
internal import DirectoryModel
internal import Foundation
public import Reports
internal import StateDatabase
internal import WorkerAPI

/// `pamong report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Say how many tenants and accounts there are, and what changed.",
        discussion: """
            Every report is checked before it is shown: one that does not add up is an error. Times are RFC 3339 or \
            dates, which mean the midnight that begins them in the configured zone.
            """,
        subcommands: [CensusCommand.self, DeltaCommand.self, GrowthCommand.self]
    )
}

/// What every report takes.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this service, such as sakti.mail.go.id.", valueName: "service"))
    var service: String?

    @Option(help: ArgumentHelp("Only tenants of this name.", valueName: "tenant"))
    var tenant: String?

    @Option(help: "The form.")
    var format = ReportFormat.table

    @Option(help: "The language of tables and pages.")
    var language = ReportLanguage.english

    var selection: ReportSelection { ReportSelection(service: service, tenant: tenant) }

    /// Makes a report by the worker or from its state, and prints it.
    func show<Made: Report>(
        _ configuration: PamongConfiguration,
        worker: (WorkerAPIClient) async throws -> Made,
        file: (StateReader) throws -> Made
    ) async throws {
        let report = try await configuration.withAccess { access in
            try await access.ask(worker: worker, file: file)
        }
        Terminal.show(
            try report.rendered(as: format, style: ReportStyle(language: language, zone: configuration.timeZone))
        )
    }
}

extension ReportFormat: ExpressibleByArgument {}
extension ReportLanguage: ExpressibleByArgument {}
extension GrowthStep: ExpressibleByArgument {}

extension PamongConfiguration {
    /// Reads a time given on the command line.
    func time(_ text: String, option: String) throws -> Timestamp {
        do {
            return try ReportTime.parse(text, zone: timeZone)
        } catch let error as ReportError {
            throw CommandFailure(.usage, "\(option): \(error)")
        }
    }
}

/// `pamong report census`
struct CensusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "census",
        abstract: "Count tenants and accounts per service: uploaded, registered, blocked, second factor."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var report: ReportOptions

    @Option(help: ArgumentHelp("Count as of this time instead of now.", valueName: "time"))
    var at: String?

    func run() async throws {
        let configuration = try await options.load()
        let moment = try at.map { try configuration.time($0, option: "--at") }
        try await report.show(
            configuration,
            worker: { try await $0.census(at: moment, selection: report.selection) },
            file: { try CensusReport(reading: $0, at: moment, selection: report.selection, generated: .now) }
        )
    }
}

/// `pamong report delta`
struct DeltaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delta",
        abstract: "Say what changed between two times: opening, gained, lost, closing."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var report: ReportOptions

    @Option(help: ArgumentHelp("The beginning.", valueName: "time"))
    var from: String

    @Option(help: ArgumentHelp("The end, which does not belong to the period; now unless given.", valueName: "time"))
    var to: String?

    func run() async throws {
        let configuration = try await options.load()
        let beginning = try configuration.time(from, option: "--from")
        let end = try to.map { try configuration.time($0, option: "--to") } ?? .now
        try await report.show(
            configuration,
            worker: { try await $0.delta(from: beginning, to: end, selection: report.selection) },
            file: {
                try DeltaReport(reading: $0, from: beginning, to: end, selection: report.selection, generated: .now)
            }
        )
    }
}

/// `pamong report growth`
struct GrowthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Show how the counts grew, by day or month."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var report: ReportOptions

    @Option(help: "The step.")
    var by = GrowthStep.month

    @Option(help: ArgumentHelp("The beginning; a year ago, or 30 days ago by day, unless given.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("The end; now unless given.", valueName: "time"))
    var to: String?

    func run() async throws {
        let configuration = try await options.load()
        let end = try to.map { try configuration.time($0, option: "--to") } ?? .now
        let days = by == .day ? 30 : 365
        let beginning = try from.map { try configuration.time($0, option: "--from") } ?? end - .seconds(days * 86_400)
        try await report.show(
            configuration,
            worker: { try await $0.growth(by: by, from: beginning, to: end, selection: report.selection) },
            file: {
                try GrowthReport(
                    reading: $0,
                    by: by,
                    from: beginning,
                    to: end,
                    zone: configuration.timeZone,
                    selection: report.selection,
                    generated: .now
                )
            }
        )
    }
}
