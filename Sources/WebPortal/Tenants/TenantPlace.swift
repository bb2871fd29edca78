internal import Foundation
internal import Hummingbird
internal import LDAPClient
internal import TenantOnboarding

/// Where a tenant's pages are: `/admin/instansi/<service>/<name>`.
struct TenantPlace: Sendable, Hashable {
    let name: TenantName

    init(_ name: TenantName) { self.name = name }

    init(_ tenant: JoiningTenant) { self.init(TenantName(service: tenant.service, tenant: tenant.name)) }

    /// Reads the path of a request. Throws ``Detour/notFound`` for what can be no tenant's.
    init(_ context: PortalContext) throws {
        let parts = ["service", "tenant"].map { context.parameters.get($0)?.removingPercentEncoding ?? "" }
        guard parts.allSatisfy({ !$0.isEmpty && $0.count <= 128 }) else { throw Detour.notFound }
        self.init(TenantName(service: parts[0], tenant: parts[1]))
    }

    var path: String { "/admin/instansi/\(QueryText.encoded(name.service))/\(QueryText.encoded(name.tenant))" }
}
