extension LDAPControl {
    /// Lets the operation happen only while the entry matches (RFC 4528), all in one step on the server; otherwise
    /// it fails with `.assertionFailed`. Critical, because without it the operation would happen anyway.
    public static func assertion(_ filter: LDAPFilter) -> LDAPControl {
        var writer = BERWriter()
        filter.encode(into: &writer)
        return LDAPControl(oid: "1.3.6.1.1.12", isCritical: true, value: writer.bytes)
    }
}
