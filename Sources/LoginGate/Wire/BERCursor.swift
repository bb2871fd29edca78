internal import NIOCore

/// Walks through definite-length BER elements of a complete message; refuses what reaches beyond its end.
struct BERCursor {
    private let buffer: ByteBuffer
    private var index: Int
    private let end: Int

    /// The readable bytes from `offset` on.
    init(_ buffer: ByteBuffer, at offset: Int = 0) {
        self.init(buffer, from: buffer.readerIndex + offset, to: buffer.writerIndex)
    }

    private init(_ buffer: ByteBuffer, from index: Int, to end: Int) {
        (self.buffer, self.index, self.end) = (buffer, index, end)
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { index >= end }
    /// The next element's identifier octet.
    var tag: UInt8? { index < end ? buffer.getInteger(at: index) : nil }

    /// The content of the next element, if it has this tag.
    mutating func content(_ tag: UInt8) -> BERCursor? {
        guard self.tag == tag, let (start, length) = contentBounds(), length <= end - start else { return nil }
        index = start + length
        return BERCursor(buffer, from: start, to: index)
    }

    /// The same as bytes.
    mutating func bytes(_ tag: UInt8) -> ByteBufferView? { content(tag)?.rest }

    /// The next element whole, identifier and length included.
    mutating func element(_ tag: UInt8) -> ByteBuffer? {
        let start = index
        return content(tag) == nil ? nil : buffer.getSlice(at: start, length: index - start)
    }

    /// A small non-negative INTEGER or ENUMERATED, at most three octets.
    mutating func smallInteger(_ tag: UInt8) -> Int? {
        guard let content = bytes(tag), (1...3).contains(content.count), content.first ?? 0x80 < 0x80 else {
            return nil
        }
        return content.reduce(0) { $0 << 8 | Int($1) }
    }

    /// What is left, as it is.
    var rest: ByteBufferView? { buffer.viewBytes(at: index, length: end - index) }

    private func contentBounds() -> (start: Int, length: Int)? {
        guard index + 2 <= end, let first: UInt8 = buffer.getInteger(at: index + 1) else { return nil }
        guard first >= 0x80 else { return (index + 2, Int(first)) }
        let octets = Int(first & 0x7F)
        guard (1...4).contains(octets), index + 2 + octets <= end else { return nil }
        var length = 0
        for position in 0..<octets {
            length = length << 8 | Int(buffer.getInteger(at: index + 2 + position) ?? UInt8(0))
        }
        return (index + 2 + octets, length)
    }
}
