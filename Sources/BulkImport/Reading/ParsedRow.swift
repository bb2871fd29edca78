/// One row of an upload: what it says, or what is wrong with it.
struct ParsedRow {
    /// The line it begins in, from 1.
    var line = 0
    var values = ImportValues()
    var refusals: [RowRefusal] = []
}
