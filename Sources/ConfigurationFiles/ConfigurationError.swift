/// Everything that is wrong with a configuration, all of it at once: nobody wants to mend a file one line per run.
package struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Problem: Hashable, CustomStringConvertible {
        /// Where it stands: `FILE:LINE`, the file, or the environment variable.
        package var place: String
        /// The key it is about.
        package var key: String
        /// What is wrong and what is allowed.
        package var message: String

        /// A problem by its parts.
        package init(place: String, key: String, message: String) {
            self.place = place
            self.key = key
            self.message = message
        }

        package var description: String { "\(place): \(key): \(message)" }
    }

    /// At least one.
    package var problems: [Problem]

    /// An error that names all of `problems`.
    package init(problems: [Problem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
