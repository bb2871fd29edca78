internal import BulkImport
internal import Foundation

/// The plan that somebody accepted, for an upload that is taken up again: what it would write now must be part of that.
struct AcceptedPlan {
    private let bytes: Data

    /// Throws when the file is not there.
    init(_ path: String) throws { bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped) }

    /// Whether every row that would be written now was accepted in just these words. Rows with nothing to write, most of
    /// them done by then, need no consent.
    func covers(_ plan: ImportPlan) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var position = Self.end(of: 0, bytes)
            for row in 0..<plan.count {
                guard position < bytes.count else { return false }
                let end = Self.end(of: position, bytes)
                let accepted = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
                let isWritten = plan.isWritten(row)
                if isWritten, !accepted.elementsEqual(plan.csvLine(row).utf8) { return false }
                position = end
            }
            return true
        }
    }

    /// Where a record of CSV (RFC 4180) ends: at the first line end outside quotes.
    private static func end(of start: Int, _ bytes: UnsafeRawBufferPointer) -> Int {
        var isQuoted = false
        for position in start..<bytes.count {
            if bytes[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, bytes[position] == UInt8(ascii: "\n") { return position + 1 }
        }
        return bytes.count
    }
}

extension ImportPlan {
    fileprivate func isWritten(_ row: Int) -> Bool {
        switch self[row].verdict.kind {
        case .create, .change: true
        case .same, .refused: false
        }
    }
}
