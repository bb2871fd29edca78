/// The entries of a tenant above its accounts: itself, its administrators, its domains.
struct TenantEntries {
    let tenant: TenantPlan
    /// Its distinguished name.
    let name: String
    let suffix: String

    func write(into text: inout LDIFText) {
        writeTenant(into: &text)
        writeAdministrators(into: &text)
        if tenant.ownsDomains { writeDomains(into: &text) }
        text.entry("ou=accounts,\(name)", ["objectClass": "organizationalUnit", "ou": "accounts"])
    }

    private func writeTenant(into text: inout LDIFText) {
        let has = { (step: TenantPlan.Status) in tenant.ownsDomains && reached(step) }
        text.entry(
            name,
            [
                "objectClass": "organization", "objectClass": "pamongTenant", "o": tenant.name,
                "pamongTenantStatus": tenant.status.rawValue, "pamongTenantCode": tenant.code,
                "pamongMaxAccounts": String(max(100, tenant.accounts * 3 / 2)), "pamongMaxQuota": "10737418240",
                "pamongLetterNumber": has(.requested) ? "800/\(tenant.code)/SEKDA/2021" : nil,
                "pamongLetterDate": has(.requested) ? "20210609020000Z" : nil,
                "pamongLetterSigner": has(.requested) ? "Drs. H. Suryana, M.Si." : nil,
                "pamongLetterSignerRank": has(.requested) ? "sekda" : nil,
                "pamongPlannedUse": has(.requested) ? "Surat dinas seluruh perangkat daerah" : nil,
                "pamongNamedAdministrator": has(.requested) ? "Dewi Kusumawardani, S.Kom." : nil,
                "pamongNamedAdministratorContact": has(.requested) ? "+62 812 0000 0\(tenant.code.dropFirst())" : nil,
                "pamongNdaDate": has(.nda) ? "20210618020000Z" : nil,
                "pamongCredentialsDate": has(.credentials) ? "20210621020000Z" : nil,
                "pamongStatusReason": reason,
            ]
        )
    }

    /// Suspended and left tenants have gone through all steps before.
    private func reached(_ step: TenantPlan.Status) -> Bool {
        let steps = TenantPlan.Status.allCases
        return (steps.firstIndex(of: tenant.status) ?? 0) >= (steps.firstIndex(of: step) ?? 0)
    }

    private var reason: String? {
        switch tenant.status {
        case .suspended: "Surat permohonan penangguhan layanan"
        case .left: "Beralih ke layanan lain"
        default: nil
        }
    }

    private func writeAdministrators(into text: inout LDIFText) {
        let team = tenant.hasTeamAddress
        let member = tenant.administrator.map { "mail=\($0)@\(tenant.domains[0]),ou=accounts,\(name)" }
        text.entry(
            "cn=administrators,\(name)",
            [
                "objectClass": "groupOfNames", "objectClass": team ? "inetLocalMailRecipient" : nil,
                "cn": "administrators", "member": member ?? "cn=nobody,ou=system,\(suffix)",
                "mailLocalAddress": team ? "tim@\(tenant.domains[0])" : nil,
            ]
        )
    }

    private func writeDomains(into text: inout LDIFText) {
        text.entry("ou=domains,\(name)", ["objectClass": "organizationalUnit", "ou": "domains"])
        let checked = tenant.status == .active
        for domain in tenant.domains where reached(.credentials) {
            text.entry(
                "associatedDomain=\(domain),ou=domains,\(name)",
                [
                    "objectClass": "pamongDomain", "associatedDomain": domain,
                    "pamongMxStatus": checked ? "correct" : "pending",
                    "pamongMxCheckedTime": checked ? "20260630170000Z" : nil,
                ]
            )
        }
    }
}
