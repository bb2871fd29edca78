internal import CLDAP

/// One change to one attribute (RFC 4511, section 4.6, and RFC 4525 for increment).
public struct LDAPModification: Hashable, Sendable {
    /// What to do with the values.
    public enum Operation: Int32, Sendable {
        /// Add these values.
        case add = 0
        /// Take these values away; without values, the whole attribute.
        case delete = 1
        /// Put these values in place of all others; without values, take the attribute away if it is there.
        case replace = 2
        /// Add this number to each value.
        case increment = 3
    }

    /// What to do.
    public let operation: Operation
    /// With which values.
    public let attribute: LDAPAttribute

    /// Makes any change.
    public init(_ operation: Operation, _ attribute: LDAPAttribute) {
        self.operation = operation
        self.attribute = attribute
    }

    /// Adds text values.
    public static func add(_ name: AttributeName, _ values: String...) -> LDAPModification {
        LDAPModification(.add, LDAPAttribute(name, values))
    }

    /// Takes text values away; without values, the whole attribute.
    public static func delete(_ name: AttributeName, _ values: String...) -> LDAPModification {
        LDAPModification(.delete, LDAPAttribute(name, values))
    }

    /// Puts text values in place of all others; without values, takes the attribute away if it is there.
    public static func replace(_ name: AttributeName, _ values: String...) -> LDAPModification {
        LDAPModification(.replace, LDAPAttribute(name, values))
    }

    /// Adds a number, which may be negative.
    public static func increment(_ name: AttributeName, by amount: Int) -> LDAPModification {
        LDAPModification(.increment, LDAPAttribute(name, String(amount)))
    }
}

extension LDAPConnection {
    /// Changes an entry, all changes or none (RFC 4511, section 4.6). Throws `LDAPError`.
    @discardableResult
    public func modify(
        _ name: DistinguishedName,
        _ changes: [LDAPModification],
        controls: [LDAPControl] = [],
        timeout: Duration? = nil
    ) async throws -> LDAPResponse {
        let response = try await perform(timeout: timeout) { handle, id in
            let memory = CMemory()
            let list = try memory.modifications(changes.map { ($0.operation.rawValue, $0.attribute) })
            let requestControls = try memory.controls(controls + authorizing)
            return withExtendedLifetime(memory) {
                ldap_modify_ext(handle, name.description, list, requestControls, nil, id)
            }
        }
        return try response.checked()
    }
}
