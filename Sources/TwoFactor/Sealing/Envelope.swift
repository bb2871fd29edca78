internal import DirectoryModel

/// Binds a sealed value to its place: the additional authenticated data, and the key derived for this one value.
///
///     lp(x) = uint16 big-endian length ‖ x
///     aad   = lp("pamong1") ‖ lp(kid) ‖ lp(lower-case attribute name) ‖ lp(entryUUID, 16 raw bytes)
struct Envelope {
    let key: RingKey
    let attribute: SealedAttribute
    let entry: EntryUUID
    let authenticatedData: [UInt8]

    init(key: RingKey, attribute: SealedAttribute, entry: EntryUUID) {
        (self.key, self.attribute, self.entry) = (key, attribute, entry)
        var data: [UInt8] = []
        data.reserveCapacity(80)
        Self.add(Array(SealedValue.version.utf8), to: &data)
        Self.add(Array(key.kid.description.utf8), to: &data)
        Self.add(Array(attribute.rawValue.lowercased().utf8), to: &data)
        Self.add(entry.bytes, to: &data)
        authenticatedData = data
    }

    private static func add(_ part: [UInt8], to data: inout [UInt8]) {
        data.append(UInt8(part.count >> 8))
        data.append(UInt8(part.count & 0xFF))
        data.append(contentsOf: part)
    }

    func subkey(salt: [UInt8]) throws(TwoFactorError) -> SecretBytes {
        try key.material.derivedKey(
            salt: salt,
            info: Array("pamong1 totp-secret aes-256-gcm".utf8) + authenticatedData
        )
    }

    func seal(_ plaintext: SecretBytes) throws(TwoFactorError) -> SealedValue {
        try seal(
            plaintext,
            salt: RandomBytes.open(count: SealedValue.saltLength),
            nonce: RandomBytes.open(count: AuthenticatedCipher.nonceLength)
        )
    }

    /// With a given salt and nonce, which must never be used twice under one key.
    func seal(_ plaintext: SecretBytes, salt: [UInt8], nonce: [UInt8]) throws(TwoFactorError) -> SealedValue {
        let ciphertext = try AuthenticatedCipher().seal(
            plaintext,
            key: subkey(salt: salt),
            nonce: nonce,
            authenticating: authenticatedData
        )
        return SealedValue(kid: key.kid, salt: salt, nonce: nonce, ciphertext: ciphertext)
    }

    /// Throws `notAuthentic` when the value was altered, belongs elsewhere, or the key is not the one it was sealed with.
    func open(_ value: SealedValue) throws(TwoFactorError) -> SecretBytes {
        let plaintext = try AuthenticatedCipher().open(
            value.ciphertext,
            key: subkey(salt: value.salt),
            nonce: value.nonce,
            authenticating: authenticatedData
        )
        guard let plaintext else {
            throw TwoFactorError(
                .notAuthentic,
                "the \(attribute.rawValue) of entry \(entry) does not open under key \(key.kid)"
            )
        }
        return plaintext
    }
}
