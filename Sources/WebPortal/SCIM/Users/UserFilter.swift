internal import LDAPClient

/// A filter as the directory is asked. What it cannot answer is refused, never passed over.
enum UserFilter {
    private enum Field {
        /// `substrings`: whether parts of the value can be asked for.
        case texts([AttributeName], substrings: Bool)
        case number(AttributeName)
        case time(AttributeName)
        case isActive
    }

    /// Throws ``SCIMError`` with `invalidFilter`.
    static func directoryFilter(_ filter: SCIMFilter) throws -> LDAPFilter {
        switch filter {
        case .and(let left, let right): try .and([directoryFilter(left), directoryFilter(right)])
        case .or(let left, let right): try .or([directoryFilter(left), directoryFilter(right)])
        case .not(let filter): try .not(directoryFilter(filter))
        case .present(let path): try present(path)
        case .compare(let path, let comparison, let value): try compare(path, comparison, value)
        }
    }

    private static let fields: [String: Field] = [
        "id": .texts([UserAttributes.uuid], substrings: false),
        "userName": .texts([UserAttributes.mail], substrings: true),
        "emails": .texts([UserAttributes.mail, UserAttributes.alias], substrings: false),
        "emails.value": .texts([UserAttributes.mail, UserAttributes.alias], substrings: false),
        "name.formatted": .texts(["cn"], substrings: true),
        "name.familyName": .texts(["sn"], substrings: true),
        "name.givenName": .texts(["givenName"], substrings: true),
        "displayName": .texts(["displayName"], substrings: true),
        "title": .texts(["title"], substrings: true),
        "userType": .texts(["employeeType"], substrings: true),
        "preferredLanguage": .texts(["preferredLanguage"], substrings: false),
        "externalId": .texts(["employeeNumber"], substrings: true),
        "phoneNumbers": .texts([UserAttributes.work, UserAttributes.mobile], substrings: true),
        "phoneNumbers.value": .texts([UserAttributes.work, UserAttributes.mobile], substrings: true),
        "active": .isActive,
        "meta.created": .time(UserAttributes.created),
        "meta.lastModified": .time(UserAttributes.modified),
        "\(UserSchema.account.id):aliases": .texts([UserAttributes.alias], substrings: false),
        "\(UserSchema.account.id):status": .texts([UserAttributes.status], substrings: false),
        "\(UserSchema.account.id):statusReason": .texts([UserAttributes.reason], substrings: true),
        "\(UserSchema.account.id):quota": .number(UserAttributes.quota),
        "\(UserSchema.account.id):registered": .time(UserAttributes.registered),
        "\(UserSchema.account.id):twoFactorSince": .time(UserAttributes.twoFactor),
        "\(UserSchema.account.id):mailHost": .texts([UserAttributes.host], substrings: false),
    ]

    /// The one attribute that users can be put in order by; `nil` for one they cannot.
    static func sortAttribute(_ path: SCIMPath) -> AttributeName? {
        switch fields[path.text] {
        case .texts(let names, _): names.first
        case .number(let name), .time(let name): name
        case .isActive: UserAttributes.status
        case nil: nil
        }
    }

    private static func field(_ path: SCIMPath) throws -> Field {
        guard let field = fields[path.text] else { throw SCIMError.badFilter("\(path.text) cannot be asked for") }
        return field
    }

    private static func present(_ path: SCIMPath) throws -> LDAPFilter {
        switch try field(path) {
        case .texts(let names, _): .or(names.map { .present($0) })
        case .number(let name), .time(let name): .present(name)
        case .isActive: .present(UserAttributes.status)
        }
    }

    private static func compare(
        _ path: SCIMPath,
        _ comparison: SCIMFilter.Comparison,
        _ value: JSONValue
    ) throws -> LDAPFilter {
        if comparison == .ne { return .not(try compare(path, .eq, value)) }
        switch try field(path) {
        case .texts(let names, let substrings):
            guard let text = value.text, !text.isEmpty else {
                throw SCIMError.badFilter("\(path.text) is compared with a text in quotes")
            }
            return .or(try names.map { try self.text($0, comparison, text, substrings, path) })
        case .number(let name):
            guard let number = value.whole else { throw SCIMError.badFilter("\(path.text) is compared with a number") }
            return try ordered(name, comparison, "\(number)", path)
        case .time(let name):
            guard let text = value.text, let time = SCIMTime.directoryText(text) else {
                throw SCIMError.badFilter("\(path.text) is compared with a time such as \"2026-01-25T17:00:00Z\"")
            }
            return try ordered(name, comparison, time, path)
        case .isActive:
            guard comparison == .eq, let active = value.isTrue else {
                throw SCIMError.badFilter("active is compared by eq with true or false")
            }
            let filter = LDAPFilter.equal(UserAttributes.status, "active")
            return active ? filter : .not(filter)
        }
    }

    private static func text(
        _ name: AttributeName,
        _ comparison: SCIMFilter.Comparison,
        _ text: String,
        _ substrings: Bool,
        _ path: SCIMPath
    ) throws -> LDAPFilter {
        switch comparison {
        case .eq: return .equal(name, text)
        case .co where substrings: return .substrings(name, any: [text])
        case .sw where substrings: return .substrings(name, initial: text)
        case .ew where substrings: return .substrings(name, final: text)
        default: throw SCIMError.badFilter("\(path.text) cannot be asked for by \(comparison.rawValue)")
        }
    }

    private static func ordered(
        _ name: AttributeName,
        _ comparison: SCIMFilter.Comparison,
        _ value: String,
        _ path: SCIMPath
    ) throws -> LDAPFilter {
        switch comparison {
        case .eq: return .equal(name, value)
        case .ge: return .greaterOrEqual(name, value)
        case .le: return .lessOrEqual(name, value)
        case .gt: return .and([.greaterOrEqual(name, value), .not(.equal(name, value))])
        case .lt: return .and([.lessOrEqual(name, value), .not(.equal(name, value))])
        default: throw SCIMError.badFilter("\(path.text) cannot be asked for by \(comparison.rawValue)")
        }
    }
}

/// Times as filters have them.
enum SCIMTime {
    /// `2026-01-25T17:00:00Z`, with or without a fraction, which the directory does not keep; `nil` for anything else.
    static func directoryText(_ text: String) -> String? {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?Z/) else { return nil }
        let parts = [match.1, match.2, match.3, match.4, match.5, match.6]
        return parts.joined() + "Z"
    }
}
