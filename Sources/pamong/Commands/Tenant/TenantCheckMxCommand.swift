internal import ArgumentParser
internal import TenantOnboarding

/// `pamong tenant check-mx`
struct TenantCheckMxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-mx",
        abstract: "Look at MX records, note what was seen, and say what to enter.",
        discussion: """
            Asks all resolvers (dns.resolvers). Notes the outcome as the identity of secondFactor.bindDN, which may write nothing \
            else of a tenant. With --all, which pamong-mx.timer calls, every tenant from its credentials on is looked at, and \
            what needs somebody is said in a line each: an active tenant whose records went wrong begins with ALERT.

            Exit codes: 0 all right · 1 not as agreed; with --all, an active tenant's · 2 wrong usage or configuration, or no \
            such tenant · 3 cannot tell: directory or resolvers did not answer
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The tenant's name, code or requested domain.")
    var tenant: String?

    @Option(
        help: ArgumentHelp(
            "Its service, where a name alone would not do; with --all, only this service's.",
            valueName: "service"
        )
    )
    var service: String?

    @Flag(help: "Look at all tenants.")
    var all = false

    @Flag(help: "Only look: write nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if all == (tenant != nil) { throw ValidationError("name a tenant, or say --all") }
    }

    func run() async throws {
        let configuration = try await options.load()
        let check = try configuration.mxCheck()
        let tenants = try await configuration.readingTenants { directory in
            guard let tenant else { return try await directory.tenants(service: service) }
            return [try await directory.tenant(tenant, service: service)]
        }
        if let only = tenants.first, !all, only.confirmedDomains.isEmpty {
            throw CommandFailure(
                .usage,
                "\(only.name) has no confirmed domain: it gets one with the credentials, or by pamong tenant domain confirm"
            )
        }
        let reports = try await look(check, at: tenants, configuration)
        Terminal.show(try text(of: reports))
        if let status = verdict(reports) { throw status.code }
    }

    private func look(
        _ check: MxCheck,
        at tenants: [JoiningTenant],
        _ configuration: PamongConfiguration
    ) async throws -> [MxTenantReport] {
        var reports: [MxTenantReport] = []
        if all {
            try await check.round(of: tenants) { reports.append($0) }
        } else {
            for tenant in tenants { reports.append(try await check.report(on: tenant)) }
        }
        let seen = reports.sorted { ($0.tenant.service, $0.tenant.name) < ($1.tenant.service, $1.tenant.name) }
        if !dryRun {
            try await configuration.notingMx { directory in
                for report in seen { try await directory.note(report.reports, on: report.tenant) }
            }
        }
        return seen
    }

    private func text(of reports: [MxTenantReport]) throws -> String {
        if json { return try JSONText.of(reports.flatMap(MxItem.items)) }
        guard all else { return reports.flatMap(\.reports).map(MxText.about).joined() }
        let lines = reports.compactMap { Self.line($0) }
        return lines.map { $0 + "\n" }.joined() + "\(reports.count) tenants looked at.\n"
    }

    /// What a timer's journal has to show; nothing for what is in order.
    private static func line(_ report: MxTenantReport) -> String? {
        if let alert = report.alert { return "ALERT \(alert)" }
        if report.isReady { return "READY \(report.tenant.name): the MX records are right, it can be activated" }
        guard let status = report.status, status != .correct else { return nil }
        let word = status.isUnknown ? "UNKNOWN" : "WAITING"
        return "\(word) \(report.tenant.name) (\(report.tenant.status?.rawValue ?? "?")): \(status.rawValue)"
    }

    /// Whose records are awaited is no alarm of a timer's; who asks about one tenant wants to know about that one.
    private func verdict(_ reports: [MxTenantReport]) -> ExitStatus? {
        let isWrong = all ? reports.contains { $0.alert != nil } : reports.contains { $0.status?.isWrong == true }
        if isWrong { return .attention }
        return reports.contains { $0.status?.isUnknown == true } ? .unknown : nil
    }
}
