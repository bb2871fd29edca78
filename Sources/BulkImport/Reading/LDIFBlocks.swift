/// Cuts an LDIF file (RFC 2849) into its records, so that it can be read record by record in little memory.
struct LDIFBlocks {
    /// The bytes of one record, and the line it begins in.
    struct Block {
        var line: Int
        var bytes: [UInt8]
    }

    /// The longest record.
    static let longestRecord = 1 << 20

    private let source: ByteSource
    private var piece: [UInt8] = []
    private var position = 0
    private var line = 0

    init(_ source: ByteSource) { self.source = source }

    /// The next record; `nil` at the end.
    mutating func next() throws(ImportFileError) -> Block? {
        var block: Block?
        while let content = try nextLine() {
            if content.allSatisfy({ $0 == UInt8(ascii: "\r") }) {
                if let block { return block }
                continue
            }
            block = Block(line: block?.line ?? line, bytes: (block?.bytes ?? []) + content + [UInt8(ascii: "\n")])
            guard (block?.bytes.count ?? 0) <= Self.longestRecord else {
                throw ImportFileError("a record of more than \(Self.longestRecord) bytes", line: block?.line)
            }
        }
        return block
    }

    private mutating func nextLine() throws(ImportFileError) -> [UInt8]? {
        var content: [UInt8] = []
        var hasContent = false
        while true {
            if position == piece.count {
                guard let more = try source.next() else {
                    line += hasContent ? 1 : 0
                    return hasContent ? content : nil
                }
                (piece, position) = (more, 0)
            }
            hasContent = true
            let end = piece[position...].firstIndex(of: UInt8(ascii: "\n"))
            content += piece[position..<(end ?? piece.count)]
            position = end.map { $0 + 1 } ?? piece.count
            guard end == nil, content.count <= Self.longestRecord else {
                line += 1
                return content
            }
        }
    }
}
