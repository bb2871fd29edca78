/// One record of a CSV file, its fields unquoted and side by side in one buffer, which the reader fills again and again.
struct CSVRecord {
    /// What is wrong with the way a field is written.
    enum Fault: Hashable {
        /// A quote in a field that does not begin with one.
        case strayQuote
        /// Something between the closing quote and the separator.
        case textAfterQuote
    }

    /// The line it begins in, from 1.
    var line = 1
    /// Fields that are written wrongly, by their number from 0.
    private(set) var faults: [(field: Int, fault: Fault)] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many fields it has.
    var count: Int { ends.count }

    /// The bytes of a field.
    subscript(field: Int) -> ArraySlice<UInt8> {
        bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
    }

    /// Whether no field has anything in it, as in the empty lines spreadsheets leave at the end.
    var isBlank: Bool { bytes.isEmpty && faults.isEmpty }

    /// The bytes of the field that is being filled.
    var openLength: Int { bytes.count - (ends.last ?? 0) }

    mutating func begin(line: Int) {
        self.line = line
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func endField() { ends.append(bytes.count) }

    mutating func note(_ fault: Fault) {
        if faults.last?.field != ends.count { faults.append((ends.count, fault)) }
    }
}
