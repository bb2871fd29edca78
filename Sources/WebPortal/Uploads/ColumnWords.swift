internal import BulkImport

/// What a column of an upload is for, how to write it, and an example.
struct ColumnWords {
    let explanation: UploadsText
    let example: String

    init(_ column: ImportColumn) {
        (explanation, example) =
            switch column {
            case .address: (.columnAddress, "siti.rahayu@contoh.go.id")
            case .name: (.columnName, "Siti Rahayu")
            case .surname: (.columnSurname, "Rahayu")
            case .givenName: (.columnGivenName, "Siti")
            case .title: (.columnTitle, "Bendahara")
            case .employeeNumber: (.columnEmployeeNumber, "198501012010012001")
            case .unit: (.columnUnit, "Subbagian Keuangan")
            case .telephone: (.columnTelephone, "(022) 4231234")
            case .mobile: (.columnMobile, "081234567890")
            case .aliases: (.columnAliases, "s.rahayu@contoh.go.id bendahara@contoh.go.id")
            case .forward: (.columnForward, "")
            case .mailHost: (.columnMailHost, "")
            case .status: (.columnStatus, "diunggah")
            case .reason: (.columnReason, "")
            case .quota: (.columnQuota, "2 GB")
            }
    }

    /// The column of a name in a file or in the directory; `nil` for one nobody knows.
    init?(named name: String) {
        guard let column = ImportColumn(named: name) else { return nil }
        self.init(column)
    }
}
