/// What can be wrong with the API itself, on either side; what a request was refused for is a ``ProblemDetails``.
public struct WorkerAPIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds a caller treats differently.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The kind's name, for programs.
        public let rawValue: String

        /// Names a kind.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The token file is missing, open to others or holds no usable token.
        public static let badToken = Code(rawValue: "badToken")
        /// The address is not one the API may listen on.
        public static let badAddress = Code(rawValue: "badAddress")
        /// Another process answers on the socket.
        public static let inUse = Code(rawValue: "inUse")
        /// No worker answers.
        public static let unreachable = Code(rawValue: "unreachable")
        /// What answers is not a worker of this version.
        public static let foreignAnswer = Code(rawValue: "foreignAnswer")
    }

    /// The kind.
    public let code: Code
    /// What is wrong and what to do, fit to be shown.
    public let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
