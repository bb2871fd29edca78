internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Reports
internal import Synchronization
internal import TenantOnboarding

/// Tenants, read with the program's own rights.
struct APITenants: Sendable {
    let desk: Desk

    var operations: [APIOperation] {
        [
            APIOperation("tenants", ["service", "status", "after", "limit"]) { try await list($0) },
            APIOperation("tenants/:service/:tenant") { try await one($0) },
        ]
    }

    private func list(_ call: APICall) async throws -> Response {
        let limit = try call.query.limit(APIWork.usualLimit, atMost: APIWork.largestLimit)
        let cursor = try call.query.cursor().map(ListCursor.init(reading:))
        let service = try call.scope.selection(service: try call.query.text("service"), tenant: nil).service
        let status = try call.query.choice("status", of: TenantStatus.self)
        let tenants = try await desk.acting(as: call.client) { connection in
            var tenants: [APITenant] = []
            for scope in call.scope.scopes where service == nil || scope.service == service {
                tenants += try await read(scope, call.scope.suffix, connection)
            }
            return tenants
        }
        // A tenant may be named by a scope of its own besides its service's.
        var unique: [[String]: APITenant] = [:]
        for tenant in tenants where status == nil || tenant.status == status { unique[tenant.keys] = tenant }
        let (items, next) = ListCursor.page(
            of: Array(unique.values),
            sortedBy: { $0.keys },
            after: cursor,
            limit: limit
        )
        return try call.page(items, next: next, total: unique.count)
    }

    private func read(
        _ scope: ClientScope,
        _ suffix: DistinguishedName,
        _ connection: LDAPConnection
    ) async throws -> [APITenant] {
        let search = LDAPSearch(
            base: scope.entry(in: suffix),
            scope: scope.tenant == nil ? .oneLevel : .base,
            filter: APITenant.filter,
            attributes: APITenant.attributes
        )
        let tenants = Mutex<[APITenant]>([])
        do {
            try await connection.searchPages(search, pageSize: 500) { page in
                let read = try page.compactMap { try APITenant($0, in: suffix) }
                tenants.withLock { $0 += read }
            }
        } catch let error as LDAPError where error.code == .noSuchObject {
            return []
        }
        return tenants.withLock { $0 }
    }

    private func one(_ call: APICall) async throws -> Response {
        let scope = ClientScope(service: try call.part("service"), tenant: try call.part("tenant"))
        guard call.scope.sees(service: scope.service, tenant: scope.tenant) else { throw APIProblem.notFound }
        let name = scope.entry(in: call.scope.suffix)
        let tenant = try await desk.acting(as: call.client) { connection -> APITenant? in
            let entry = try await connection.entry(name, attributes: APITenant.attributes, filter: APITenant.filter)
            guard var tenant = try entry.flatMap({ try APITenant($0, in: call.scope.suffix) }) else { return nil }
            tenant.domains = try await domains(of: name, connection)
            return tenant
        }
        guard let tenant else { throw APIProblem.notFound }
        return try call.answer(tenant)
    }

    private func domains(of tenant: DistinguishedName, _ connection: LDAPConnection) async throws -> [String] {
        let search = LDAPSearch(
            base: tenant,
            filter: .equal("objectClass", "pamongDomain"),
            attributes: ["associatedDomain"]
        )
        return try await connection.entries(search).compactMap { $0.string(of: "associatedDomain")?.lowercased() }
            .sorted()
    }
}
