import LDAPClient

/// One operation on one entry, tried without effect.
enum AccessAttempt: Sendable {
    case read(String, AttributeName)
    case modify(String, [LDAPModification])
    case add(String, [LDAPAttribute])
    case delete(String)
    case rename(String, to: RelativeDistinguishedName, under: String? = nil)

    enum Outcome { case allowed, refused }

    /// Tries it. Anything but leave or refusal is an error, so that a broken attempt is not taken for a refusal.
    func outcome(on connection: LDAPConnection) async throws -> Outcome {
        do {
            if case .read(let dn, let attribute) = self {
                let entry = try await connection.entry(DistinguishedName(dn), attributes: [attribute])
                return entry?.contains(attribute) == true ? .allowed : .refused
            }
            try await write(connection)
            throw LDAPError(.operationsError, "the write was done in spite of the No-Op control")
        } catch let error as LDAPError {
            switch error.code.rawValue {
            case Self.noOperation: return .allowed
            case LDAPResultCode.insufficientAccessRights.rawValue, LDAPResultCode.noSuchObject.rawValue: return .refused
            // What nobody who has not signed in may do at all.
            case LDAPResultCode.strongerAuthRequired.rawValue: return .refused
            default: throw error
            }
        }
    }

    private func write(_ connection: LDAPConnection) async throws {
        switch self {
        case .read: break
        case .modify(let dn, let changes):
            try await connection.modify(DistinguishedName(dn), changes, controls: [Self.noOp])
        case .add(let dn, let attributes):
            try await connection.add(DistinguishedName(dn), attributes, controls: [Self.noOp])
        case .delete(let dn):
            try await connection.delete(DistinguishedName(dn), controls: [Self.noOp])
        case .rename(let dn, let rdn, let parent):
            try await connection.modifyDN(
                DistinguishedName(dn),
                to: rdn,
                under: parent.map { try DistinguishedName($0) },
                controls: [Self.noOp]
            )
        }
    }

    /// OpenLDAP's No-Op control: all checks, no change, result 16654.
    private static let noOp = LDAPControl(oid: "1.3.6.1.4.1.4203.666.5.2", isCritical: true)
    private static let noOperation: Int32 = 16_654
}
