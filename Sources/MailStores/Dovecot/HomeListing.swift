import DirectoryModel
import Foundation

/// The reply to `fsIterDirs` over all homes, read without making an object for each: it has some 50 bytes for each of
/// hundreds of thousands of mailboxes, and what counts of a name is only which account it means.
///
/// Strict: what differs in a byte from the form Dovecot writes, `[["doveadmResponse",[{"path":"…"},…],"0"]]`, is no
/// listing, so that a truncated reply never looks like fewer mailboxes.
struct HomeListing {
    /// The accounts whose homes were listed. Other names (such as `lost+found`) are passed over.
    let accounts: Set<EntryUUID>

    /// `nil` when the body is anything but a listing in that form.
    init?(_ body: Data) {
        var scanner = ByteScanner(body)
        guard scanner.skip("[[\"doveadmResponse\",[") else { return nil }
        var accounts: Set<EntryUUID> = []
        if !scanner.skip("],\"0\"]]") {
            repeat {
                guard scanner.skip("{\"path\":\""), let name = scanner.text(), scanner.skip("\"}") else { return nil }
                if let account = EntryUUID(name) { accounts.insert(account) }
            } while scanner.skip(",")
            guard scanner.skip("],\"0\"]]") else { return nil }
        }
        while scanner.skip("\n") || scanner.skip("\r") {}
        guard scanner.isAtEnd else { return nil }
        self.accounts = accounts
    }
}

/// Reads bytes from front to back.
private struct ByteScanner {
    private let bytes: Data
    private var place: Data.Index

    init(_ bytes: Data) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    /// Goes past the text if it stands here.
    mutating func skip(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { expected in
            guard bytes.endIndex - place >= expected.count,
                bytes[place..<place + expected.count].elementsEqual(expected)
            else { return false }
            place += expected.count
            return true
        }
    }

    /// The content of a JSON string up to its closing quote. Escapes stay as they are: no account's name has one.
    mutating func text() -> String? {
        var end = place
        while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.endIndex else { return nil }
        defer { place = end }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }
}
