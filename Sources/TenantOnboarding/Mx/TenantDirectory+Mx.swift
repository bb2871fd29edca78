internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

extension TenantDirectory {
    /// Writes what was seen of a tenant's domains: each domain's own verdict, and the worst of them on the tenant.
    ///
    /// Needs no more than the right to write `pamongMxStatus` and `pamongMxCheckedTime`. Throws `LDAPError`; a domain that has
    /// gone meanwhile, or is not confirmed, is passed over: looking at a domain never confirms it.
    public func note(_ reports: [MxReport], on tenant: JoiningTenant) async throws {
        for report in reports {
            for domain in tenant.domains where domain.name == report.domain && domain.isConfirmed {
                try await write(
                    report.status,
                    report.checked,
                    to: domain.dn,
                    [.assertion(.present(TenantAttributes.mxStatus))]
                )
            }
        }
        if let worst = MxStatus.worst(of: reports.map(\.status)), let checked = reports.map(\.checked).min() {
            try await write(worst, checked, to: tenant.dn)
        }
    }

    private func write(
        _ status: MxStatus,
        _ checked: Timestamp,
        to entry: String,
        _ assumption: [LDAPControl] = []
    ) async throws {
        do {
            try await connection.modify(
                DistinguishedName(entry),
                [
                    .replace(TenantAttributes.mxStatus, status.rawValue),
                    .replace(TenantAttributes.mxChecked, checked.generalizedTime),
                ],
                controls: controls + assumption
            )
        } catch let error as LDAPError where [.noSuchObject, .assertionFailed].contains(error.code) {
            return
        }
    }
}
