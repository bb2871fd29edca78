internal import NIOCore

/// Cuts what a client sends into messages. The announced length is checked before anything is kept.
struct MessageReader {
    /// Why a connection cannot go on.
    enum Fault: Hashable {
        case malformed
        case oversize
    }

    /// What is next.
    enum Step {
        case message(MessageHead, ByteBuffer)
        case waiting
        case fault(Fault)
    }

    private var buffer = ByteBuffer()

    /// What is kept: less than one message and what one read brought.
    var bufferedBytes: Int { buffer.readableBytes }

    /// Adds what was read.
    mutating func receive(_ incoming: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = incoming
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(incoming)
    }

    /// Takes the next whole request.
    /// - Parameter limit: how long one may be, in bytes.
    mutating func next(limit: Int) -> Step {
        guard buffer.readableBytes > 0 else { return .waiting }
        switch MessageFrame(in: buffer) {
        case .malformed: return .fault(.malformed)
        case .length(let length) where length > limit: return .fault(.oversize)
        case .incomplete, .length: break
        }
        switch MessageHead.read(buffer) {
        case .malformed: return .fault(.malformed)
        case .incomplete: return .waiting
        case .head(let head): return take(head)
        }
    }

    private mutating func take(_ head: MessageHead) -> Step {
        guard head.id > 0, OperationTag.isRequest(head.tag) else { return .fault(.malformed) }
        guard let message = buffer.readSlice(length: head.length) else { return .waiting }
        // Let the memory go: the channel reads into it again.
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
        return .message(head, message)
    }
}
