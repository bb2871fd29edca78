/// What an upload does with a row.
public enum RowVerdict: Sendable, Hashable {
    /// Make the account.
    case create
    /// Change these attributes of the account.
    case change([AttributeChange])
    /// Nothing: the account is as the row says.
    case same
    /// Nothing: the row cannot be taken.
    case refused([RowRefusal])

    /// The kind alone.
    public var kind: RowVerdictKind {
        switch self {
        case .create: .create
        case .change: .change
        case .same: .same
        case .refused: .refused
        }
    }
}

/// The kinds of verdicts; the raw values are what files and the API show.
public enum RowVerdictKind: String, Sendable, Hashable, CaseIterable {
    case create, change, same, refused
}

/// One attribute's values before and after.
public struct AttributeChange: Sendable, Hashable {
    /// The attribute's name.
    public var attribute: String
    /// What the directory has; empty for nothing.
    public var old: [String]
    /// What it is to have.
    public var new: [String]
}

extension AttributeChange: CustomStringConvertible {
    /// `attribute: old → new`
    public var description: String {
        "\(attribute): \(old.isEmpty ? "nothing" : old.joined(separator: " ")) → \(new.joined(separator: " "))"
    }
}
