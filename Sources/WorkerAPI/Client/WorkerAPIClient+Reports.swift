public import DirectoryModel
public import Reports

extension WorkerAPIClient {
    /// Counts at a moment; without one, as they are now. The tenants can be left out, since there may be thousands.
    public func census(
        at: Timestamp? = nil,
        selection: ReportSelection = .everything,
        withTenants: Bool = true
    ) async throws -> CensusReport {
        try await get(
            "/v1/reports/census",
            [
                "at": at?.rfc3339, "service": selection.service, "tenant": selection.tenant,
                "rows": Self.rows(withTenants),
                "within": try selection.within.queryText(),
            ]
        )
    }

    private static func rows(_ withTenants: Bool) -> String {
        (withTenants ? ReportRows.tenants : .services).rawValue
    }

    /// What changed between two moments; `to` is now unless given. The tenants can be left out.
    public func delta(
        from: Timestamp,
        to: Timestamp? = nil,
        selection: ReportSelection = .everything,
        withTenants: Bool = true
    ) async throws -> DeltaReport {
        try await get(
            "/v1/reports/delta",
            [
                "from": from.rfc3339, "to": to?.rfc3339, "service": selection.service, "tenant": selection.tenant,
                "rows": Self.rows(withTenants),
                "within": try selection.within.queryText(),
            ]
        )
    }

    /// How the counts grew; a year of months or 30 days unless told otherwise.
    public func growth(
        by step: GrowthStep,
        from: Timestamp? = nil,
        to: Timestamp? = nil,
        selection: ReportSelection = .everything
    ) async throws -> GrowthReport {
        try await get(
            "/v1/reports/growth",
            [
                "by": step.rawValue, "from": from?.rfc3339, "to": to?.rfc3339, "service": selection.service,
                "tenant": selection.tenant, "within": try selection.within.queryText(),
            ]
        )
    }

    /// A page of the change feed: what was recorded after a cursor, within these places when there are any.
    public func feed(
        after cursor: String? = nil,
        limit: Int? = nil,
        within: [ReportPlace]? = nil
    ) async throws -> ChangeFeed {
        try await get(
            "/v1/feed",
            ["cursor": cursor, "limit": limit.map(String.init), "within": try within.queryText()]
        )
    }
}
