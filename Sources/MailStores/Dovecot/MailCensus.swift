/// Which messages a home holds: how often each message (by its GUID, which survives every copy) is in each folder.
struct MailCensus: Sendable, Equatable {
    private(set) var uids: [Message: [String]] = [:]

    /// A message in a folder.
    struct Message: Sendable, Hashable {
        let folder: String
        let guid: String
    }

    init() {}

    /// Reads the rows of `doveadm fetch "mailbox uid guid"`; `nil` when one lacks a field.
    init?(_ rows: [[String: String]]) {
        for row in rows {
            guard let folder = row["mailbox"], let uid = row["uid"], let guid = row["guid"], !guid.isEmpty else {
                return nil
            }
            uids[Message(folder: folder, guid: guid), default: []].append(uid)
        }
    }

    /// The number of messages, copies counted.
    var count: Int { uids.values.reduce(0) { $0 + $1.count } }

    /// Adds what another home holds.
    mutating func add(_ other: MailCensus) {
        for (message, more) in other.uids { uids[message, default: []] += more }
    }

    /// What is here and not there, as UIDs by folder.
    func missing(in other: MailCensus) -> [String: [String]] {
        var missing: [String: [String]] = [:]
        for (message, uids) in uids {
            let there = other.uids[message]?.count ?? 0
            if there < uids.count { missing[message.folder, default: []] += uids.dropFirst(there) }
        }
        return missing
    }
}
