internal import DirectoryModel
internal import LDAPClient

extension JoiningTenant {
    /// Reads a tenant's own entry. Throws `LDAPError` when it is none, or the reader may not see its name.
    init(_ entry: LDAPEntry) throws(LDAPError) {
        let name = try entry.distinguishedName()
        guard let service = name.parent?.rdn?.value, let own = name.rdn?.value else {
            throw LDAPError(.namingViolation, "\(entry.dn) is not a tenant below a service")
        }
        self.init(
            dn: entry.dn,
            name: own,
            service: service,
            status: entry.string(of: TenantAttributes.status).flatMap { TenantStatus(rawValue: $0.lowercased()) }
        )
        uuid = entry.string(of: TenantAttributes.entryUUID)?.lowercased()
        code = entry.string(of: TenantAttributes.code)
        reason = entry.string(of: TenantAttributes.reason)
        requestedDomain = entry.string(of: TenantAttributes.requestedDomain).map { DNSName.canonical($0) }
        readLetter(entry)
        ndaDate = entry.time(of: TenantAttributes.ndaDate)
        credentialsDate = entry.time(of: TenantAttributes.credentialsDate)
        (mxStatus, mxChecked) = entry.mxOutcome
        maxAccounts = entry.string(of: TenantAttributes.maxAccounts).flatMap { Int($0) }
        maxQuota = entry.string(of: TenantAttributes.maxQuota).flatMap { Int64($0) }
        records = entry.strings(of: TenantAttributes.record).compactMap(TenantRecord.init).sorted {
            $0.time < $1.time
        }
    }

    private mutating func readLetter(_ entry: LDAPEntry) {
        letterNumber = entry.string(of: TenantAttributes.letterNumber)
        letterDate = entry.time(of: TenantAttributes.letterDate)
        letterSigner = entry.string(of: TenantAttributes.letterSigner)
        letterSignerRank = entry.string(of: TenantAttributes.letterSignerRank)
        plannedUse = entry.string(of: TenantAttributes.plannedUse)
        namedAdministrator = entry.string(of: TenantAttributes.namedAdministrator)
        contact = entry.string(of: TenantAttributes.contact)
    }
}

extension TenantDomain {
    /// Reads a domain; `nil` when the reader may not see its name.
    init?(_ entry: LDAPEntry) {
        guard let name = entry.string(of: TenantAttributes.domain) else { return nil }
        self.init(dn: entry.dn, name: DNSName.canonical(name))
        (mxStatus, mxChecked) = entry.mxOutcome
        // What Postfix and the worker look at is that there is a value, whatever it says.
        if mxStatus == nil, entry.contains(TenantAttributes.mxStatus) { mxStatus = .pending }
    }
}

extension LDAPEntry {
    fileprivate func time(of name: AttributeName) -> Timestamp? {
        value(of: name).flatMap { Timestamp(generalizedTime: $0) }
    }

    fileprivate var mxOutcome: (MxStatus?, Timestamp?) {
        (string(of: TenantAttributes.mxStatus).flatMap(MxStatus.init), time(of: TenantAttributes.mxChecked))
    }
}
