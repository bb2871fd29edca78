internal import DirectoryModel
internal import StateDatabase

/// Decides which of a transaction's blocks, closes and removals pass and which wait for a second person.
///
/// Counting is per tenant, per service and in all, each over the window: what passed before and what comes now. When the
/// sum of a tenant (then a service, then all) is over its limit, all that comes now for it is held as one batch; and as
/// long as a batch of it is open, everything further joins that batch.
struct Guard {
    /// The limits.
    var limits: GuardLimits
    /// The tenants and services scopes stand for.
    var scopes: [Int64: Scope]
    /// How many accounts each scope has.
    var sizes: [Int64: Int]
    /// How many suspects of each scope passed within the window.
    var passed: [Int64: Int]
    /// The batches that wait.
    var open: [Hold]

    /// Why suspects are held together.
    struct Verdict: Hashable {
        /// The batch they join, when one is open.
        var hold: Int64?
        var level: Hold.Level
        var service: String?
        var tenant: String?
        var reason: String
        /// Indexes into the suspects that were given.
        var suspects: [Int]
        /// All scopes the batch covers.
        var scopes: Set<Int64>
    }

    /// The batches to hold; what is in none of them passes. `suspects`: the scope of each.
    func judge(_ suspects: [Int64]) -> [Verdict] {
        var verdicts: [Verdict] = []
        var passing = Array(suspects.indices)
        for level in Hold.Level.allCases {
            var held: Set<Int> = []
            let groups = Dictionary(grouping: passing) { key(of: suspects[$0], at: level) }
            for (key, members) in groups.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) }) {
                guard let verdict = judge(members, as: key, at: level) else { continue }
                verdicts.append(verdict)
                held.formUnion(members)
            }
            passing.removeAll(where: held.contains)
        }
        return verdicts
    }

    private struct Key: Hashable {
        var service: String?
        var tenant: String?
    }

    private func judge(_ members: [Int], as key: Key, at level: Hold.Level) -> Verdict? {
        let covered = Set(scopes.keys.filter { self.key(of: $0, at: level) == key })
        let waiting = open.first { $0.level == level && $0.service == key.service && $0.tenant == key.tenant }
        let size = covered.reduce(0) { $0 + (sizes[$1] ?? 0) }
        let before = covered.reduce(0) { $0 + (passed[$1] ?? 0) }
        let allowed = limit(at: level).allowed(of: size)
        guard waiting != nil || before + members.count > allowed else { return nil }
        let reason = """
            \(before + members.count) blocks, closes and removals within \(limits.window.components.seconds) seconds \
            of \(size) accounts; \(allowed) are allowed
            """
        return Verdict(
            hold: waiting?.id,
            level: level,
            service: key.service,
            tenant: key.tenant,
            reason: waiting?.reason ?? reason,
            suspects: members,
            scopes: covered
        )
    }

    private func key(of scope: Int64, at level: Hold.Level) -> Key {
        let names = scopes[scope]
        return switch level {
        case .tenant: Key(service: names?.service, tenant: names?.tenant)
        case .service: Key(service: names?.service)
        case .all: Key()
        }
    }

    private func limit(at level: Hold.Level) -> GuardLimits.Limit {
        switch level {
        case .tenant: limits.tenant
        case .service: limits.service
        case .all: limits.all
        }
    }
}
