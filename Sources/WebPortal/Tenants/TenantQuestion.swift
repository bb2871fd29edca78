internal import Hummingbird
internal import TenantOnboarding

/// What a list of tenants was asked for, by its address.
struct TenantQuestion: Sendable {
    let selection: TenantSelection
    let page: Int
    private let base: String

    init(_ request: Request, base: String = "/admin/instansi") {
        let service = TenantsRoutes.query(request, "layanan")
        selection = TenantSelection(
            service: service.isEmpty ? nil : service,
            status: TenantStatus(rawValue: TenantsRoutes.query(request, "langkah")),
            text: TenantsRoutes.query(request, "cari")
        )
        page = Int(TenantsRoutes.query(request, "hal")) ?? 1
        self.base = base
    }

    func path(page: Int) -> String {
        let parts = [
            ("layanan", selection.service ?? ""), ("langkah", selection.status?.rawValue ?? ""),
            ("cari", selection.text), ("hal", "\(page)"),
        ]
        let query = parts.filter { !$0.1.isEmpty }.map { "\($0.0)=\(QueryText.encoded($0.1))" }
        return base + "?" + query.joined(separator: "&")
    }

    /// The form with what was asked for.
    func values(_ services: [String], _ context: PortalContext) -> [String: Any] {
        [
            "text": selection.text,
            "services": services.map { ["name": $0, "isChosen": $0 == selection.service] as [String: Any] },
            "steps": TenantStatus.allCases.map { status -> [String: Any] in
                [
                    "value": status.rawValue, "label": JoiningText.status(status).text(in: context.language),
                    "isChosen": status == selection.status,
                ]
            },
        ]
    }
}

extension TenantSelection {
    /// The same of one service.
    func of(_ service: String) -> TenantSelection {
        TenantSelection(service: service, status: status, text: text)
    }
}

/// A part of a list that fits a page.
struct ListPage: Sendable, Hashable {
    static let length = 50

    let range: Range<Int>
    let next: Int?
    let previous: Int?

    /// Page 1 is the first; what lies outside becomes the nearest there is.
    init(_ count: Int, _ asked: Int) {
        let last = max(1, (count + Self.length - 1) / Self.length)
        let page = min(max(asked, 1), last)
        range = min((page - 1) * Self.length, count)..<min(page * Self.length, count)
        next = page < last ? page + 1 : nil
        previous = page > 1 ? page - 1 : nil
    }
}
