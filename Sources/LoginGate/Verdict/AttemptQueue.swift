internal import DirectoryModel
internal import NIOCore
internal import TwoFactor

/// Lets the codes of one account be tried one after another. The directory's assertions alone already keep every limit;
/// the line spares it the writes that would be in vain when somebody guesses with hundreds of connections. Confined to the
/// gate's event loop.
final class AttemptQueue {
    /// What those in a line have learnt from the directory's answers; forgotten when the line is empty.
    struct Findings {
        /// The account's record as it was seen or written last; `nil` while nobody has had to look.
        var record: CodeRecord?
        /// The provider could not be asked: whoever waits is put off, rather than one after another.
        var trouble: (any Error)?
    }

    /// What an attempt does when its turn comes.
    enum Turn {
        case done(BindRefusal?)
        case later(EventLoopFuture<BindRefusal?>)
    }

    /// One account's line.
    final class Line {
        var findings = Findings()
        fileprivate var waiting = CircularBuffer<(turn: (Line) -> Turn, promise: EventLoopPromise<BindRefusal?>)>()
    }

    private let loop: any EventLoop
    private var lines: [EntryUUID: Line] = [:]

    init(on loop: any EventLoop) { self.loop = loop }

    /// Calls `turn` when all that came before for this account are done.
    func enter(_ account: EntryUUID, _ turn: @escaping (Line) -> Turn) -> EventLoopFuture<BindRefusal?> {
        let promise = loop.makePromise(of: BindRefusal?.self)
        if let line = lines[account] {
            line.waiting.append((turn, promise))
        } else {
            let line = Line()
            lines[account] = line
            line.waiting.append((turn, promise))
            advance(line, account)
        }
        return promise.futureResult
    }

    private func advance(_ line: Line, _ account: EntryUUID) {
        while let (turn, promise) = line.waiting.popFirst() {
            switch turn(line) {
            case .done(let refusal): promise.succeed(refusal)
            case .later(let refusal):
                refusal.assumeIsolated().whenComplete { result in
                    promise.completeWith(result)
                    self.advance(line, account)
                }
                return
            }
        }
        lines[account] = nil
    }
}
