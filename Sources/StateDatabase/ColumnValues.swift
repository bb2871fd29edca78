internal import DirectoryModel
internal import Foundation

// How the model's values stand in columns.

extension EntryUUID {
    var data: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }

    init?(data: Data?) {
        guard let data else { return nil }
        self.init(bytes: data)
    }
}

extension EntryCSN {
    /// 60 bits, so that it fits SQLite's signed integers.
    var databaseOrder: Int64 { Int64(order) }

    init?(time: Int64?, order: Int64?) {
        guard let time, let order else { return nil }
        self.init(time: Timestamp(microseconds: time), order: UInt64(order))
    }
}

extension AccountStatus {
    /// The number in `account.status`.
    var code: Int {
        switch self {
        case .uploaded: 0
        case .active: 1
        case .blocked: 2
        case .closed: 3
        }
    }

    init(code: Int) {
        switch code {
        case 1: self = .active
        case 2: self = .blocked
        case 3: self = .closed
        default: self = .uploaded
        }
    }
}

extension [MailAddress] {
    /// Addresses hold no space, so one separates them; `nil` for none.
    var column: String? { isEmpty ? nil : map(\.text).joined(separator: " ") }

    init(column: String?) {
        self = column?.split(separator: " ").map { MailAddress(trusted: String($0)) } ?? []
    }
}
