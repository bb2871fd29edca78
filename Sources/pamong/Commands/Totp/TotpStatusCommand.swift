internal import ArgumentParser
internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp status`
struct TotpStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say who has a second factor: one account, or counts per service or tenant.",
        discussion: """
            Counted are accounts that somebody has registered: active and blocked ones. Each stands in one column: active; \
            locked, after too many wrong codes; tampered, when its values are not what this platform wrote; exempt; \
            pending, while an authenticator is being enrolled; none.

            Exit codes: 0 fine · 1 at least one account is tampered with · 2 no such account, service or tenant · 3 cannot tell
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "An account's mail address; all accounts unless given.")
    var address: String?

    @Option(help: ArgumentHelp("Only this service, such as sakti.mail.go.id.", valueName: "service"))
    var service: String?

    @Option(help: ArgumentHelp("Only tenants of this name.", valueName: "tenant"))
    var tenant: String?

    @Option(help: "A line for each service, or for each tenant.")
    var by = StatusGrouping.service

    @Option(help: "The form: table, json or csv.")
    var format = StatusFormat.table

    func validate() throws {
        if let address, MailAddress(address) == nil { throw ValidationError("\(address) is not a mail address") }
        if address != nil, service != nil || tenant != nil {
            throw ValidationError("--service and --tenant are for counts, not for one account")
        }
    }

    func run() async throws {
        let configuration = try await options.load()
        let ring = await configuration.fittingRing()
        try await configuration.withSecondFactors(ring: ring ?? KeyRing(), .unchecked) { store in
            if let address = address.flatMap({ MailAddress($0) }) {
                try await show(try await store.account(address), ring, LocalTime(zone: configuration.timeZone))
            } else {
                try await count(configuration, store, ring)
            }
        }
    }

    private func show(_ entry: SecondFactorEntry, _ ring: KeyRing?, _ time: LocalTime) async throws {
        let status = try AccountSecondFactor(entry, ring, now: .now)
        Terminal.show(format == .table ? status.text(time) : try JSONText.of(status))
        if status.standing == SecondFactorStanding.tampered.rawValue { throw ExitStatus.attention.code }
    }

    private func count(_ configuration: PamongConfiguration, _ store: SecondFactorStore, _ ring: KeyRing?) async throws
    {
        var counts = SecondFactorCounts(by: by, tenant: tenant)
        let now = Timestamp.now
        let services = configuration.directory.suffix.child("ou", "services")
        do {
            try await store.forEachAccount(below: service.map { services.child("cn", $0) } ?? services) { entry in
                try counts.add(entry, ring, at: now)
            }
        } catch let error as LDAPError where error.code == .noSuchObject {
            throw CommandFailure(.usage, "there is no service \(service ?? services.description)")
        }
        guard tenant == nil || !counts.rows.isEmpty else {
            throw CommandFailure(.usage, "no tenant \(tenant ?? "") has registered accounts there")
        }
        Terminal.show(try counts.rendered(as: format, LocalTime(zone: configuration.timeZone)))
        if counts.total[.tampered] > 0 { throw ExitStatus.attention.code }
    }
}

/// How counts are grouped.
enum StatusGrouping: String, ExpressibleByArgument, CaseIterable {
    case service, tenant
}

/// The forms of a status.
enum StatusFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

extension PamongConfiguration {
    /// The ring, if there is one that fits the directory: only then a value that does not open was tampered with. Says so
    /// when there is none.
    func fittingRing() async -> KeyRing? {
        guard secondFactor.keyRing != nil else { return nil }
        do {
            let ring = try keyRing()
            try await withSecondFactors(ring: ring, .fitting) { _ in }
            return ring
        } catch {
            Terminal.remark("Sealed values are not looked into: \(error)")
            return nil
        }
    }
}
