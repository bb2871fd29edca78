public import DirectoryModel
internal import LDAPClient
public import TwoFactor

/// The canaries: a known text sealed under each key in use, at the gate's own entry. Gates and the portal open them before
/// they judge anybody's code, so that a wrong ring is never taken for thousands of wrong codes.
public struct FoundCanaries: Sendable {
    /// The entry they are bound to.
    public let entry: EntryUUID
    /// The values, with those of no known form left out.
    public let values: [SealedValue]
}

extension SecondFactorStore {
    /// Reads the canaries. Throws `LDAPError` when the gate's entry is not there.
    public func canaries() async throws -> FoundCanaries {
        let entry = try await pool.withConnection { connection in
            try await connection.entry(
                gateEntry,
                attributes: [SecondFactorAttributes.entryUUID, SecondFactorAttributes.canary]
            )
        }
        guard let entry, let uuid = entry.string(of: SecondFactorAttributes.entryUUID).flatMap({ EntryUUID($0) }) else {
            throw LDAPError(
                .noSuchObject,
                "\(gateEntry) is not there, or cannot be read: load LDIF/tree/03-system.ldif"
            )
        }
        let values = entry.strings(of: SecondFactorAttributes.canary).compactMap { try? SealedValue($0.utf8) }
        return FoundCanaries(entry: uuid, values: values)
    }

    /// Adds the canaries of the keys that have none yet. Two at the same moment may both add one; both open.
    public func addCanaries(of kids: Set<KeyIdentifier>, beside found: FoundCanaries) async throws {
        let lacking = kids.subtracting(found.values.map(\.kid))
        let new = try keyRing.sealCanaries(for: found.entry).filter { lacking.contains($0.kid) }
        guard !new.isEmpty else { return }
        let change = LDAPModification(.add, LDAPAttribute(SecondFactorAttributes.canary, new.map(\.text)))
        try await pool.withConnection { try await $0.modify(gateEntry, [change]) }
    }

    /// Takes the canaries of one key away.
    public func removeCanaries(of kid: KeyIdentifier, among found: FoundCanaries) async throws {
        let gone = found.values.filter { $0.kid == kid }.map(\.text)
        guard !gone.isEmpty else { return }
        let change = LDAPModification(.delete, LDAPAttribute(SecondFactorAttributes.canary, gone))
        try await pool.withConnection { try await $0.modify(gateEntry, [change]) }
    }

    private var gateEntry: DistinguishedName { suffix.child("ou", "system").child("cn", "gate") }
}
