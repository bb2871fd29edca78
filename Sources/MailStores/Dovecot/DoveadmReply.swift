import Foundation

/// What Dovecot says to one command.
enum DoveadmReply: Sendable, Hashable {
    /// `["doveadmResponse",[{…},…],"tag"]`: it was carried out; what it printed, a row for each line.
    case rows([[String: String]])
    /// `["error",{"type":"exitCode","exitCode":N},"tag"]`: the exit code that `doveadm` on a command line would have.
    case exitCode(Int)
    /// Any other error, such as `unknownMethod` or `invalidRequest`: Dovecot did not even try.
    case refused(String)
}

extension DoveadmReply {
    /// Reads the reply to one POST. `nil` when it is no JSON, not of the expected form, or does not answer exactly the
    /// commands that were sent: what such a reply says of any of them cannot be trusted.
    static func read(_ body: Data, count: Int) -> [DoveadmReply]? {
        guard let items = try? JSONDecoder().decode([TaggedReply].self, from: body), items.count == count else {
            return nil
        }
        for (place, item) in items.enumerated() where item.tag != String(place) { return nil }
        return items.map(\.reply)
    }
}

/// An element of the reply: kind, content, tag.
private struct TaggedReply: Decodable {
    let reply: DoveadmReply
    let tag: String

    init(from decoder: any Decoder) throws {
        var items = try decoder.unkeyedContainer()
        switch try items.decode(String.self) {
        case "doveadmResponse":
            reply = .rows(try items.decode([[String: Cell]].self).map { $0.mapValues(\.text) })
        case "error":
            let error = try items.decode(ErrorContent.self)
            reply = error.type == "exitCode" ? .exitCode(error.exitCode) : .refused(error.type)
        case let kind:
            throw DecodingError.dataCorruptedError(in: items, debugDescription: "unknown kind \(kind)")
        }
        tag = try items.decode(String.self)
    }
}

private struct ErrorContent: Decodable {
    let type: String
    let exitCode: Int
}

/// doveadm prints numbers sometimes as text, sometimes as numbers.
private struct Cell: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self.text = text
        } else if let number = try? value.decode(Int.self) {
            text = String(number)
        } else {
            text = try value.decode(Bool.self) ? "true" : "false"
        }
    }
}
