public import DirectoryModel

/// What the canary values in the directory say about a ring. Only with ``fits`` may codes be judged: with a wrong ring
/// every code would be wrong, and thousands of accounts locked.
public enum CanaryVerdict: Sendable, Hashable {
    /// The ring opens every canary, and there is one under its primary key.
    case fits
    /// There is no canary under the ring's primary key (or the ring has none): write those of ``KeyRing/sealCanaries(for:)``.
    case missing
    /// The directory knows keys that the ring lacks: it is an old ring, or another platform's.
    case lacksKeys([KeyIdentifier])
    /// A canary does not open although the ring has a key of that name: another platform's ring, or another entry's canary.
    case wrongKey(KeyIdentifier)
}

extension KeyRing {
    private static let canaryText = "pamong canary"

    /// One canary under each key, for `pamongSealedCanary` of the entry of the gate's service identity.
    public func sealCanaries(for entry: EntryUUID) throws(TwoFactorError) -> [SealedValue] {
        var values: [SealedValue] = []
        for key in keys {
            try values.append(Envelope(key: key, attribute: .canary, entry: entry).seal(Self.canary))
        }
        return values
    }

    /// Opens the canaries of an entry with the ring. Throws only when OpenSSL does.
    public func judge(canaries: [SealedValue], of entry: EntryUUID) throws(TwoFactorError) -> CanaryVerdict {
        let lacking = Set(canaries.map(\.kid)).subtracting(keys.map(\.kid))
        guard lacking.isEmpty else { return .lacksKeys(lacking.sorted()) }
        for canary in canaries where try !opens(canary, of: entry) { return .wrongKey(canary.kid) }
        guard let primary, canaries.contains(where: { $0.kid == primary.kid }) else { return .missing }
        return .fits
    }

    private func opens(_ canary: SealedValue, of entry: EntryUUID) throws(TwoFactorError) -> Bool {
        let envelope = try Envelope(key: requiredKey(canary.kid), attribute: .canary, entry: entry)
        do {
            return try envelope.open(canary) == Self.canary
        } catch  where error.code == .notAuthentic {
            return false
        }
    }

    /// A first byte that no sealed secret has, a text, and zeros to the common length.
    private static var canary: SecretBytes {
        SecretBytes(count: SealedValue.plaintextLength) { room in
            room.copyBytes(from: [0] + Array(canaryText.utf8))
        }
    }
}
