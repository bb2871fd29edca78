public import DirectoryModel
internal import TwoFactor

/// One line of a tenant's history: a value of `pamongTenantRecord`, `<time>$<who>$<step>$<note>`.
///
/// A `$` or a backslash inside a part is written as in a postal address (RFC 4517 section 3.3.28), `\24` and `\5C`; control
/// characters become spaces.
public struct TenantRecord: Hashable, Sendable {
    /// When, to the second.
    public let time: Timestamp
    /// Who: the distinguished name the person was signed in as.
    public let who: String
    /// What.
    public let step: JoiningStep
    /// Why, or with what; may be empty.
    public let note: String

    /// The longest note, in characters: with a long name before it the value stays below the 2048 the schema allows.
    public static let longestNote = 500

    /// Puts a record together; a longer note is cut.
    public init(time: Timestamp, who: String, step: JoiningStep, note: String = "") {
        self.time = time - .microseconds(time.microseconds % 1_000_000)
        (self.who, self.step, self.note) = (who, step, String(note.prefix(Self.longestNote)))
    }

    /// The stored value.
    public var text: String {
        [time.generalizedTime, Self.escape(who), step.rawValue, Self.escape(note)].joined(separator: "$")
    }

    /// Reads a stored value; `nil` when somebody wrote something else there.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, let time = Timestamp(generalizedTime: Array(parts[0].utf8)),
            let step = JoiningStep(rawValue: String(parts[2]))
        else { return nil }
        self.init(time: time, who: Self.unescape(parts[1]), step: step, note: Self.unescape(parts[3]))
    }

    private static func escape(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
            .replacing("\\", with: "\\5C").replacing("$", with: "\\24")
    }

    private static func unescape(_ text: Substring) -> String {
        String(text).replacing("\\24", with: "$").replacing("\\5C", with: "\\")
    }
}
