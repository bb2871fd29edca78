/// One record of an LDIF file (RFC 2849): an entry, or a change to one.
public struct LDIFRecord: Hashable, Sendable {
    /// What the record says about its entry.
    public enum Content: Hashable, Sendable {
        /// The entry looks like this.
        case entry([LDAPAttribute])
        /// Make the entry.
        case add([LDAPAttribute])
        /// Delete the entry.
        case delete
        /// Change the entry.
        case modify([LDAPModification])
        /// Rename or move the entry.
        case modifyDN(newRDN: RelativeDistinguishedName, deletesOldRDN: Bool, newParent: DistinguishedName?)
    }

    /// The entry's name.
    public var dn: DistinguishedName
    /// What the record says about it.
    public var content: Content
    /// Controls a change asks for.
    public var controls: [LDAPControl]

    /// Makes a record.
    public init(dn: DistinguishedName, _ content: Content, controls: [LDAPControl] = []) {
        self.dn = dn
        self.content = content
        self.controls = controls
    }
}

/// Why an LDIF file cannot be read.
public struct LDIFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1, where the trouble is.
    public let line: Int
    /// What is wrong; never a value, because it may be a password.
    public let reason: String

    /// The line and the reason.
    public var description: String { "line \(line): \(reason)" }
}

extension LDAPConnection {
    /// Does what a record says; an entry is added. Throws `LDAPError`.
    @discardableResult
    public func apply(_ record: LDIFRecord) async throws -> LDAPResponse {
        switch record.content {
        case .entry(let attributes), .add(let attributes):
            try await add(record.dn, attributes, controls: record.controls)
        case .delete:
            try await delete(record.dn, controls: record.controls)
        case .modify(let changes):
            try await modify(record.dn, changes, controls: record.controls)
        case .modifyDN(let newRDN, let deletesOldRDN, let newParent):
            try await modifyDN(
                record.dn,
                to: newRDN,
                under: newParent,
                deletesOldRDN: deletesOldRDN,
                controls: record.controls
            )
        }
    }
}
