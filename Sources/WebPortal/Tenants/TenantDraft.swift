internal import TenantOnboarding

/// A tenant's name, code and caps as they were typed.
struct TenantDraft: Sendable {
    var service = ""
    var name = ""
    var code = ""
    var maxAccounts = ""
    var maxQuota = ""

    /// The pages count mailboxes in megabytes of 1,048,576 bytes.
    static let megabyte: Int64 = 1_048_576

    init(service: String) { self.service = service }

    init(_ form: FormFields) {
        (service, name, code) = (form.text("service"), form.text("name"), form.text("code"))
        (maxAccounts, maxQuota) = (form.text("maxAccounts"), form.text("maxQuota"))
    }

    init(_ tenant: JoiningTenant) {
        (service, name, code) = (tenant.service, tenant.name, tenant.code ?? "")
        maxAccounts = tenant.maxAccounts.map { "\($0)" } ?? ""
        maxQuota = tenant.maxQuota.map { "\($0 / Self.megabyte)" } ?? ""
    }

    /// Code and caps. Throws ``Refusal``; the bounds are the directory's.
    func details() throws(Refusal) -> TenantDetails {
        var details = TenantDetails()
        if !code.isEmpty {
            guard code.count <= 64, code.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
                throw Refusal(TenantsText.tenantCodeWrong, field: "code")
            }
            details.code = code
        }
        if !maxAccounts.isEmpty {
            guard let count = Int(maxAccounts), (0...9_999_999).contains(count) else {
                throw Refusal(TenantsText.tenantMaxAccountsWrong, field: "maxAccounts")
            }
            details.maxAccounts = count
        }
        if !maxQuota.isEmpty {
            guard let size = Int64(maxQuota), (1...9_000_000).contains(size) else {
                throw Refusal(TenantsText.tenantMaxQuotaWrong, field: "maxQuota")
            }
            details.maxQuota = size * Self.megabyte
        }
        return details
    }

    /// The same, of a tenant: a size that was not made in whole megabytes stays what it is unless another one is typed.
    func details(of tenant: JoiningTenant) throws(Refusal) -> TenantDetails {
        var details = try details()
        if maxQuota == TenantDraft(tenant).maxQuota { details.maxQuota = tenant.maxQuota }
        return details
    }

    var values: [String: Any] {
        ["name": name, "code": code, "maxAccounts": maxAccounts, "maxQuota": maxQuota]
    }
}
