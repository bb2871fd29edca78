/// A second person's decision about a held batch: `POST /v1/holds/{id}/release` and `…/reject`.
public struct DecisionRequest: Sendable, Hashable, Codable {
    /// The list that was looked at, see ``HoldDetail/fingerprint``.
    public var fingerprint: String
    /// The DN of who decides. Whoever may use the API has signed that person in; the worker writes the name down.
    public var decidedBy: String

    /// Puts a decision together.
    public init(fingerprint: String, decidedBy: String) {
        self.fingerprint = fingerprint
        self.decidedBy = decidedBy
    }
}

/// Asks for an audit: `POST /v1/audit`.
public struct AuditRequest: Sendable, Hashable, Codable {
    /// Whether what differs is to be mended.
    public var repair: Bool

    /// Asks for an audit.
    public init(repair: Bool) {
        self.repair = repair
    }
}

/// What `POST /v1/retry` did.
public struct RetryAnswer: Sendable, Hashable, Codable {
    /// How many accounts' work is due again.
    public var retried: Int
}

/// What `GET /readyz` answers.
public struct Readiness: Sendable, Hashable, Codable {
    /// Whether the worker is in sync with the directory.
    public var ready: Bool
    /// Why not.
    public var reason: String?
}
