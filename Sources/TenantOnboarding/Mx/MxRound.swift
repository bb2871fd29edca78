/// What a look at one tenant's domains showed.
public struct MxTenantReport: Hashable, Sendable {
    /// The tenant as it was read before.
    public let tenant: JoiningTenant
    /// A verdict for each of its domains.
    public let reports: [MxReport]

    /// The verdict about the tenant: the worst of its domains; `nil` when it has none.
    public var status: MxStatus? { MxStatus.worst(of: reports.map(\.status)) }

    /// What somebody has to be told: an active tenant whose mail goes elsewhere.
    public var alert: MxAlert? {
        guard tenant.status == .active else { return nil }
        let wrong = reports.filter(\.status.isWrong)
        return wrong.isEmpty ? nil : MxAlert(tenant: tenant, reports: wrong)
    }

    /// Whether a tenant that waits for its MX records can be activated.
    public var isReady: Bool { tenant.status == .mx && status == .correct }
}

/// An active tenant whose MX records went wrong.
public struct MxAlert: Hashable, Sendable, CustomStringConvertible {
    /// Whose mail goes elsewhere.
    public let tenant: JoiningTenant
    /// The domains concerned.
    public let reports: [MxReport]

    /// One line.
    public var description: String {
        let words = reports.map { "\($0.domain) (\($0.status.rawValue)): \($0.problems.joined(separator: "; "))" }
        return "\(tenant.name) is active and its MX records are wrong: \(words.joined(separator: " · "))"
    }
}

extension MxCheck {
    /// Looks at all confirmed domains of one tenant.
    public func report(on tenant: JoiningTenant) async throws -> MxTenantReport {
        var reports: [MxReport] = []
        for domain in tenant.confirmedDomains { reports.append(try await report(on: domain.name)) }
        return MxTenantReport(tenant: tenant, reports: reports)
    }

    /// Looks at the domains of many tenants, some at a time, and hands out each report as it comes. Only tenants that wait
    /// for their records, work, or are suspended are looked at: before that nobody has been told what to enter.
    public func round(
        of tenants: [JoiningTenant],
        atATime lanes: Int = 8,
        _ body: (MxTenantReport) async throws -> Void
    ) async throws {
        var waiting = tenants.filter(\.isLookedAt)[...]
        try await withThrowingTaskGroup(of: MxTenantReport.self) { group in
            for tenant in waiting.prefix(max(lanes, 1)) { group.addTask { try await report(on: tenant) } }
            waiting = waiting.dropFirst(max(lanes, 1))
            for try await report in group {
                try await body(report)
                if let tenant = waiting.popFirst() { group.addTask { try await self.report(on: tenant) } }
            }
        }
    }
}

extension JoiningTenant {
    /// Whether a scheduled look at its MX records says anything.
    public var isLookedAt: Bool {
        !confirmedDomains.isEmpty && [.credentials, .mx, .active, .suspended].contains(status)
    }
}
