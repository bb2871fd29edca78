internal import DirectoryModel
internal import LDAPClient

/// Makes the plan of an upload: reads the file, asks the directory, decides about every row. Nothing is written.
public struct ImportPlanner: Sendable {
    /// How far a plan has come.
    public enum Progress: Sendable, Hashable {
        /// So many rows of the file were read.
        case reading(rows: Int)
        /// So many entries of the directory were looked at.
        case asking(entries: Int)
    }

    private let target: ImportTarget
    private let policy: ImportPolicy
    private let tenant: DirectoryReader
    private let everywhere: DirectoryReader

    /// What `tenant` may read of the tenant's accounts shows in the plan as old values. `everywhere` finds out whether an
    /// address is taken in any other tenant or service, and should be somebody who sees all addresses; who it is that has
    /// one is not told. What neither sees, the directory's own rules find when it is written.
    public init(
        _ target: ImportTarget,
        policy: ImportPolicy = ImportPolicy(),
        tenant: DirectoryReader,
        everywhere: DirectoryReader? = nil
    ) {
        self.target = target
        self.policy = policy
        self.tenant = tenant
        self.everywhere = everywhere ?? tenant
    }

    /// Plans an upload. Throws ``ImportFileError`` for a file that cannot be read to its end, ``ImportError`` for a tenant
    /// that is not there, and `LDAPError` when the directory cannot be asked. Cancelling the task ends it.
    public func plan(
        _ source: ByteSource,
        _ format: ImportFormat,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> ImportPlan {
        let rules = try await TenantRules.read(target, tenant)
        var draft = try ImportDraft.read(source, format, target: target) { rows in
            try Task.checkCancellation()
            progress(.reading(rows: rows))
        }
        let lookup = DirectoryLookup(
            target: target,
            tenant: tenant,
            everywhere: everywhere,
            counts: rules.tenant.maxAccounts != nil
        ) { entries in
            try Task.checkCancellation()
            progress(.asking(entries: entries))
        }
        let known = try await lookup.known(&draft)
        return ImportPlan(draft, known, rules, policy, target)
    }
}
