/// Hundreds of thousands of rows in little memory: their values one after the other in a few large blocks.
struct RowTable: Sendable {
    private static let blockSize = 1 << 20

    private var blocks: [[UInt8]] = []
    /// Where each row begins: the block's number and the place in it.
    private var starts: [UInt64] = []

    var count: Int { starts.count }

    /// Adds a row and answers its number.
    @discardableResult
    mutating func append(_ values: ImportValues) -> Int {
        if blocks.last.map({ $0.count > Self.blockSize - 8192 }) ?? true {
            var block: [UInt8] = []
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        let block = blocks.count - 1
        starts.append(UInt64(block) << 32 | UInt64(blocks[block].count))
        Self.encode(values, into: &blocks[block])
        return starts.count - 1
    }

    /// A row's values.
    subscript(row: Int) -> ImportValues {
        withBytes(of: row) { Self.decode($0) }
    }

    /// Lends the bytes a row is kept in, which are the same for the same values.
    func withBytes<Result>(of row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let (block, start) = place(row)
        let end = row + 1 < starts.count && place(row + 1).block == block ? place(row + 1).start : blocks[block].count
        return blocks[block].withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    private func place(_ row: Int) -> (block: Int, start: Int) {
        (Int(starts[row] >> 32), Int(starts[row] & 0xFFFF_FFFF))
    }

    /// For each value its column, its length in two bytes, and itself.
    private static func encode(_ values: ImportValues, into block: inout [UInt8]) {
        for column in ImportColumn.allCases {
            guard let value = values[column] else { continue }
            let length = value.utf8.count
            block.append(column.rawValue)
            block.append(UInt8(truncatingIfNeeded: length))
            block.append(UInt8(truncatingIfNeeded: length >> 8))
            block.append(contentsOf: value.utf8)
        }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) -> ImportValues {
        var values = ImportValues()
        var position = 0
        while position + 3 <= bytes.count, let column = ImportColumn(rawValue: bytes[position]) {
            let length = Int(bytes[position + 1]) | Int(bytes[position + 2]) << 8
            position += 3
            values[column] = String(decoding: bytes[position..<min(position + length, bytes.count)], as: UTF8.self)
            position += length
        }
        return values
    }
}
