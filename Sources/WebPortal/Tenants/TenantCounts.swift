internal import Logging
internal import Reports
internal import TenantOnboarding
internal import WorkerAPI

/// How many accounts tenants have, as a worker counts them. Pages go without when none answers.
struct TenantCounts: Sendable {
    private var rows: [TenantName: CensusRow] = [:]
    private(set) var isSilent = true

    /// Asks the first worker that answers; each of them counts all accounts. Throws only when the request is over.
    init(_ desk: Desk, service: String? = nil, tenant: String? = nil) async throws {
        for worker in desk.configuration.workers {
            do {
                let census = try await worker.census(selection: ReportSelection(service: service, tenant: tenant))
                for row in census.tenants {
                    rows[TenantName(service: row.service ?? "", tenant: row.tenant ?? "")] = row
                }
                isSilent = false
                return
            } catch let error as CancellationError {
                throw error
            } catch {
                desk.logger.error("a worker did not answer as it should", metadata: ["reason": "\(error)"])
            }
        }
    }

    func row(_ tenant: JoiningTenant) -> CensusRow? {
        rows[TenantName(service: tenant.service, tenant: tenant.name)]
    }
}
