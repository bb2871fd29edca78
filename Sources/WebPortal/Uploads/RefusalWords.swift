internal import BulkImport

/// Why a row is refused and how to mend it, for the pages: by the rule, and for a broken value by its column.
struct RefusalWords {
    let reason: UploadsText
    let remedy: UploadsText

    init(_ note: ListedRow.Note) {
        (reason, remedy) =
            switch RowRefusal.Rule(rawValue: note.rule) {
            case .malformedRow: (.rowRuleMalformedRow, .rowMendMalformedRow)
            case .brokenValue:
                (.rowRuleBrokenValue, ColumnWords(named: note.column)?.explanation ?? .rowMendBrokenValue)
            case .missingValue: (.rowRuleMissingValue, .rowMendMissingValue)
            case .duplicateInFile: (.rowRuleDuplicateInFile, .rowMendDuplicateInFile)
            case .duplicateAddress: (.rowRuleDuplicateAddress, .rowMendDuplicateAddress)
            case .foreignDomain: (.rowRuleForeignDomain, .rowMendForeignDomain)
            case .tooManyAccounts: (.rowRuleTooManyAccounts, .rowMendTooManyAccounts)
            case .quotaTooLarge: (.rowRuleQuotaTooLarge, .rowMendQuotaTooLarge)
            case .statusTransition: (.rowRuleStatusTransition, .rowMendStatusTransition)
            case nil: (.rowRuleBrokenValue, .rowMendBrokenValue)
            }
    }
}
