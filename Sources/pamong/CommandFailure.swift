internal import ArgumentParser
internal import Glibc

/// What a command's exit code says. Monitoring and timers rely on it.
enum ExitStatus: Int32, CaseIterable {
    /// All is well.
    case fine = 0
    /// Something waits for a person, or is not done yet.
    case attention = 1
    /// The command or the configuration is wrong; nothing was done.
    case usage = 2
    /// It cannot be told: directory, worker or state file did not answer.
    case unknown = 3
    /// Refused: the person may not do this, or the list has changed.
    case refused = 4
    /// Another process owns the state.
    case busy = 5

    /// A table for help texts.
    static let help = """
        Exit codes: 0 fine · 1 not in sync, or something waits for a person · 2 wrong usage or configuration · 3 cannot tell: directory, worker or state \
        file did not answer · 4 refused · 5 another process owns the state
        """

    var code: ExitCode { ExitCode(rawValue) }
}

/// Why a command ends without having done its work: one line for people, and an exit code.
struct CommandFailure: Error, Hashable, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
