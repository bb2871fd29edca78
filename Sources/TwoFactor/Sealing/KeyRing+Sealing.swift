public import DirectoryModel

extension KeyRing {
    /// Seals a secret for one attribute of one entry, under the primary key.
    /// Throws `keyRing` when there is none.
    public func seal(
        _ secret: TOTPSecret,
        for entry: EntryUUID,
        attribute: SealedAttribute
    ) throws(TwoFactorError) -> SealedValue {
        try Envelope(key: primaryKey(), attribute: attribute, entry: entry).seal(TOTPSecretPlaintext.encoded(secret))
    }

    /// With a given salt and nonce, for known answers.
    func seal(
        _ secret: TOTPSecret,
        for entry: EntryUUID,
        attribute: SealedAttribute,
        salt: [UInt8],
        nonce: [UInt8]
    ) throws(TwoFactorError) -> SealedValue {
        try Envelope(key: primaryKey(), attribute: attribute, entry: entry)
            .seal(TOTPSecretPlaintext.encoded(secret), salt: salt, nonce: nonce)
    }

    /// Opens a value found in `attribute` of `entry`.
    ///
    /// Throws `unknownKey` when the ring lacks its key, `notAuthentic` when it was altered or belongs elsewhere, and
    /// `oldGeneration` when it is older than `generation`, the lowest one the caller still believes.
    public func open(
        _ value: SealedValue,
        for entry: EntryUUID,
        attribute: SealedAttribute,
        generationAtLeast generation: UInt32 = 0
    ) throws(TwoFactorError) -> TOTPSecret {
        let envelope = try Envelope(key: requiredKey(value.kid), attribute: attribute, entry: entry)
        let secret = try TOTPSecretPlaintext.decoded(envelope.open(value))
        guard secret.generation >= generation else {
            throw TwoFactorError(
                .oldGeneration,
                "the \(attribute.rawValue) of entry \(entry) is generation \(secret.generation), replaced by \(generation)"
            )
        }
        return secret
    }

    /// Whether a value still stands under a key that is not the primary one any more.
    public func needsResealing(_ value: SealedValue) -> Bool {
        value.kid != primary?.kid
    }

    /// The same secret under the primary key, for a compare-and-swap modify; `nil` when it stands there already.
    public func reseal(
        _ value: SealedValue,
        for entry: EntryUUID,
        attribute: SealedAttribute
    ) throws(TwoFactorError) -> SealedValue? {
        guard needsResealing(value) else { return nil }
        return try seal(open(value, for: entry, attribute: attribute), for: entry, attribute: attribute)
    }
}
