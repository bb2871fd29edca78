internal import ArgumentParser
internal import DirectoryModel
internal import LDAPDirectory
internal import QRImages
internal import TwoFactor

/// `pamong totp enrol`
struct TotpEnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Begin the enrolment of an authenticator app for an account.",
        discussion: """
            Shows the QR code, on a terminal, and the key for typing by hand. Within 15 minutes `pamong totp confirm` \
            ends it with a code from the app; until then nothing changes for the account, and an authenticator it already \
            has stays valid. Run again within that time, it shows the same key.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    @Flag(help: "Replace the authenticator that is active.")
    var replace = false

    @Flag(help: "Show the QR code also where standard output is no terminal.")
    var qr = false

    @Option(help: ArgumentHelp("Write the QR code to this new file, readable by its owner only.", valueName: "file"))
    var png: String?

    func run() async throws {
        let configuration = try await options.load()
        try await configuration.withSecondFactors { store in
            let entry = try await store.account(account.mailAddress)
            let enrolment = try await store.beginEnrolment(of: entry, replacing: replace)
            let issuer = configuration.secondFactor.issuer(of: entry.place.service)
            let uri = try enrolment.secret.enrolmentURI(issuer: issuer, account: entry.address.text)
            let code = try uri.withBytes { bytes in try QRCode(encoding: bytes) }
            if let png { try SecretPicture.write(code, to: png) }
            show(enrolment, entry, issuer, code, LocalTime(zone: configuration.timeZone))
        }
    }

    private func show(
        _ enrolment: SecondFactorStore.Enrolment,
        _ entry: SecondFactorEntry,
        _ issuer: String,
        _ code: QRCode,
        _ time: LocalTime
    ) {
        if qr || Terminal.isOutputWatched { Terminal.show(code.terminal) }
        Terminal.show("Authenticator for \(entry.address), shown in the app as \(issuer)\n  key    ")
        Terminal.show(enrolment.secret.manualKey)
        Terminal.show("\n  until  \(time.text(enrolment.expires))\n")
        if enrolment.replacesDevice { Terminal.show("The present authenticator stays valid until then.\n") }
        Terminal.show("Confirm with a code from the app: pamong totp confirm \(entry.address)\n")
    }
}
