internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient

/// Why a SCIM request is not done (RFC 7644, section 3.12).
struct SCIMError: Error, Sendable, Equatable {
    /// The standard's own words for what is wrong (table 9).
    enum Kind: String, Sendable {
        case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue
    }

    let status: HTTPResponse.Status
    let kind: Kind?
    /// What, where, and how to mend it.
    let detail: String

    init(_ status: HTTPResponse.Status, _ kind: Kind? = nil, _ detail: String) {
        (self.status, self.kind, self.detail) = (status, kind, detail)
    }

    static func badValue(_ detail: String) -> SCIMError { SCIMError(.badRequest, .invalidValue, detail) }
    static func badFilter(_ detail: String) -> SCIMError { SCIMError(.badRequest, .invalidFilter, detail) }
    static func badPath(_ detail: String) -> SCIMError { SCIMError(.badRequest, .invalidPath, detail) }
    static func immutable(_ detail: String) -> SCIMError { SCIMError(.badRequest, .mutability, detail) }
    static let notFound = SCIMError(.notFound, "there is no such resource, or none for this program")
    static let taken = SCIMError(.conflict, .uniqueness, "the address is in use")
    static let hostUnknown = SCIMError(
        .serviceUnavailable,
        "the portal does not know the mail host of new accounts (mailHost)"
    )
    static let changedMeanwhile = SCIMError(
        .preconditionFailed,
        "the resource is another version by now: read it again"
    )

    private init(_ status: HTTPResponse.Status, _ detail: String) { self.init(status, nil, detail) }

    var json: JSONValue {
        var json: JSONValue = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": .string("\(status.code)"),
            "detail": .string(detail),
        ]
        if let kind { json = json.with("scimType", .string(kind.rawValue)) }
        return json
    }
}

extension SCIMError {
    /// What the directory's refusal of a write means; `nil` when it did not answer as it should.
    init?(_ error: LDAPError) {
        switch error.code {
        case .insufficientAccessRights: self = SCIMError(.forbidden, "this program may not do that here")
        case .noSuchObject: self = .notFound
        case .assertionFailed: self = .changedMeanwhile
        case .entryAlreadyExists: self = .taken
        case .constraintViolation: self = Self.constraint(error.diagnosticMessage)
        case .invalidAttributeSyntax, .objectClassViolation, .namingViolation:
            self = .badValue("a value cannot be stored: \(error.diagnosticMessage)")
        default: return nil
        }
    }

    private static func constraint(_ complaint: String) -> SCIMError {
        if complaint.contains("unique") { return .taken }
        if complaint.lowercased().contains("password") {
            return .badValue("the password is too short or too easy: ten characters at least")
        }
        return .badValue("a value is outside what is allowed: \(complaint)")
    }
}
