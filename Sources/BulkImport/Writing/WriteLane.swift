internal import LDAPClient

/// One connection's share of a run: keeps a window of writes under way, makes the connection again when it is lost, and
/// rests while the directory is busy.
struct WriteLane {
    private let run: WriteRun
    /// Rows to be tried again before new ones.
    private var waiting: [RowWrite] = []
    private var isLost = false
    private var busySince: ContinuousClock.Instant?
    private var backoff = Backoff()

    init(_ run: WriteRun) { self.run = run }

    func work(over connection: LDAPConnection) async throws {
        var lane = self
        try await lane.writeAll(over: connection)
    }

    private mutating func writeAll(over first: LDAPConnection) async throws {
        var connection = first
        while true {
            try await fill(connection)
            guard !waiting.isEmpty else { return }
            if isLost {
                connection = try await renewed()
                isLost = false
            } else {
                try await rest()
            }
        }
    }

    /// Writes row after row until none is left, or until the connection is lost or the directory busy; then lets what is
    /// under way come to its end.
    private mutating func fill(_ connection: LDAPConnection) async throws {
        try await withThrowingTaskGroup(of: RowWrite.Answer.self) { group in
            var underWay = 0
            var isFlowing = true
            while true {
                while isFlowing, underWay < run.writer.limits.window, let write = nextWrite() {
                    group.addTask { try await write.attempt(over: connection) }
                    underWay += 1
                }
                guard let answer = try await group.next() else { return }
                underWay -= 1
                if try !take(answer) { isFlowing = false }
            }
        }
    }

    private mutating func nextWrite() -> RowWrite? {
        if let write = waiting.popLast() { return write }
        return run.next().map { RowWrite($0, run) }
    }

    /// Takes an answer; `false` when no more is to be sent for now.
    private mutating func take(_ answer: RowWrite.Answer) throws -> Bool {
        switch answer {
        case .finished(let outcome):
            busySince = nil
            backoff = Backoff()
            try run.finish(outcome)
            return true
        case .again(let write, let error):
            waiting.append(write)
            isLost = isLost || error.endsConnection
            return false
        }
    }

    private mutating func rest() async throws {
        let since = busySince ?? .now
        busySince = since
        guard ContinuousClock.now - since < run.writer.limits.patience else {
            throw ImportError.interrupted("it is busy")
        }
        try await Task.sleep(for: backoff.next())
    }

    private func renewed() async throws -> LDAPConnection {
        let deadline = ContinuousClock.now + run.writer.limits.patience
        var backoff = Backoff()
        while true {
            do {
                return try await run.writer.reconnect()
            } catch let error as LDAPError {
                let pause = backoff.next()
                guard error.isRetriable, ContinuousClock.now + pause < deadline else {
                    throw ImportError.interrupted("\(error)")
                }
                try await Task.sleep(for: pause)
            }
        }
    }
}
