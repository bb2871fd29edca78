/// Everything that is wrong with a configuration, all of it at once: nobody wants to mend a file one line per run.
struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    struct Problem: Hashable, CustomStringConvertible {
        /// Where it stands: `FILE:LINE`, the file, or the environment variable.
        var place: String
        /// The key it is about.
        var key: String
        /// What is wrong and what is allowed.
        var message: String

        var description: String { "\(place): \(key): \(message)" }
    }

    /// At least one.
    var problems: [Problem]

    var description: String { problems.map(\.description).joined(separator: "\n") }
}
