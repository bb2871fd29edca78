public import DirectoryModel

/// A code that stands in for the authenticator once, on the portal: 16 symbols, 80 bits.
public struct RecoveryCode: Sendable {
    let symbols: SecretBytes

    /// How many are made at a time.
    public static let batchSize = 10

    /// Reads what somebody typed; spaces, hyphens and case do not matter. `nil` when it does not have the shape.
    public init?(typed: SecretBytes) {
        guard let symbols = CodeShape.recoveryCode.symbols(typed: typed) else { return nil }
        self.symbols = symbols
    }

    private init() throws(TwoFactorError) {
        symbols = try CodeShape.recoveryCode.fresh()
    }

    /// New ones, which replace all there were.
    public static func freshBatch() throws(TwoFactorError) -> [RecoveryCode] {
        var codes: [RecoveryCode] = []
        for _ in 0..<batchSize { try codes.append(RecoveryCode()) }
        return codes
    }

    /// As it is shown, once: `xxxx-xxxx-xxxx-xxxx`.
    public var shown: SecretBytes { CodeShape.recoveryCode.shown(symbols) }
}

/// A recovery code as it stands in the directory: `$recovery1$<kid>$<base64url HMAC-SHA256 over entryUUID ‖ code>`.
public struct StoredRecoveryCode: Sendable, Hashable {
    /// The key whose pepper it was made with.
    public let kid: KeyIdentifier
    let mac: [UInt8]
    private static let kind = "recovery1"

    init(kid: KeyIdentifier, mac: [UInt8]) {
        self.kid = kid
        self.mac = mac
    }

    /// Reads a value of `pamongRecoveryCode`. Throws `unknownVersion` or `malformedValue`.
    public init(_ value: some Collection<UInt8>) throws(TwoFactorError) {
        let record = try StoredRecord(value, kind: Self.kind, fields: 2)
        guard let kid = KeyIdentifier(bytes: record.fields[0]), let mac = StoredRecord.mac(record.fields[1]) else {
            throw .malformed(Self.kind)
        }
        self.init(kid: kid, mac: mac)
    }

    /// The value to write, or to delete once the code is used; ASCII.
    public var text: String { "$\(Self.kind)$\(kid)$\(BinaryText.base64URL.text(mac))" }
}

extension KeyRing {
    /// What is stored of a recovery code of that entry.
    public func store(_ code: RecoveryCode, for entry: EntryUUID) throws(TwoFactorError) -> StoredRecoveryCode {
        let key = try primaryKey()
        return StoredRecoveryCode(kid: key.kid, mac: try key.keyedHash(.recoveryCode, entry.bytes, code.symbols).stored)
    }

    /// The stored code that a typed one is; `nil` when it is none of them. Whoever lets somebody in with it deletes
    /// exactly that value first.
    ///
    /// All are compared. Throws `unknownKey` when none fits and the ring could not look at one of them.
    public func match(
        _ code: RecoveryCode,
        for entry: EntryUUID,
        among stored: [StoredRecoveryCode]
    ) throws(TwoFactorError) -> StoredRecoveryCode? {
        var match: StoredRecoveryCode?
        var macs: [KeyIdentifier: SecretBytes] = [:]
        for kid in Set(stored.map(\.kid)) {
            macs[kid] = try key(kid)?.keyedHash(.recoveryCode, entry.bytes, code.symbols)
        }
        for candidate in stored {
            if let mac = macs[candidate.kid], mac.equals(candidate.mac) { match = candidate }
        }
        guard match == nil, let lacking = stored.first(where: { macs[$0.kid] == nil }) else { return match }
        throw .unknownKey(lacking.kid)
    }
}
