import DirectoryModel

/// A service, or one tenant of it.
public struct ReportPlace: Sendable, Hashable, Codable {
    /// The service.
    public var service: String
    /// Its tenant; `nil` for all of the service.
    public var tenant: String?

    /// Names a service and perhaps a tenant.
    public init(service: String, tenant: String? = nil) {
        (self.service, self.tenant) = (service, tenant)
    }

    func covers(_ scope: Scope) -> Bool { service == scope.service && (tenant == nil || tenant == scope.tenant) }
}

/// What a report is about: everything, one service, or one tenant.
public struct ReportSelection: Sendable, Hashable {
    /// Only this service.
    public var service: String?
    /// Only tenants of this name; empty for accounts outside tenants.
    public var tenant: String?
    /// Only what lies in one of these places, for a reader who may not know of others; `nil` for one who may know all.
    public var within: [ReportPlace]?

    /// Narrows a report down; `nil` means any.
    public init(service: String? = nil, tenant: String? = nil, within: [ReportPlace]? = nil) {
        self.service = service
        self.tenant = tenant
        self.within = within
    }

    /// All services and tenants.
    public static let everything = ReportSelection()

    func covers(_ scope: Scope) -> Bool {
        (service == nil || service == scope.service) && (tenant == nil || tenant == scope.tenant) && mayKnow(of: scope)
    }

    private func mayKnow(of scope: Scope) -> Bool { within?.contains { $0.covers(scope) } ?? true }

    /// The chosen scopes by number. Throws ``ReportError`` (`unknownName`) when a name fits none: an empty report about
    /// a misspelt name would look like good news.
    func choose(from scopes: [Int64: Scope]) throws -> [Int64: Scope] {
        if let service, !scopes.values.contains(where: { $0.service == service && mayKnow(of: $0) }) {
            let known = Set(scopes.values.filter(mayKnow).map(\.service)).sorted().joined(separator: ", ")
            throw ReportError(.unknownName, "no service \"\(service)\" has been counted; known are: \(known)")
        }
        let chosen = scopes.filter { covers($0.value) }
        if chosen.isEmpty, let tenant {
            let place = service.map { " of \($0)" } ?? ""
            throw ReportError(
                .unknownName,
                "no tenant \"\(tenant)\"\(place) has been counted; the census lists them all"
            )
        }
        return chosen
    }
}
