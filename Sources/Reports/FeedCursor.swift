import Foundation

/// A place in a ledger, as the opaque text a reader of the change feed keeps: valid as long as that ledger exists.
struct FeedCursor: Hashable {
    /// The ledger's random name.
    let ledger: String
    /// The last row that was handed out; 0 before the first.
    let sequence: Int64

    init(ledger: String, sequence: Int64) {
        self.ledger = ledger
        self.sequence = sequence
    }

    /// Throws ``ReportError`` (`badCursor`) for a text that is not a cursor, or one of another ledger.
    init(_ text: String, ledger: String) throws {
        let base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding), let plain = String(bytes: data, encoding: .utf8),
            let colon = plain.firstIndex(of: ":"), let sequence = Int64(plain[..<colon]), sequence >= 0
        else { throw ReportError(.badCursor, "this is not a cursor of the change feed; start without one") }
        guard plain[plain.index(after: colon)...] == ledger else {
            throw ReportError(
                .badCursor,
                "this cursor is of another ledger: the state file was made anew since. Take a census, then start without "
                    + "a cursor"
            )
        }
        self.init(ledger: ledger, sequence: sequence)
    }

    /// Base64 for URLs, without padding.
    var text: String {
        Data("\(sequence):\(ledger)".utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
