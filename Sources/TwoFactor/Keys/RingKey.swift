public import DirectoryModel

/// One key of a ring.
public struct RingKey: Sendable {
    /// What a key is used for.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Everything new is made under it.
        case primary
        /// Opens what was made under it, or will be once it is promoted.
        case decrypt
    }

    /// Its name.
    public let kid: KeyIdentifier
    /// What it is used for.
    public internal(set) var state: State
    /// When it was made; whole seconds.
    public let created: Timestamp
    /// The key itself, 32 bytes; everything used is derived from it.
    let material: SecretBytes

    static let length = 32
}
