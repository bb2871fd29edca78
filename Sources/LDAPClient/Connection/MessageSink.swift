/// What receives the messages of one operation that answers with many. Lives on the connection's queue.
protocol MessageSink: AnyObject {
    /// Takes a message that is not the final one.
    func receive(_ message: ReceivedMessage) throws(LDAPError)
    /// Takes the end of the operation: the server's response, or what broke it.
    func finish(_ ending: Result<LDAPResponse, any Error>)
    /// Hands on what was collected.
    func flush()
    /// Whether the consumer is behind.
    var isFull: Bool { get }
    /// Whether the server may be silent for as long as it likes now.
    var mayBeSilent: Bool { get }
    /// Whether a batch was begun and more of it is about to come.
    var isCollecting: Bool { get }
}

/// What one kind of operation makes of its messages.
protocol MessageDecoder {
    associatedtype Element: Sendable
    /// Decodes a message that is not the final one; `nil` to pass over it.
    mutating func decode(_ message: ReceivedMessage) throws(LDAPError) -> Element?
    /// Decodes what the final response carries, if that is an element of its own.
    mutating func decodeEnding(_ response: LDAPResponse) throws(LDAPError) -> Element?
    /// Whether the server may be silent for as long as it likes now.
    var mayBeSilent: Bool { get }
    /// Whether many messages are about to come, so that batches are worth a moment's wait.
    var isInFullFlow: Bool { get }
}

/// Collects decoded messages and sends them on in batches.
final class StreamSink<Decoder: MessageDecoder>: MessageSink {
    // Weak, so that a consumer that lets go of the channel abandons the operation.
    private weak var channel: BatchChannel<Decoder.Element>?
    private var decoder: Decoder
    private var batch: [Decoder.Element] = []
    private let batchLimit: Int

    init(channel: BatchChannel<Decoder.Element>, batchLimit: Int, decoder: Decoder) {
        self.channel = channel
        self.batchLimit = max(1, batchLimit)
        self.decoder = decoder
        batch.reserveCapacity(self.batchLimit)
    }

    var isFull: Bool { channel?.isFull ?? false }
    var mayBeSilent: Bool { decoder.mayBeSilent }
    var isCollecting: Bool { !batch.isEmpty && decoder.isInFullFlow }

    func receive(_ message: ReceivedMessage) throws(LDAPError) {
        guard let element = try decoder.decode(message) else { return }
        batch.append(element)
        if batch.count >= batchLimit { flush() }
    }

    func finish(_ ending: Result<LDAPResponse, any Error>) {
        var ending = ending
        if case .success(let response) = ending {
            do throws(LDAPError) {
                if let element = try decoder.decodeEnding(response) { batch.append(element) }
                _ = try response.checked()
            } catch {
                ending = .failure(error)
            }
        }
        flush()
        channel?.finish(ending)
    }

    func flush() {
        guard !batch.isEmpty else { return }
        channel?.send(batch)
        batch = []
        batch.reserveCapacity(min(batchLimit, 64))
    }
}
