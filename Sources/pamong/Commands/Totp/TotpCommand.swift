internal import ArgumentParser

/// `pamong totp`
struct TotpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "totp",
        abstract: "Look after second factors: authenticators, app passwords, resets and the key ring.",
        discussion: """
            Secrets are sealed with the key ring (secondFactor.keyRing) and written as the identity that alone may write them \
            (secondFactor.bindDN). What an officer decides is written over a connection of the officer's own, so that the \
            directory's rules say for whom they may.

            Exit codes: 0 done · 1 something waits for a person · 2 wrong usage or configuration, or no such account · \
            3 cannot tell: the directory did not answer · 4 refused, or somebody else changed the same thing
            """,
        subcommands: [
            TotpStatusCommand.self, TotpEnrolCommand.self, TotpConfirmCommand.self, TotpResetCommand.self,
            TotpApprovalsCommand.self, TotpUnlockCommand.self, TotpRecoveryCodesCommand.self,
            TotpAppPasswordCommand.self,
            TotpTicketCommand.self, TotpExemptCommand.self, TotpRotateCommand.self, TotpKeysCommand.self,
            TotpReadinessCommand.self,
        ]
    )
}
