extension LDAPControl {
    /// Does the operation with another entry's rights (RFC 4370); the server must have allowed it.
    public static func proxiedAuthorization(as name: DistinguishedName) -> LDAPControl {
        LDAPControl(oid: "2.16.840.1.113730.3.4.18", isCritical: true, value: Array("dn:\(name)".utf8))
    }

    /// Lets a privileged identity write what only the server writes, such as entryUUID (OpenLDAP's Relax Rules).
    public static let relaxRules = LDAPControl(oid: "1.3.6.1.4.1.4203.666.5.12", isCritical: true)
}
