public import ArgumentParser
internal import DirectoryModel
internal import Reports
public import TenantOnboarding

/// `pamong tenant list`
struct TenantListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tenants, where they stand, and what their MX records said last.",
        discussion: "Exit codes: 0 fine · 1 an active tenant's MX records went wrong · 3 cannot tell"
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("Only this service's.", valueName: "service"))
    var service: String?

    @Option(
        help: ArgumentHelp("Only those that stand there: requested, nda, credentials, mx, active, suspended, left.")
    )
    var status: TenantStatus?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let found = try await configuration.readingTenants { try await $0.tenants(service: service) }
            .filter { status == nil || $0.status == status }
        let time = LocalTime(zone: configuration.timeZone)
        Terminal.show(json ? try JSONText.of(found.map(TenantItem.init)) : TenantText.list(found, time))
        if found.contains(where: \.hasDrifted) { throw ExitStatus.attention.code }
    }
}

/// `pamong tenant show`
struct TenantShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything about a tenant: letter, dates, domains, administrators, records."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var tenant: TenantArgument

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let found = try await configuration.readingTenants { try await tenant.find(in: $0) }
        let time = LocalTime(zone: configuration.timeZone)
        Terminal.show(json ? try JSONText.of(TenantItem(found)) : TenantText.show(found, time))
    }
}

extension TenantStatus: ExpressibleByArgument {}
