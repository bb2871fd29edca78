extension LDAPControl {
    /// Treats referral objects as ordinary entries (RFC 3296).
    public static let manageDsaIT = LDAPControl(oid: "2.16.840.1.113730.3.4.2", isCritical: true)
}
