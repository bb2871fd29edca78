/// Why a file cannot be taken at all: what it says is not known from some place on, so no row of it is.
public struct ImportFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; `nil` when no line is to blame.
    public let line: Int?
    /// The field within the record, from 1.
    public let column: Int?
    /// What is wrong and how to mend it.
    public let reason: String

    init(_ reason: String, line: Int? = nil, column: Int? = nil) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// The place and the reason.
    public var description: String {
        switch (line, column) {
        case (let line?, let column?): "line \(line), column \(column): \(reason)"
        case (let line?, nil): "line \(line): \(reason)"
        default: reason
        }
    }
}
