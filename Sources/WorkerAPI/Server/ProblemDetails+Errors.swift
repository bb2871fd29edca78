internal import Hummingbird
internal import Reports
internal import StateDatabase
internal import SyncEngine

extension ProblemDetails {
    /// What a client is told about an error; `nil` for one that only the log may tell about.
    init?(telling error: any Error) {
        switch error {
        case let problem as ProblemDetails: self = problem
        case let error as ReportError: self.init(error)
        case let error as HoldDecisionError: self.init(error)
        case let error as StateError: self.init(.unavailable, error.description)
        case let error as MailStoreFailure: self.init(.unavailable, error.description)
        case let error as DecodingError: self.init(.badRequest, error.inWords)
        case let error as HTTPError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: ReportError) {
        let kind: Kind =
            switch error.code {
            case .noLedger: .noLedger
            case .doesNotAddUp: .doesNotAddUp
            case .beforeLedger: .beforeLedger
            case .unknownName: .notFound
            case .badCursor: .badCursor
            default: .badRequest
            }
        self.init(kind, error.description)
    }

    private init(_ error: HoldDecisionError) {
        let kind: Kind =
            switch error.code {
            case .unknownHold: .notFound
            case .alreadyDecided: .notOpen
            case .listChanged: .listChanged
            }
        self.init(kind, error.description)
    }

    private init(_ error: HTTPError) {
        let kind: Kind =
            switch error.status {
            case .notFound: .notFound
            case .internalServerError: .internalError
            default: .badRequest
            }
        self.init(kind, error.body ?? kind.title)
    }
}

extension DecodingError {
    fileprivate var inWords: String {
        switch self {
        case .keyNotFound(let key, _): "the body lacks \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the body's \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" is of the wrong kind"
        default: "the body is not the JSON that is expected"
        }
    }
}
