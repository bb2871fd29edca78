internal import ArgumentParser
internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp keys`
struct TotpKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Look after the key ring.",
        discussion: """
            A key's life: `add` it, copy the ring file to every gate and portal and let them read it again, `promote` it, \
            copy the ring again, `rotate`, and once nothing is left under the old key `retire` that.
            """,
        subcommands: [KeysAddCommand.self, KeysPromoteCommand.self, KeysRetireCommand.self, KeysCheckCommand.self]
    )
}

/// The name of a key on the command line.
struct KeyArgument: ParsableArguments {
    @Argument(help: "The key's name: 1 to 16 of a-z and 0-9.")
    var kid: String

    func validate() throws {
        if KeyIdentifier(kid) == nil { throw ValidationError("'\(kid)' is no name of a key: 1 to 16 of a-z and 0-9") }
    }

    var identifier: KeyIdentifier {
        get throws {
            guard let identifier = KeyIdentifier(kid) else {
                throw CommandFailure(.usage, "\(kid) is no name of a key")
            }
            return identifier
        }
    }
}

/// `pamong totp keys add`
struct KeysAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a new random key to the ring file, which is made if there is none.",
        discussion: "The key opens but does not seal yet. Copy the ring to every gate and portal before you promote it."
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The key's name; the year and a letter unless given.")
    var kid: String?

    func validate() throws {
        if let kid, KeyIdentifier(kid) == nil {
            throw ValidationError("'\(kid)' is no name of a key: 1 to 16 of a-z and 0-9")
        }
    }

    func run() async throws {
        let configuration = try await options.load()
        let file = KeyRingFile(path: try configuration.keyRingPath())
        let added = try file.change(orMake: true) { ring in
            try ring.add(try kid.flatMap { KeyIdentifier($0) } ?? KeyName.next(for: ring, now: .now), now: .now).kid
        }
        Terminal.show(
            """
            Key \(added) is in \(file.path).
            Copy the file to every gate and portal, then: pamong totp keys promote \(added) --distributed

            """
        )
    }
}

/// `pamong totp keys promote`
struct KeysPromoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Seal everything new under this key.",
        discussion: """
            The directory gets the key's canary first and the ring file is changed last, so that whatever interrupts it \
            leaves nothing sealed that anybody cannot open; run it again then. A gate that starts with a ring without the key \
            refuses service: hence --distributed, by which you say that all have it.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var key: KeyArgument

    @Flag(help: "Every gate and portal has a ring with this key.")
    var distributed = false

    func run() async throws {
        let configuration = try await options.load()
        let file = KeyRingFile(path: try configuration.keyRingPath())
        try await KeyChange(configuration: configuration, file: file).promote(key.identifier, isEverywhere: distributed)
        Terminal.show("Key \(key.kid) is primary. Copy the ring file again, then: pamong totp rotate\n")
    }
}

/// `pamong totp keys retire`
struct KeysRetireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Take a key out of the ring for good.",
        discussion: """
            Refused while anything stands under it: secrets (rotate), recovery codes (make new ones), app passwords (they run \
            out, or are revoked), tickets and requests. Its name is never given again.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var key: KeyArgument

    func run() async throws {
        let configuration = try await options.load()
        let file = KeyRingFile(path: try configuration.keyRingPath())
        try await KeyChange(configuration: configuration, file: file).retire(key.identifier)
        Terminal.show("Key \(key.kid) is retired. Copy the ring file to every gate and portal.\n")
    }
}

/// `pamong totp keys check`
struct KeysCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare the ring file with the directory: canaries, and values per key.",
        discussion: "Exit codes: 0 they fit · 1 they do not · 2 the ring file cannot be used · 3 cannot tell"
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let report = try await configuration.withSecondFactors(.unchecked) { store in
            try KeyReport(
                ring: configuration.keyRing(),
                found: try await store.canaries(),
                census: try await store.census()
            )
        }
        Terminal.show(json ? try JSONText.of(report) : KeyText.table(report))
        if !report.isRight { throw ExitStatus.attention.code }
    }
}
