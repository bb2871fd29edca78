internal import BulkImport

/// Why a row is refused and how to mend it, for the pages: by the rule, and for a broken value by its column.
struct RefusalWords {
    let reason: UploadsText
    let remedy: UploadsText

    init(_ note: ListedRow.Note) {
        (reason, remedy) =
            switch RowRefusal.Rule(rawValue: note.rule) {
            case .malformedRow: (.ruleMalformedRow, .mendMalformedRow)
            case .brokenValue: (.ruleBrokenValue, ColumnWords(named: note.column)?.explanation ?? .mendBrokenValue)
            case .missingValue: (.ruleMissingValue, .mendMissingValue)
            case .duplicateInFile: (.ruleDuplicateInFile, .mendDuplicateInFile)
            case .duplicateAddress: (.ruleDuplicateAddress, .mendDuplicateAddress)
            case .foreignDomain: (.ruleForeignDomain, .mendForeignDomain)
            case .tooManyAccounts: (.ruleTooManyAccounts, .mendTooManyAccounts)
            case .quotaTooLarge: (.ruleQuotaTooLarge, .mendQuotaTooLarge)
            case .statusTransition: (.ruleStatusTransition, .mendStatusTransition)
            case nil: (.ruleBrokenValue, .mendBrokenValue)
            }
    }
}
