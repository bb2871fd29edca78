internal import ArgumentParser
internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp rotate`
struct TotpRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Bring all sealed secrets under the primary key.",
        discussion: """
            Nobody enrols again and logins go on. It can be stopped at any point and started again: it only looks for what \
            still stands under another key. Recovery codes and app passwords cannot be resealed; they are replaced or run out.

            Exit codes: 0 nothing is left under another key · 1 something is · 2 the ring does not fit the directory · \
            3 the directory did not answer: start it again
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "The most accounts a second; as fast as the directory goes unless given.",
            valueName: "number"
        )
    )
    var rate: Int?

    func validate() throws {
        if let rate, !(1...1_000_000).contains(rate) { throw ValidationError("--rate is a number from 1") }
    }

    func run() async throws {
        let configuration = try await options.load()
        try await configuration.withSecondFactors { store in
            let primary = store.primary
            let before = try await store.census().resealable(except: primary)
            let progress = try await KeyRotation(store: store, rate: rate).run { progress in
                Terminal.progress(RotationText.line(progress, of: before))
            }
            Terminal.progress("")
            let after = try await store.census()
            Terminal.show(RotationText.result(progress, after, primary: primary))
            if after.resealable(except: primary) > 0 || after.unreadable > 0 { throw ExitStatus.attention.code }
        }
    }
}

/// A rotation for people.
enum RotationText {
    /// One line of at most 79 columns.
    static func line(_ progress: KeyRotation.Progress, of total: Int) -> String {
        let done = progress.resealed + progress.changedMeanwhile + progress.unopened
        let width = 30
        let filled = min(width, width * done / max(total, 1))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "resealing \(bar) \(done) of \(total)"
    }

    static func result(_ progress: KeyRotation.Progress, _ census: SealingCensus, primary: KeyIdentifier?) -> String {
        var text = "\(progress.resealed) accounts resealed under \(primary?.description ?? "no key").\n"
        if progress.changedMeanwhile > 0 {
            text += "\(progress.changedMeanwhile) changed at the same moment and were left to that.\n"
        }
        if progress.unopened > 0 {
            let names = progress.unopenedAccounts.map(\.text).joined(separator: ", ")
            text += "\(progress.unopened) do not open (altered, or under a key the ring lacks): \(names)\n"
        }
        let others = census.counts.filter { $0.key != primary }.sorted { $0.key < $1.key }
        for (kid, counts) in others { text += "Left under \(kid): \(KeyText.sentence(counts)).\n" }
        if census.unreadable > 0 { text += "\(census.unreadable) values have no known form.\n" }
        return text + (others.isEmpty ? "Nothing is left under another key.\n" : "")
    }
}
