internal import DirectoryModel
internal import TenantOnboarding

/// Looks at MX records, a few at a time, and what the last one of each tenant showed: the directory keeps the outcome, not what
/// every resolver said.
actor MxLooks {
    private static let atATime = 8
    private static let kept = 500

    private var underWay = 0
    private var last: [String: MxTenantReport] = [:]

    /// Asks all resolvers about all confirmed domains of a tenant. Throws ``Detour/tooMany`` when too many looks are under way.
    func look(at tenant: JoiningTenant, _ check: MxCheck) async throws -> MxTenantReport {
        guard underWay < Self.atATime else { throw Detour.tooMany }
        underWay += 1
        defer { underWay -= 1 }
        let report = try await check.report(on: tenant)
        if last.count >= Self.kept { last = [:] }
        last[tenant.dn] = report
        return report
    }

    /// What this portal saw last of a tenant, since it was started.
    func last(of tenant: JoiningTenant) -> MxTenantReport? { last[tenant.dn] }
}
