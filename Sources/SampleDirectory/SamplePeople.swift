/// An account of the sample that tests and demonstrations need to know by name.
public struct SampleAccount: Hashable, Sendable {
    /// Its address, which is its login name.
    public let address: String
    /// Its entry.
    public let distinguishedName: String
    /// The entry of its tenant.
    public let tenant: String
}

extension SampleDirectory {
    /// Admin Pusat, once `administratorsChange` is applied: the first account of `mail.go.id`.
    public var headquarters: SampleAccount {
        firstAccount(ofTenant: 0, in: platform.civilServants)
    }

    /// The administrators of the treasury offices (KPPN), in the order of their codes.
    public var treasuryAdministrators: [SampleAccount] {
        administrators(in: platform.treasury)
    }

    /// The administrators of the agencies with domains of their own; the last one's agency has 40 accounts.
    public var agencyAdministrators: [SampleAccount] {
        administrators(in: platform.agencies)
    }

    private func administrators(in plan: ServicePlan) -> [SampleAccount] {
        plan.tenants.indices.filter { plan.tenants[$0].administrator != nil }.map {
            firstAccount(ofTenant: $0, in: plan)
        }
    }

    private func firstAccount(ofTenant index: Int, in plan: ServicePlan) -> SampleAccount {
        let tenant = tenantName(plan.tenants[index], of: plan)
        let address = String(decoding: accountEntries(ofTenant: index, in: plan).address(0), as: UTF8.self)
        return SampleAccount(
            address: address,
            distinguishedName: "mail=\(address),ou=accounts,\(tenant)",
            tenant: tenant
        )
    }
}
