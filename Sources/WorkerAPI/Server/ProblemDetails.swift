/// Why a request was refused: problem details for HTTP APIs (RFC 9457), sent as `application/problem+json`.
public struct ProblemDetails: Error, Sendable, Hashable, Codable {
    /// `urn:pamong:problem:<kind>`; see ``Kind``.
    public var type: String
    /// The kind in words; the same for all problems of a type.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// What is wrong this time and what to do, fit to be shown.
    public var detail: String

    /// The kinds of problems there are; the raw values end their `type`.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A parameter or body that cannot be read.
        case badRequest = "bad-request"
        /// The token is missing or wrong.
        case unauthorized
        /// No such resource, or it knows no such method.
        case notFound = "not-found"
        /// The list of a held batch is not the one that was decided about.
        case listChanged = "list-changed"
        /// The batch was decided already, or taken back.
        case notOpen = "not-open"
        /// An audit is running already.
        case auditRunning = "audit-running"
        /// A feed cursor of another ledger.
        case badCursor = "bad-cursor"
        /// No report can be made before the first load is complete.
        case noLedger = "no-ledger"
        /// The ledger does not reach back that far.
        case beforeLedger = "before-ledger"
        /// A report that does not add up.
        case doesNotAddUp = "does-not-add-up"
        /// The directory, the mail store or the state file cannot be used at the moment.
        case unavailable
        /// Anything else; the worker's log says more.
        case internalError = "internal-error"
    }

    /// The kind, when it is one of this version.
    public var kind: Kind? {
        type.hasPrefix(Self.prefix) ? Kind(rawValue: String(type.dropFirst(Self.prefix.count))) : nil
    }

    init(_ kind: Kind, _ detail: String) {
        type = Self.prefix + kind.rawValue
        title = kind.title
        status = kind.status
        self.detail = detail
    }

    private static let prefix = "urn:pamong:problem:"
}

extension ProblemDetails: CustomStringConvertible {
    /// What is wrong this time.
    public var description: String { detail }
}

extension ProblemDetails.Kind {
    var status: Int {
        switch self {
        case .badRequest, .badCursor, .beforeLedger: 400
        case .unauthorized: 401
        case .notFound: 404
        case .listChanged, .notOpen, .auditRunning: 409
        case .internalError, .doesNotAddUp: 500
        case .noLedger, .unavailable: 503
        }
    }

    var title: String {
        switch self {
        case .badRequest: "The request cannot be understood"
        case .unauthorized: "A valid token is needed"
        case .notFound: "There is no such resource"
        case .listChanged: "The list has changed"
        case .notOpen: "The batch is not open"
        case .auditRunning: "An audit is running"
        case .badCursor: "The cursor cannot be used"
        case .noLedger: "There is no ledger yet"
        case .beforeLedger: "The ledger does not reach back that far"
        case .doesNotAddUp: "The report does not add up"
        case .unavailable: "Not available at the moment"
        case .internalError: "The worker failed"
        }
    }
}
