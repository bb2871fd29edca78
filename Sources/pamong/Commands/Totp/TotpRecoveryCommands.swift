internal import ArgumentParser
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp unlock`
struct TotpUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Let codes be tried again after too many wrong ones.",
        discussion: "After 20 wrong codes nobody gets in until then. Ask the person first whether it was them."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    func run() async throws {
        // It needs no key: a lost ring must not keep anybody from it.
        try await options.load().withSecondFactors(ring: KeyRing(), .unchecked) { store in
            let entry = try await store.account(account.mailAddress)
            try await store.unlock(entry)
            Terminal.show("\(entry.codes.failures) wrong codes of \(entry.address) are forgotten.\n")
        }
    }
}

/// `pamong totp recovery-codes`
struct TotpRecoveryCodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery-codes",
        abstract: "Make new recovery codes in place of all there are; they are shown this once."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    func run() async throws {
        try await options.load().withSecondFactors { store in
            let entry = try await store.account(account.mailAddress)
            let codes = try await store.renewRecoveryCodes(of: entry)
            Terminal.show("Recovery codes of \(entry.address), each good once:\n")
            RecoveryCodesText.show(codes)
        }
    }
}

/// Recovery codes, shown once.
enum RecoveryCodesText {
    static func show(_ codes: [RecoveryCode]) {
        for code in codes {
            Terminal.show("  ")
            Terminal.show(code.shown)
            Terminal.show("\n")
        }
    }
}
