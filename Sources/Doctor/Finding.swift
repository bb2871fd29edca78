/// What one check found.
public struct Finding: Sendable, Hashable, Codable {
    /// How bad it is, from good to bad.
    public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        /// As it should be.
        case ok
        /// Could not be looked at from here; the remedy says how it can be.
        case skipped
        /// Works, but will hurt some day.
        case warning
        /// Does not work, or lets somebody in who must not.
        case failed

        /// Orders from good to bad.
        public static func < (left: Outcome, right: Outcome) -> Bool { left.severity < right.severity }

        private var severity: Int {
            switch self {
            case .ok: 0
            case .skipped: 1
            case .warning: 2
            case .failed: 3
            }
        }
    }

    /// What was looked at.
    public var check: Check
    /// How bad it is.
    public var outcome: Outcome
    /// What was seen; never a secret.
    public var what: String
    /// What to do about it; `nil` when nothing is to be done.
    public var remedy: String?

    static func ok(_ check: Check, _ what: String) -> Finding {
        Finding(check: check, outcome: .ok, what: what)
    }

    static func skipped(_ check: Check, _ what: String, remedy: String? = nil) -> Finding {
        Finding(check: check, outcome: .skipped, what: what, remedy: remedy)
    }

    static func warning(_ check: Check, _ what: String, remedy: String) -> Finding {
        Finding(check: check, outcome: .warning, what: what, remedy: remedy)
    }

    static func failed(_ check: Check, _ what: String, remedy: String) -> Finding {
        Finding(check: check, outcome: .failed, what: what, remedy: remedy)
    }
}
