public import DirectoryModel

/// What the directory says of a tenant and its way in.
public struct JoiningTenant: Hashable, Sendable {
    /// The entry's name.
    public var dn: String
    /// Who it is, whatever it is called: its entryUUID, in lower case.
    public var uuid: String?
    /// What it is called.
    public var name: String
    /// The service it belongs to.
    public var service: String
    /// The number or short name the administration knows it by.
    public var code: String?
    /// Where it stands; `nil` for a value nobody knows, with which no step can be taken.
    public var status: TenantStatus?
    /// Why, where somebody said so.
    public var reason: String?
    /// The domain its letter names.
    public var requestedDomain: String?
    /// The domains on its list, which its administrators keep; mail is taken for ``confirmedDomains``.
    public var domains: [TenantDomain] = []
    /// The letter's number.
    public var letterNumber: String?
    /// The letter's date.
    public var letterDate: Timestamp?
    /// Who signed the letter.
    public var letterSigner: String?
    /// The signer's rank.
    public var letterSignerRank: String?
    /// What mail is to be used for.
    public var plannedUse: String?
    /// The administrator the letter names.
    public var namedAdministrator: String?
    /// That person's telephone number.
    public var contact: String?
    /// When the NDA was signed.
    public var ndaDate: Timestamp?
    /// When credentials were last handed over.
    public var credentialsDate: Timestamp?
    /// The outcome of the last look at the MX records; of several domains the worst.
    public var mxStatus: MxStatus?
    /// When that was.
    public var mxChecked: Timestamp?
    /// How many accounts it may have; `nil` for any number.
    public var maxAccounts: Int?
    /// How large a mailbox may be, in bytes; `nil` for any size.
    public var maxQuota: Int64?
    /// The names of its administrators.
    public var administrators: [String] = []
    /// What was recorded, oldest first.
    public var records: [TenantRecord] = []

    /// A tenant of which nothing else is known.
    public init(dn: String, name: String, service: String, status: TenantStatus?) {
        (self.dn, self.name, self.service, self.status) = (dn, name, service, status)
    }

    /// The domains that mail is taken for, and accounts may be in.
    public var confirmedDomains: [TenantDomain] { domains.filter(\.isConfirmed) }

    /// An active tenant whose mail goes elsewhere: somebody has to be told.
    public var hasDrifted: Bool { status == .active && mxStatus?.isWrong == true }

    /// Where it stood before it was suspended: as recorded, or, for a tenant from before the records, as far as its dates
    /// go, but never active without another look at DNS.
    public var statusBeforeSuspension: TenantStatus {
        let steps = records.compactMap { TenantStatus(rawValue: $0.step.rawValue) }
        if let last = steps.last(where: { $0 != .suspended && $0 != .left }) { return last }
        if credentialsDate != nil { return .mx }
        return ndaDate != nil ? .nda : .requested
    }
}

/// A domain on a tenant's list. Anybody's can stand there; it counts once Admin Pusat has confirmed it.
public struct TenantDomain: Hashable, Sendable {
    /// The entry's name.
    public var dn: String
    /// The domain.
    public var name: String
    /// The outcome of the last look at its MX records; `nil` as long as the domain is not confirmed.
    public var mxStatus: MxStatus?
    /// When that was.
    public var mxChecked: Timestamp?

    /// Whether Admin Pusat has confirmed that it is the tenant's.
    public var isConfirmed: Bool { mxStatus != nil }

    /// Puts a domain together, not confirmed unless said.
    public init(dn: String, name: String, mxStatus: MxStatus? = nil, mxChecked: Timestamp? = nil) {
        (self.dn, self.name, self.mxStatus, self.mxChecked) = (dn, name, mxStatus, mxChecked)
    }
}
