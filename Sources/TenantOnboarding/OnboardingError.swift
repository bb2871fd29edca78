/// Why a step of joining, or a look at the MX records, was not done. The description says what is wrong and what to do, and
/// is safe to show.
public struct OnboardingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error; the set is open.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Wraps any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Something that was given cannot be used.
        public static let invalid = Code(rawValue: "invalid")
        /// No tenant has this name, code or domain.
        public static let noSuchTenant = Code(rawValue: "noSuchTenant")
        /// More than one tenant has this name.
        public static let ambiguous = Code(rawValue: "ambiguous")
        /// The step does not follow from where the tenant stands, or something it needs is missing.
        public static let outOfOrder = Code(rawValue: "outOfOrder")
        /// Somebody else changed the tenant at the same moment.
        public static let conflict = Code(rawValue: "conflict")
        /// The tenant, the domain or the address is somebody's already.
        public static let taken = Code(rawValue: "taken")
        /// The directory does not let this person do it.
        public static let notAllowed = Code(rawValue: "notAllowed")
        /// The MX records are not as agreed.
        public static let mxNotRight = Code(rawValue: "mxNotRight")
        /// Nobody can be asked about MX records.
        public static let resolver = Code(rawValue: "resolver")
    }

    /// The kind.
    public let code: Code
    /// What is the matter and what to do.
    public let description: String

    /// Puts an error together.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
