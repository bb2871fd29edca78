internal import ArgumentParser
internal import DirectoryModel
internal import TenantOnboarding

/// `pamong tenant domain`
struct TenantDomainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domain",
        abstract: "Add a domain to a tenant's list, confirm that it is the tenant's, or take it off.",
        discussion: """
            A tenant's own administrators keep its list. A domain on it counts once Admin Pusat has confirmed it: from then on \
            mail for it is taken and accounts may be in it. Confirm only what the agency has shown to be its own: mail of all \
            our users for that domain is delivered here.
            """,
        subcommands: [Add.self, Confirm.self, Remove.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put a domain on the list, not confirmed.")

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var officer: OfficerOptions
        @OptionGroup var tenant: TenantArgument
        @OptionGroup var domain: DomainArgument

        func run() async throws {
            try await officer.withTenants(try await options.load()) { directory, person in
                try await directory.addDomain(domain.domain, to: try await tenant.find(in: directory), as: person)
            }
            Terminal.show("\(domain.domain) is on the list. Admin Pusat confirms it: pamong tenant domain confirm\n")
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Confirm that a domain on the list is the tenant's: mail for it is taken from here on."
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var officer: OfficerOptions
        @OptionGroup var tenant: TenantArgument
        @OptionGroup var domain: DomainArgument

        func run() async throws {
            try await officer.withTenants(try await options.load()) { directory, person in
                try await directory.confirmDomain(domain.domain, of: try await tenant.find(in: directory), as: person)
            }
            Terminal.show("\(domain.domain) is confirmed. Next: pamong tenant check-mx\n")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a domain off the list: mail for it is refused from here on.",
            discussion: "Accounts in it are set aside (pamong quarantine list) and keep their mailboxes."
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var officer: OfficerOptions
        @OptionGroup var tenant: TenantArgument
        @OptionGroup var domain: DomainArgument

        func run() async throws {
            try await officer.withTenants(try await options.load()) { directory, person in
                try await directory.removeDomain(domain.domain, from: try await tenant.find(in: directory), as: person)
            }
            Terminal.show("\(domain.domain) is off the list.\n")
        }
    }
}

/// The domain a command is about.
struct DomainArgument: ParsableArguments {
    @Argument(help: "The domain.")
    var domain: String
}
