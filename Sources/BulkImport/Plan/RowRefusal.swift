internal import DirectoryModel

/// Why a row cannot be taken, and what to do about it.
public struct RowRefusal: Sendable, Hashable {
    /// The rules there are; the raw values are what files and the API show.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// The row is not written as its format wants it.
        case malformedRow = "malformed-row"
        /// A value is not what it must be.
        case brokenValue = "broken-value"
        /// A value without which there is no account is not there.
        case missingValue = "missing-value"
        /// Another row of the same file has the address.
        case duplicateInFile = "duplicate-in-file"
        /// Another account has the address.
        case duplicateAddress = "duplicate-address"
        /// The address' domain is none of the tenant's or the service's.
        case foreignDomain = "foreign-domain"
        /// The tenant may not have so many accounts.
        case tooManyAccounts = "too-many-accounts"
        /// The tenant's accounts may not have so large a quota.
        case quotaTooLarge = "quota-too-large"
        /// An account does not go from its status to this one.
        case statusTransition = "status-transition"
    }

    /// What the file calls the column; an attribute's name where the file has no column for it.
    public var column: String
    /// The number of the field in the row, from 1; `nil` where no field is to blame.
    public var position: Int?
    /// The rule that is broken.
    public var rule: Rule
    /// What is wrong, with the value.
    public var detail: String
    /// How to mend it.
    public var remedy: String

    init(column: String, position: Int? = nil, rule: Rule, detail: String, remedy: String) {
        self.column = column
        self.position = position
        self.rule = rule
        self.detail = detail
        self.remedy = remedy
    }

    /// What the worker would set the account aside for.
    init(_ violation: Violation) {
        let rule: Rule =
            switch violation.rule {
            case .missingValue: .missingValue
            case .brokenValue, .unknownService, .unknownTenant: .brokenValue
            case .foreignDomain: .foreignDomain
            case .duplicateAddress: .duplicateAddress
            case .tooManyAccounts: .tooManyAccounts
            case .quotaTooLarge: .quotaTooLarge
            }
        self.init(column: violation.attribute, rule: rule, detail: violation.detail, remedy: violation.remedy)
    }
}

extension RowRefusal: CustomStringConvertible {
    /// `column 3 (nama): what is wrong; how to mend it`
    public var description: String {
        let place = [position.map { "column \($0)" }, column.isEmpty ? nil : position == nil ? column : "(\(column))"]
        let text = place.compactMap { $0 }.joined(separator: " ")
        return text.isEmpty ? "\(detail); \(remedy)" : "\(text): \(detail); \(remedy)"
    }
}
