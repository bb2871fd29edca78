internal import ArgumentParser
internal import TenantOnboarding

/// `pamong tenant activate`
struct TenantActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Look at the MX records once more and, when all resolvers see them right, activate the tenant.",
        discussion: """
            Exit codes: 0 active · 1 the MX records are not as agreed · 2 wrong usage or configuration, or no such tenant · \
            3 cannot tell: directory or resolvers did not answer · 4 refused, or not its turn
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    func run() async throws {
        let configuration = try await options.load()
        let check = try configuration.mxCheck()
        let (name, report) = try await officer.withTenants(configuration) { directory, person in
            let found = try await tenant.find(in: directory)
            // Whether it is its turn is told before anybody waits for resolvers.
            try found.requireTurnToActivate()
            let report = try await check.report(on: found)
            try await directory.note(report.reports, on: found)
            guard report.status == .correct else { return (found.name, report) }
            try await directory.take(.activated(report.reports), on: found, as: person)
            return (found.name, report)
        }
        guard report.status == .correct else {
            Terminal.show(report.reports.map(MxText.about).joined())
            throw (report.status?.isUnknown == true ? ExitStatus.unknown : .attention).code
        }
        Terminal.show("\(name) is active.\n")
    }
}

/// `pamong tenant resume`
struct TenantResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a suspension: back to where the tenant stood before.",
        discussion: """
            A tenant that was active is so again only when its MX records are still right; otherwise it waits for them (mx).
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    func run() async throws {
        let configuration = try await options.load()
        let (name, status) = try await officer.withTenants(configuration) { directory, person in
            let found = try await tenant.find(in: directory)
            var reports: [MxReport] = []
            if found.status == .suspended, found.statusBeforeSuspension == .active {
                reports = try await configuration.mxCheck().report(on: found).reports
                try await directory.note(reports, on: found)
            }
            return (found.name, try await directory.take(.resumed(reports), on: found, as: person).status)
        }
        Terminal.show("\(name) is back at \(status.rawValue).\n")
    }
}
