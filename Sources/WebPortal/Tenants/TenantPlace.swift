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

    var path: String { "/admin/instansi/\(Self.encoded(name.service))/\(Self.encoded(name.tenant))" }

    /// A text as a part of a path or of a query (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
