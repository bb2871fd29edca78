/// Why something about a second factor could not be done. `description` is safe to show and to log: it never holds a
/// code, a key, a password or a sealed value.
public struct TwoFactorError: Error, Hashable, Sendable {
    /// What kind of trouble it is; more kinds may come.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The kind in a word or two, for logs and metrics.
        public let description: String

        /// OpenSSL failed; nothing the caller said is to blame.
        public static let cryptography = Code(description: "cryptography")
        /// A stored value does not have the form of its kind.
        public static let malformedValue = Code(description: "malformed value")
        /// A stored value or a key ring has a version that this program does not know.
        public static let unknownVersion = Code(description: "unknown version")
        /// The ring holds no key of the kid that a value names.
        public static let unknownKey = Code(description: "unknown key")
        /// A sealed value does not open: it was altered, belongs to another entry or attribute, or the key is another one.
        public static let notAuthentic = Code(description: "not authentic")
        /// A sealed value is genuine but older than the one that replaced it.
        public static let oldGeneration = Code(description: "old generation")
        /// The key ring file cannot be used, or the change asked for would make it so.
        public static let keyRing = Code(description: "key ring")
        /// The caller asked for what the formats do not allow: a label too long, a key too short.
        public static let invalidArgument = Code(description: "invalid argument")
    }

    /// What kind of trouble it is.
    public let code: Code
    /// What happened, where, and what to do about it.
    public let message: String

    /// Puts an error together; `message` must hold no secret.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the ring is at fault rather than the value: then the service is unavailable, and nobody's code was wrong.
    public var concernsKeys: Bool { code == .unknownKey || code == .keyRing || code == .cryptography }
}

extension TwoFactorError: CustomStringConvertible {
    /// Kind and message.
    public var description: String { "\(code): \(message)" }
}
