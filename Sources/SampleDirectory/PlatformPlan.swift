/// The four services at each scale. The large one is the platform of the slides; its numbers are given, not chosen.
struct PlatformPlan: Sendable {
    let civilServants: ServicePlan
    let villages: ServicePlan
    let treasury: ServicePlan
    let agencies: ServicePlan

    /// In the order of the base tree.
    var services: [ServicePlan] { [civilServants, villages, treasury, agencies] }

    init(_ scale: SampleScale) {
        let small = scale == .small
        civilServants = Self.civilServants(small: small)
        villages = Self.villages(small: small)
        treasury = Self.treasury(small: small)
        agencies = Self.agencies(small: small)
    }

    /// `mail.go.id`: everybody registers themselves; the first tenant is the one that runs the platform, and its first
    /// account is Admin Pusat.
    private static func civilServants(small: Bool) -> ServicePlan {
        let names = small ? Array(Institutions.central.prefix(6)) : Institutions.central + Institutions.provinces
        let sizes = shares(of: small ? 726 : 108_817, among: names.count)
        let tenants = zip(names, sizes).enumerated().map { index, tenant in
            TenantPlan(
                name: tenant.0,
                code: "K\(padded(index + 1, 3))",
                domains: ["mail.go.id"],
                accounts: tenant.1
            )
        }
        return ServicePlan(
            name: "mail.go.id",
            tenants: tenants,
            unclaimed: 0,
            blocked: small ? 9 : 0,
            closed: small ? 6 : 0,
            twoFactor: small ? 210 : 41_350,
            opened: 1_611_000_000
        )
    }

    /// `desa.mail.go.id`: a village and its handful of officials is a tenant.
    private static func villages(small: Bool) -> ServicePlan {
        let count = small ? 12 : 1_130
        let sizes = evenShares(of: small ? 62 : 5_653, among: count)
        let tenants = sizes.enumerated().map { index, size in
            TenantPlan(
                name: Institutions.village(index),
                code: "32\(padded(index + 1, 8))",
                domains: ["desa.mail.go.id"],
                accounts: size
            )
        }
        return ServicePlan(
            name: "desa.mail.go.id",
            tenants: tenants,
            unclaimed: 0,
            blocked: small ? 2 : 0,
            closed: small ? 2 : 0,
            twoFactor: small ? 9 : 848,
            opened: 1_646_000_000
        )
    }

    /// `sakti.mail.go.id`: the treasury offices upload; the owners register. Each office has one administrator, who is
    /// one of the uploaded.
    private static func treasury(small: Bool) -> ServicePlan {
        let offices = small ? Array(Institutions.treasuryOffices.prefix(8)) : Institutions.treasuryOffices
        let sizes = shares(of: small ? 645 : 128_992, among: offices.count)
        let tenants = zip(offices, sizes).enumerated().map { index, tenant in
            let code = padded(index + 1, 3)
            return TenantPlan(
                name: "KPPN \(tenant.0)",
                code: code,
                domains: ["sakti.mail.go.id"],
                accounts: tenant.1,
                administrator: "admin.kppn\(code)"
            )
        }
        return ServicePlan(
            name: "sakti.mail.go.id",
            tenants: tenants,
            unclaimed: small ? 128 : 24_925,
            blocked: small ? 12 : 1_695,
            closed: small ? 5 : 0,
            twoFactor: small ? 120 : 30_710,
            opened: 1_672_600_000
        )
    }

    /// `multidomain.mail.go.id`: agencies with domains of their own, one of them of 40 people; at the small scale also
    /// agencies at every other step of joining, who have no accounts yet or any more.
    private static func agencies(small: Bool) -> ServicePlan {
        let count = small ? 7 : 57
        let sizes = shares(of: (small ? 567 : 22_625) - 40, among: count - 1) + [40]
        var tenants = sizes.enumerated().map { index, size in agency(index, accounts: size, status: .active) }
        if small {
            let others = TenantPlan.Status.allCases.filter { $0 != .active }
            tenants += others.enumerated().map { index, status in agency(count + index, accounts: 0, status: status) }
        }
        return ServicePlan(
            name: "multidomain.mail.go.id",
            tenants: tenants,
            unclaimed: small ? 20 : 0,
            blocked: small ? 8 : 0,
            closed: small ? 7 : 0,
            twoFactor: small ? 90 : 6_787,
            opened: 1_625_100_000
        )
    }

    private static func agency(_ index: Int, accounts: Int, status: TenantPlan.Status) -> TenantPlan {
        let (name, domain) = Institutions.agency(index)
        let further = ["dinkes.", "disdik."].prefix(index % 3).map { $0 + domain }
        return TenantPlan(
            name: name,
            code: "M\(padded(index + 1, 3))",
            domains: [domain] + further,
            ownsDomains: true,
            status: status,
            accounts: accounts,
            administrator: accounts > 0 ? "admin" : nil,
            hasTeamAddress: accounts > 0 && index.isMultiple(of: 2)
        )
    }

    /// Sizes that fall off like those of real institutions and add up to `total` exactly.
    private static func shares(of total: Int, among count: Int) -> [Int] {
        let weights = (0..<count).map { 1_000_000 / ($0 + 4) }
        let sum = weights.reduce(0, +)
        var sizes = weights.map { total * $0 / sum }
        let missing = total - sizes.reduce(0, +)
        for index in 0..<missing { sizes[index % count] += 1 }
        return sizes
    }

    private static func evenShares(of total: Int, among count: Int) -> [Int] {
        (0..<count).map { total / count + ($0 < total % count ? 1 : 0) }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
