import TestEntries

/// A model of what admins may do, drawn at random: every operation it writes is one the directory accepts, and it
/// knows afterwards where everything is.
struct RandomAdministration {
    private struct Tenant {
        var service: String
        var domains: [String]
        var accounts: [String: String] = [:]
        var aliases: [String: String] = [:]
    }

    private var random: SeededGenerator
    private var tenants: [String: Tenant] = [:]
    private var serial = 0
    private let statuses = ["uploaded", "active", "blocked", "closed"]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// The next operation as LDIF.
    mutating func next() -> String {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<3 where tenants.count < 12: addTenant()
        case 3..<5: renameTenant()
        case 5..<7: moveTenant()
        case 7..<10: addDomain()
        case 10..<12: removeDomain()
        case 12..<37: addAccount()
        case 37..<47: deleteAccount()
        case 47..<67: changeStatus()
        case 67..<75: changeAlias()
        case 75..<82: renameAccount()
        case 82..<90: moveAccount()
        case 90..<93: deleteAndAddAgain()
        default: changeQuota()
        }
    }

    private mutating func addTenant() -> String {
        serial += 1
        let (name, service) = ("Instansi \(serial)", anyService())
        tenants[name] = Tenant(service: service, domains: ["d\(serial).go.id"])
        return SampleEntries.tenant(name, service: service, domains: ["d\(serial).go.id"])
    }

    private mutating func renameTenant() -> String {
        guard let (name, tenant) = anyTenant() else { return addTenant() }
        serial += 1
        let new = "Instansi \(serial)"
        tenants[name] = nil
        tenants[new] = tenant
        return SampleDirectory.rename(dn(of: name, tenant), to: "o=\(new)")
    }

    private mutating func moveTenant() -> String {
        guard let (name, tenant) = anyTenant() else { return addTenant() }
        let service = anyService()
        guard service != tenant.service else { return addAccount() }
        tenants[name]?.service = service
        let parent = "cn=\(service),ou=services,\(SampleEntries.suffix)"
        return SampleDirectory.rename(dn(of: name, tenant), to: "o=\(name)", under: parent)
    }

    private mutating func addDomain() -> String {
        guard let (name, tenant) = anyTenant() else { return addTenant() }
        serial += 1
        tenants[name]?.domains.append("d\(serial).go.id")
        return SampleEntries.domain("d\(serial).go.id", tenant: name, service: tenant.service)
    }

    private mutating func removeDomain() -> String {
        guard let (name, tenant) = anyTenant(), tenant.domains.count > 1, let domain = tenant.domains.first else {
            return addDomain()
        }
        tenants[name]?.domains.removeFirst()
        return SampleDirectory.delete("associatedDomain=\(domain),ou=domains,\(dn(of: name, tenant))")
    }

    private mutating func addAccount() -> String {
        guard let (name, tenant) = anyTenant(), let domain = tenant.domains.randomElement(using: &random) else {
            return addTenant()
        }
        serial += 1
        let status = statuses.randomElement(using: &random) ?? "active"
        return add("u\(serial)@\(domain)", status: status, to: name)
    }

    private mutating func add(_ address: String, status: String, to tenant: String) -> String {
        tenants[tenant]?.accounts[address] = status
        return SampleEntries.account(
            address,
            tenant: tenant,
            service: tenants[tenant]?.service ?? "",
            status: status
        )
    }

    private mutating func deleteAccount() -> String {
        guard let (name, address) = anyAccount() else { return addAccount() }
        let text = SampleDirectory.delete(dn(of: address, in: name))
        forget(address, in: name)
        return text
    }

    private mutating func deleteAndAddAgain() -> String {
        guard let (name, address) = anyAccount() else { return addAccount() }
        let text = SampleDirectory.delete(dn(of: address, in: name))
        forget(address, in: name)
        return text + add(address, status: "active", to: name)
    }

    private mutating func changeStatus() -> String {
        guard let (name, address) = anyAccount() else { return addAccount() }
        let status = statuses.randomElement(using: &random) ?? "active"
        tenants[name]?.accounts[address] = status
        return SampleDirectory.replace("pamongAccountStatus", status, of: dn(of: address, in: name))
    }

    private mutating func changeAlias() -> String {
        guard let (name, address) = anyAccount(), let domain = tenants[name]?.domains.randomElement(using: &random)
        else { return addAccount() }
        if tenants[name]?.aliases[address] != nil, Bool.random(using: &random) {
            tenants[name]?.aliases[address] = nil
            return "dn: \(dn(of: address, in: name))\nchangetype: modify\ndelete: mailLocalAddress\n\n"
        }
        serial += 1
        let alias = "a\(serial)@\(domain)"
        tenants[name]?.aliases[address] = alias
        return SampleDirectory.replace("mailLocalAddress", alias, of: dn(of: address, in: name))
    }

    private mutating func renameAccount() -> String {
        guard let (name, address) = anyAccount(), let domain = tenants[name]?.domains.randomElement(using: &random)
        else { return addAccount() }
        serial += 1
        let new = "r\(serial)@\(domain)"
        let text = SampleDirectory.rename(dn(of: address, in: name), to: "mail=\(new)")
        move(address, as: new, from: name, to: name)
        return text
    }

    private mutating func moveAccount() -> String {
        guard let (name, address) = anyAccount(), let (other, tenant) = anyTenant(), other != name else {
            return addAccount()
        }
        // Half of them keep their address, which is not one of the new tenant's, and are kept apart for it.
        serial += 1
        let domain = tenant.domains.randomElement(using: &random) ?? ""
        let new = Bool.random(using: &random) ? address : "m\(serial)@\(domain)"
        let parent = "ou=accounts,\(dn(of: other, tenant))"
        let text = SampleDirectory.rename(dn(of: address, in: name), to: "mail=\(new)", under: parent)
        move(address, as: new, from: name, to: other)
        return text
    }

    private mutating func changeQuota() -> String {
        guard let (name, address) = anyAccount() else { return addAccount() }
        let quota = Int.random(in: 1_000_000...9_000_000_000, using: &random)
        return SampleDirectory.replace("pamongQuota", "\(quota)", of: dn(of: address, in: name))
    }

    private mutating func move(_ address: String, as new: String, from old: String, to tenant: String) {
        let (status, alias) = (tenants[old]?.accounts[address], tenants[old]?.aliases[address])
        forget(address, in: old)
        tenants[tenant]?.accounts[new] = status
        tenants[tenant]?.aliases[new] = alias
    }

    private mutating func forget(_ address: String, in tenant: String) {
        tenants[tenant]?.accounts[address] = nil
        tenants[tenant]?.aliases[address] = nil
    }

    private mutating func anyService() -> String {
        [SampleDirectory.multidomain, SampleDirectory.sakti, "desa.mail.go.id"].randomElement(using: &random)
            ?? SampleDirectory.sakti
    }

    // Dictionaries order their keys differently in every process; a seed must always mean the same operations.
    private mutating func anyTenant() -> (String, Tenant)? {
        guard let name = tenants.keys.sorted().randomElement(using: &random) else { return nil }
        return tenants[name].map { (name, $0) }
    }

    private mutating func anyAccount() -> (tenant: String, address: String)? {
        guard let (name, tenant) = anyTenant() else { return nil }
        return tenant.accounts.keys.sorted().randomElement(using: &random).map { (name, $0) }
    }

    private func dn(of name: String, _ tenant: Tenant) -> String {
        "o=\(name),cn=\(tenant.service),ou=services,\(SampleEntries.suffix)"
    }

    private func dn(of address: String, in tenant: String) -> String {
        SampleEntries.dn(address, tenant: tenant, service: tenants[tenant]?.service ?? "")
    }
}

/// Repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
