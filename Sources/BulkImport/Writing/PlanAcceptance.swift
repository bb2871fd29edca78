/// What a person has said about a plan. Without it nothing is written.
public struct PlanAcceptance: Sendable, Hashable {
    /// The plan that was looked at, by its fingerprint; `nil` for whatever the plan is.
    public var fingerprint: String?
    /// Whether rows that cannot be taken are left out; otherwise one such row stops the whole upload.
    public var skipsRefused: Bool

    /// Accepts one plan, or any.
    public init(fingerprint: String? = nil, skipsRefused: Bool = false) {
        self.fingerprint = fingerprint
        self.skipsRefused = skipsRefused
    }

    /// Throws ``ImportError`` when the plan is not what was accepted.
    public func check(_ plan: ImportPlan) throws(ImportError) {
        if let fingerprint, fingerprint.lowercased() != plan.fingerprint {
            throw .planChanged(accepted: fingerprint, now: plan.fingerprint)
        }
        if plan.summary.refused > 0, !skipsRefused { throw .hasRefusals(plan.summary.refused) }
    }
}
