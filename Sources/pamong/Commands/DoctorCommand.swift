internal import ArgumentParser
internal import Doctor
internal import Foundation
internal import LDAPClient
internal import MailStores
internal import SyncEngine

/// `pamong doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything an operator can get wrong, and say how to mend it.",
        discussion: """
            Looks at the directory, its schema, limits, rights and overlays, the clock, the key ring, Dovecot, Postfix' maps, the state \
            file and the files of secrets. Changes nothing. Run it as root where you can: some settings are only \
            readable then, and are skipped otherwise.

            Exit codes: 0 nothing has failed, warnings and skipped checks included · 1 something has · 2 the \
            configuration cannot be read
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("Postfix' configuration folder; /etc/postfix where there is one.", valueName: "folder"))
    var postfix: String?

    @Option(help: ArgumentHelp("Dovecot's dovecot.conf, unless it is the usual one.", valueName: "file"))
    var dovecot: String?

    @Option(
        help: ArgumentHelp(
            "Where root reads slapd's configuration, unless it is the usual one.",
            valueName: "ldapi URI"
        )
    )
    var slapd: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let slapd, LDAPServer(uri: slapd) == nil { throw ValidationError("--slapd is an ldapi:// URI") }
    }

    func run() async throws {
        let diagnosis = await Doctor(examined(try await options.load())).examine()
        Terminal.show(json ? try diagnosis.json() : diagnosis.table())
        if diagnosis.exitCode != 0 { throw ExitStatus.attention.code }
    }

    private func examined(_ configuration: PamongConfiguration) -> Doctor.Configuration {
        var examined = Doctor.Configuration(
            directory: directory(configuration.directory),
            mailHost: configuration.policy.mailHost,
            statePath: configuration.statePath,
            file: configuration.file
        )
        examined.postfixFolder = postfix ?? Self.usual("/etc/postfix")
        examined.otherSecretFiles = [
            configuration.api.tokenFile, configuration.directory.tls.clientCertificate?.keyFile,
        ].compactMap { $0 }
        examined.secondFactor = secondFactor(configuration.secondFactor)
        examined.dovecot = configuration.mailStore.map { store in
            Doctor.Dovecot(
                endpoint: store.endpoint,
                keyFile: store.keyFile,
                mailRoot: store.mailRoot,
                archiveRoot: store.archiveRoot,
                configurationFile: dovecot
            )
        }
        return examined
    }

    private func secondFactor(_ secondFactor: PamongConfiguration.SecondFactor) -> Doctor.SecondFactor? {
        guard let keyRing = secondFactor.keyRing, let passwordFile = secondFactor.passwordFile else { return nil }
        return Doctor.SecondFactor(
            keyRing: keyRing,
            provider: secondFactor.provider,
            bindDN: secondFactor.bindDN,
            passwordFile: passwordFile
        )
    }

    private func directory(_ directory: PamongConfiguration.Directory) -> Doctor.Directory {
        let identity: Doctor.Identity =
            switch directory.identity {
            case .password(let name, let file): .password(name, file: file)
            case .external: .external
            }
        return Doctor.Directory(
            server: directory.server,
            tls: directory.tls,
            suffix: directory.suffix,
            identity: identity,
            gate: directory.gate,
            administration: slapd.flatMap { LDAPServer(uri: $0) }
        )
    }

    private static func usual(_ folder: String) -> String? {
        FileManager.default.fileExists(atPath: folder + "/main.cf") ? folder : nil
    }
}
