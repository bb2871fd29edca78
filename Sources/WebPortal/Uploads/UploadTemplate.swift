internal import BulkImport
internal import LDAPClient

/// A file to begin with: the columns in the reader's language, and one account as an example.
enum UploadTemplate {
    static func csv(in language: Language) -> String {
        let columns = ImportColumn.allCases
        let header = columns.map { name(of: $0, in: language) }
        let example = columns.map { ColumnWords($0).example }
        return [header, example].map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// What a header calls a column.
    static func name(of column: ImportColumn, in language: Language) -> String {
        let names = column.names
        let name = language == .english ? names.first : names.first { indonesian.contains($0) } ?? names.last
        return name ?? column.attribute.text
    }

    private static let indonesian: Set<String> = [
        "surel", "nama", "nama belakang", "nama depan", "jabatan", "nip", "unit kerja", "telepon", "nomor hp",
        "alamat lain", "teruskan ke", "server surat", "status", "alasan", "kuota",
    ]

    private static func quoted(_ text: String) -> String {
        text.contains(where: { ",;\"".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}
