public import DirectoryModel

/// The keys behind sealed secrets, keyed hashes and session tickets. Changes are made on a value and take effect where
/// that value is used or saved.
public struct KeyRing: Sendable {
    /// All keys, in the order in which they were added.
    public private(set) var keys: [RingKey] = []
    /// Kids of keys that are gone, kept so that none of them is given out again.
    public private(set) var retired: [KeyIdentifier] = []

    /// An empty ring, to which a first key is added and promoted.
    public init() {}

    /// A ring from its parts; throws `keyRing` when they contradict each other.
    init(keys: [RingKey], retired: [KeyIdentifier]) throws(TwoFactorError) {
        self.keys = keys
        self.retired = retired
        if let fault = Self.fault(keys: keys, retired: retired) { throw TwoFactorError(.keyRing, fault) }
    }

    /// The key that new values are made under; `nil` in an empty or just-begun ring.
    public var primary: RingKey? { keys.first { $0.state == .primary } }

    /// The key of that name.
    public func key(_ kid: KeyIdentifier) -> RingKey? { keys.first { $0.kid == kid } }

    /// Adds a new random key that opens but does not seal yet. Once every process that opens has the ring with it,
    /// it is promoted.
    ///
    /// Throws `keyRing` when the kid was ever used, or when the first key has not been promoted yet.
    @discardableResult
    public mutating func add(_ kid: KeyIdentifier, now: Timestamp) throws(TwoFactorError) -> RingKey {
        guard let created = Timestamp(unixSeconds: now.unixSeconds) else {
            throw TwoFactorError(.invalidArgument, "the time lies outside the years 1970 to 9999")
        }
        let key = RingKey(
            kid: kid,
            state: .decrypt,
            created: created,
            material: try .random(count: RingKey.length)
        )
        try become(keys: keys + [key], retired: retired)
        return key
    }

    /// Makes a key the primary one; the one before it goes on opening. Throws `unknownKey`.
    public mutating func promote(_ kid: KeyIdentifier) throws(TwoFactorError) {
        guard key(kid) != nil else { throw .unknownKey(kid) }
        for index in keys.indices { keys[index].state = keys[index].kid == kid ? .primary : .decrypt }
    }

    /// Takes a key out for good. Whatever is still under it can never be opened again: count first.
    /// Throws `unknownKey`, and `keyRing` for the primary key.
    public mutating func retire(_ kid: KeyIdentifier) throws(TwoFactorError) {
        guard let key = key(kid) else { throw .unknownKey(kid) }
        guard key.state != .primary else {
            throw TwoFactorError(.keyRing, "\(kid) is the primary key: promote another one first")
        }
        try become(keys: keys.filter { $0.kid != kid }, retired: retired + [kid])
    }

    private mutating func become(keys: [RingKey], retired: [KeyIdentifier]) throws(TwoFactorError) {
        self = try KeyRing(keys: keys, retired: retired)
    }

    /// What is wrong with a set of keys, and how to mend it.
    private static func fault(keys: [RingKey], retired: [KeyIdentifier]) -> String? {
        var seen = Set<KeyIdentifier>()
        for kid in keys.map(\.kid) + retired where !seen.insert(kid).inserted {
            return "kid \(kid) was given twice; a kid is never used again, not even a retired one: choose another"
        }
        for key in keys where key.material.count != RingKey.length {
            return "key \(key.kid) has \(key.material.count) bytes instead of \(RingKey.length)"
        }
        for (index, key) in keys.enumerated() {
            if let twin = keys[..<index].first(where: { $0.material == key.material }) {
                return "keys \(twin.kid) and \(key.kid) are the same key; remove one"
            }
        }
        switch keys.count(where: { $0.state == .primary }) {
        case 1: return nil
        case 0: return keys.count <= 1 && (keys.isEmpty || retired.isEmpty) ? nil : "no key is primary: promote one"
        default: return "more than one key is primary; exactly one must be"
        }
    }
}

extension KeyRing {
    /// The primary key, where one is needed; throws `keyRing`.
    func primaryKey() throws(TwoFactorError) -> RingKey {
        guard let primary else { throw TwoFactorError(.keyRing, "no key is primary: add one and promote it") }
        return primary
    }

    /// The key a stored value names; throws `unknownKey`.
    func requiredKey(_ kid: KeyIdentifier) throws(TwoFactorError) -> RingKey {
        guard let key = key(kid) else { throw .unknownKey(kid) }
        return key
    }
}

extension TwoFactorError {
    static func unknownKey(_ kid: KeyIdentifier) -> TwoFactorError {
        TwoFactorError(.unknownKey, "the key ring holds no key \(kid)")
    }
}
