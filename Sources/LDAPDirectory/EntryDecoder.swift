internal import DirectoryModel
internal import LDAPClient

/// Reads entries of the platform's schema into the model.
struct EntryDecoder {
    /// Consecutive entries mostly share their parent.
    private var lastParent = ""
    private var lastParentFolded = ""
    /// There are few mail hosts.
    private var lastHost = ""

    init() {}

    /// Reads an entry; what cannot be read of an account is told in its violations.
    mutating func decode(_ entry: LDAPEntry, uuid: EntryUUID) -> ObservedEntry {
        let dn = entry.dn
        return ObservedEntry(
            uuid: uuid,
            csn: entry.firstValue(of: ProjectedAttributes.entryCSN) { EntryCSN(bytes: $0) }.value,
            dn: dn,
            parent: foldedParent(of: dn),
            content: content(of: entry, dn: dn)
        )
    }

    private mutating func foldedParent(of dn: String) -> String {
        let parent = DNText.rest(of: dn) ?? ""
        if parent != lastParent {
            lastParent = String(parent)
            lastParentFolded = lastParent.lowercased()
        }
        return lastParentFolded
    }

    private mutating func foldedHost(of entry: LDAPEntry) -> String? {
        let last = lastHost
        let host = entry.firstValue(of: ProjectedAttributes.mailHost) { value in
            last.utf8.elementsEqual(value) ? last : String(decoding: value, as: UTF8.self).lowercased()
        }.value
        if let host { lastHost = host }
        return host
    }

    private mutating func content(of entry: LDAPEntry, dn: String) -> ObservedContent {
        switch EntryKind(entry) {
        case .account: .account(AccountDecoder(entry: entry, mailHost: foldedHost(of: entry)).account())
        case .service: .container(.service(service(entry, dn: dn)))
        case .tenant: .container(.tenant(tenant(entry, dn: dn)))
        case .domain: .container(domain(entry, dn: dn))
        case .administrators: .container(.administrators(administrators(entry)))
        case .other: .container(.plain)
        }
    }

    private func service(_ entry: LDAPEntry, dn: String) -> Service {
        Service(
            name: DNText.value(of: dn),
            domains: entry.strings(of: ProjectedAttributes.associatedDomain).map { $0.lowercased() }.sorted(),
            defaultQuota: entry.string(of: ProjectedAttributes.defaultQuota).flatMap { Int64($0) }
        )
    }

    /// A domain that nobody has confirmed is nobody's: the list is the tenant's own to write.
    private func domain(_ entry: LDAPEntry, dn: String) -> Container {
        entry.contains(ProjectedAttributes.mxStatus) ? .domain(DNText.value(of: dn).lowercased()) : .plain
    }

    private func tenant(_ entry: LDAPEntry, dn: String) -> Tenant {
        Tenant(
            name: entry.string(of: ProjectedAttributes.organization) ?? DNText.value(of: dn),
            code: entry.string(of: ProjectedAttributes.tenantCode),
            maxAccounts: entry.string(of: ProjectedAttributes.maxAccounts).flatMap { Int($0) },
            maxQuota: entry.string(of: ProjectedAttributes.maxQuota).flatMap { Int64($0) }
        )
    }

    /// Administrators are accounts; other members keep the group from being empty, which its class forbids.
    private func administrators(_ entry: LDAPEntry) -> [String] {
        entry.strings(of: ProjectedAttributes.member).map { $0.lowercased() }.filter { $0.hasPrefix("mail=") }.sorted()
    }
}

/// What an entry is, by its object classes.
enum EntryKind {
    case account, service, tenant, domain, administrators, other

    init(_ entry: LDAPEntry) {
        var kind = EntryKind.other
        entry.forEachValue(of: ProjectedAttributes.objectClass) { value in
            if let known = Self.kind(ofClass: value) { kind = known }
        }
        self = kind
    }

    /// Told apart by length first: most values of an entry name classes that are not ours.
    private static func kind(ofClass name: UnsafeRawBufferPointer) -> EntryKind? {
        switch name.count {
        case 12 where isSame("pamongTenant", name): .tenant
        case 12 where isSame("pamongDomain", name): .domain
        case 12 where isSame("groupOfNames", name): .administrators
        case 13 where isSame("pamongAccount", name): .account
        case 13 where isSame("pamongService", name): .service
        default: nil
        }
    }

    /// Object class names are case-insensitive (RFC 4512 section 1.4).
    private static func isSame(_ name: StaticString, _ value: UnsafeRawBufferPointer) -> Bool {
        name.withUTF8Buffer { expected in
            for index in expected.indices where expected[index] | 0x20 != value[index] | 0x20 { return false }
            return true
        }
    }
}
