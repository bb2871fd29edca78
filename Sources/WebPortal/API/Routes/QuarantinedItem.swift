internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import WorkerAPI

/// An entry that breaks a rule, as programs read it.
struct QuarantinedItem: Encodable, Sendable {
    /// One rule that is broken, and how to mend it.
    struct Finding: Encodable, Sendable {
        let attribute: String
        let rule: String
        let detail: String
        let remedy: String
    }

    let uuid: String
    let dn: String
    let service: String?
    let tenant: String?
    let address: String?
    let since: APITime
    let isServed: Bool
    let findings: [Finding]

    init(_ item: QuarantineItem, in suffix: DistinguishedName) {
        let place = (try? DistinguishedName(item.dn)).flatMap { EntryPlace($0, in: suffix) }
        (uuid, dn, address, since, isServed) = (item.uuid, item.dn, item.address, item.since, item.isServed)
        (service, tenant) = (place?.service, place?.tenant)
        findings = item.findings.map {
            Finding(attribute: $0.attribute, rule: $0.rule, detail: $0.detail, remedy: $0.remedy)
        }
    }

    /// The oldest first.
    var keys: [String] { [sortable(since.time.microseconds), uuid] }
}

/// Of which service and tenant an entry is, by where it stands; the tenant is empty right below the service.
struct EntryPlace: Sendable, Hashable {
    let service: String
    let tenant: String

    /// `nil` for an entry that is of no service.
    init?(_ entry: DistinguishedName, in suffix: DistinguishedName) {
        var name: DistinguishedName? = entry
        while let current = name {
            if let scope = ClientScope(current, in: suffix) {
                (service, tenant) = (scope.service, scope.tenant ?? "")
                return
            }
            name = current.parent
        }
        return nil
    }
}
