public import DirectoryModel
import Foundation

/// A time that is written as RFC 3339 text in UTC wherever a report is encoded.
@propertyWrapper
public struct CodedTime: Sendable, Hashable, Codable {
    /// The time itself.
    public var wrappedValue: Timestamp

    /// Wraps a time.
    public init(wrappedValue: Timestamp) { self.wrappedValue = wrappedValue }

    /// Reads RFC 3339 text; throws `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            wrappedValue = try ReportTime.parse(try container.decode(String.self), zone: .gmt)
        } catch let error as ReportError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes RFC 3339 text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue.rfc3339)
    }
}
