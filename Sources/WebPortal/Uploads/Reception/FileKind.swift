internal import BulkImport

/// What a file is, by its first bytes and its name.
enum FileKind: Sendable, Equatable {
    case upload(ImportFormat)
    /// A workbook, a document or a packed file: it has to be saved as CSV first.
    case foreign

    /// The format's name; `nil` for what is none.
    var format: String? {
        if case .upload(let format) = self { format.rawValue } else { nil }
    }

    /// - Parameter start: the first bytes; a few suffice.
    static func of(_ start: [UInt8], name: String) -> FileKind {
        let marks: [[UInt8]] = [
            Array("PK\u{3}\u{4}".utf8),  // xlsx, ods, zip
            [0xD0, 0xCF, 0x11, 0xE0],  // xls, doc
            Array("%PDF".utf8), [0x1F, 0x8B], Array("{\\rtf".utf8), [0x89, 0x50, 0x4E, 0x47],
        ]
        if marks.contains(where: { start.starts(with: $0) }) { return .foreign }
        let name = name.lowercased()
        return .upload(name.hasSuffix(".ldif") || name.hasSuffix(".ldi") ? .ldif : .csv)
    }
}
