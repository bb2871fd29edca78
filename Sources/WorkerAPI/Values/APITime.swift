public import DirectoryModel
internal import Foundation
internal import Reports

/// A moment as the API writes it: RFC 3339 text in UTC.
public struct APITime: Sendable, Hashable {
    /// The moment.
    public var time: Timestamp

    /// Wraps a moment.
    public init(_ time: Timestamp) {
        self.time = time
    }
}

extension APITime: Codable {
    /// Reads RFC 3339 text in any zone; throws `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            time = try ReportTime.parse(try container.decode(String.self), zone: .gmt)
        } catch let error as ReportError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes RFC 3339 text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(time.rfc3339)
    }
}

extension APITime: CustomStringConvertible {
    /// The RFC 3339 text.
    public var description: String { time.rfc3339 }
}
