internal import NIOCore

/// Follows slapd's answers on their way to the client. Only message heads are looked at: messages go on in the pieces
/// they came in, however long they are, except bind responses, which are held for whoever judges binds.
struct ResponseFramer {
    /// What to do with a piece.
    enum Piece {
        case pass(ByteBuffer)
        case bindResponse(MessageHead, ByteBuffer)
        /// Nothing an LDAP server sends.
        case fault
    }

    /// A bind response longer than this is none.
    static let bindResponseLimit = 1 << 20

    private var passing = 0
    private var beginning = ByteBuffer()
    private var held: (head: MessageHead, message: ByteBuffer)?

    /// Whether what passed last is part of a search's result and more of it follows.
    private(set) var isInsideResult = false

    /// Whether the client has got whole messages only.
    var isAtBoundary: Bool { passing == 0 }

    /// How much of what was read belongs to the message that is half through.
    func toBoundary(_ chunk: ByteBuffer) -> Int { min(passing, chunk.readableBytes) }

    /// The next piece of what was read; `nil` when nothing is left to do with it.
    mutating func next(_ chunk: inout ByteBuffer, settling outstanding: inout OutstandingOperations) -> Piece? {
        guard chunk.readableBytes > 0 else { return nil }
        if held != nil { return hold(&chunk) }
        if beginning.readableBytes > 0 { return resumeBeginning(&chunk, settling: &outstanding) }
        var end = min(passing, chunk.readableBytes)
        passing -= end
        while end < chunk.readableBytes {
            switch MessageHead.read(chunk, at: end) {
            case .malformed: return .fault
            case .incomplete: return keepBeginning(&chunk, after: end)
            case .head(let head) where head.tag == OperationTag.bindResponse:
                return end > 0 ? passed(&chunk, end) : startHolding(head, &chunk)
            case .head(let head):
                settle(head, &outstanding)
                let present = min(head.length, chunk.readableBytes - end)
                passing = head.length - present
                end += present
            }
        }
        return passed(&chunk, end)
    }

    private mutating func settle(_ head: MessageHead, _ outstanding: inout OutstandingOperations) {
        outstanding.settle(head)
        isInsideResult = head.tag == OperationTag.searchResultEntry || head.tag == OperationTag.searchResultReference
    }

    private func passed(_ chunk: inout ByteBuffer, _ length: Int) -> Piece? {
        length > 0 ? chunk.readSlice(length: length).map(Piece.pass) : nil
    }

    /// A message head that a read cut in two waits for its other half.
    private mutating func keepBeginning(_ chunk: inout ByteBuffer, after end: Int) -> Piece? {
        let piece = passed(&chunk, end)
        beginning = ByteBuffer(bytes: chunk.readableBytesView)
        chunk.moveReaderIndex(to: chunk.writerIndex)
        return piece
    }

    private mutating func resumeBeginning(_ chunk: inout ByteBuffer, settling outstanding: inout OutstandingOperations)
        -> Piece?
    {
        while let octet: UInt8 = chunk.readInteger() {
            beginning.writeInteger(octet)
            switch MessageHead.read(beginning) {
            case .malformed: return .fault
            case .incomplete: continue
            case .head(let head): return resume(head, &chunk, settling: &outstanding)
            }
        }
        return nil
    }

    private mutating func resume(
        _ head: MessageHead,
        _ chunk: inout ByteBuffer,
        settling outstanding: inout OutstandingOperations
    ) -> Piece? {
        var start = ByteBuffer()
        swap(&start, &beginning)
        if head.tag == OperationTag.bindResponse {
            guard head.length <= Self.bindResponseLimit else { return .fault }
            held = (head, start)
            return hold(&chunk)
        }
        settle(head, &outstanding)
        passing = head.length - start.readableBytes
        return .pass(start)
    }

    private mutating func startHolding(_ head: MessageHead, _ chunk: inout ByteBuffer) -> Piece? {
        guard head.length <= Self.bindResponseLimit else { return .fault }
        held = (head, ByteBuffer())
        return hold(&chunk)
    }

    private mutating func hold(_ chunk: inout ByteBuffer) -> Piece? {
        guard let (head, begun) = held else { return nil }
        var message = begun
        held = nil
        if message.readableBytes == 0, let whole = chunk.readSlice(length: head.length) {
            return .bindResponse(head, whole)
        }
        if var part = chunk.readSlice(length: min(head.length - message.readableBytes, chunk.readableBytes)) {
            message.writeBuffer(&part)
        }
        if message.readableBytes == head.length { return .bindResponse(head, message) }
        held = (head, message)
        return nil
    }
}
