internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import WorkerAPI

/// Which accounts a page lists, as it stands in its address.
struct AccountListRequest: Sendable, Hashable {
    static let pageLength = 50
    private static let byChange = "perubahan"

    var service: String?
    var tenant: String?
    var status: AccountStatus?
    var secondFactor: Bool?
    var sort = AccountQuery.Sort.address
    var after: String?

    /// What a tenant's administrator asks for is always about their own tenant. Throws ``Detour/badRequest``.
    init(_ fields: FormFields, _ administrator: Administrator) throws {
        func text(_ name: String) -> String? { fields.text(name).isEmpty ? nil : fields.text(name) }
        (service, tenant, after) = (text("layanan"), text("instansi"), text("sesudah"))
        if let own = administrator.ownTenant { (service, tenant) = (own.service, own.tenant) }
        status = try text("status").map { text in
            guard let status = AccountStatus(rawValue: text) else { throw Detour.badRequest }
            return status
        }
        secondFactor = try text("duafaktor").map { text in
            guard ["ya", "tidak"].contains(text) else { throw Detour.badRequest }
            return text == "ya"
        }
        if let order = text("urut") {
            guard order == Self.byChange else { throw Detour.badRequest }
            sort = .changed
        }
    }

    /// What the worker is asked.
    func query(limit: Int) -> AccountQuery {
        AccountQuery(
            service: service,
            tenant: tenant,
            status: status,
            secondFactor: secondFactor,
            sort: sort,
            after: after,
            limit: limit
        )
    }

    /// The same list from an account on, or from its beginning, as it stands behind the `?`.
    func text(after cursor: String?) -> String {
        QueryText.encoded([
            ("layanan", service), ("instansi", tenant), ("status", status?.rawValue),
            ("duafaktor", secondFactor.map { $0 ? "ya" : "tidak" }), ("urut", sort == .changed ? Self.byChange : nil),
            ("sesudah", cursor),
        ])
    }
}

extension Request {
    /// What stands behind the `?`, read like a form that is sent with GET. Throws ``Detour/badRequest``.
    var queryFields: FormFields {
        get throws { try FormFields(ByteBuffer(string: uri.query ?? "")) }
    }
}
