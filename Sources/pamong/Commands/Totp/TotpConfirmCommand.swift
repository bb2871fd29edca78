internal import ArgumentParser
internal import ConfigurationFiles
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp confirm`
struct TotpConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "End an enrolment with a code from the app: the second factor is active from then on.",
        discussion: """
            The code is asked for on the terminal, or read from standard input. Recovery codes are printed once; those \
            there were before are worth nothing any more.

            Exit codes: 0 active · 2 no such account · 3 the directory did not answer · 4 wrong code, or no enrolment \
            is under way
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    func run() async throws {
        let configuration = try await options.load()
        try await configuration.withSecondFactors { store in
            let codes = try await confirm(store)
            Terminal.show(
                "The second factor of \(try account.mailAddress) is active. Recovery codes, each good once:\n"
            )
            RecoveryCodesText.show(codes)
        }
    }

    /// On a terminal there are three tries; a program has one.
    private func confirm(_ store: SecondFactorStore) async throws -> [RecoveryCode] {
        let tries = TypedLine.isInteractive ? 3 : 1
        for attempt in 1...tries {
            let entry = try await store.account(account.mailAddress)
            guard entry.pending != nil else {
                throw SecondFactorError(.nothingPending, "no enrolment is under way for \(entry.address)")
            }
            guard let code = OneTimeCode(typed: try TypedLine.read("Code shown in the app: ")) else {
                Terminal.complain("a code has six digits")
                continue
            }
            switch try await store.confirmEnrolment(of: entry, code: code) {
            case .activated(let recoveryCodes): return recoveryCodes
            case .wrongCode(let offset):
                let reason = Self.explanation(offset)
                guard attempt < tries else { throw CommandFailure(.refused, reason) }
                Terminal.complain(reason)
            }
        }
        throw CommandFailure(.refused, "no code was given; the enrolment goes on")
    }

    static func explanation(_ offset: Duration?) -> String {
        guard let offset else {
            return "the code is wrong; the key stays the same: wait for the next code and try again"
        }
        let size = offset < .zero ? .zero - offset : offset
        return "the phone's clock is \(DurationText.format(size)) \(offset < .zero ? "slow" : "fast"): "
            + "switch on automatic date and time, then try again"
    }
}
