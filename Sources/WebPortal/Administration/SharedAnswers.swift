/// Answers that several people ask for at the same time, found once.
///
/// An answer that was asked for within ``Ages/fresh`` is given again. An older one up to ``Ages/usable`` is still given, and
/// a new one is found meanwhile, so that under load nobody waits; after that one waits. A question that is being answered is
/// not asked a second time. Failures are answers like others.
actor SharedAnswers<Question: Hashable & Sendable, Value: Sendable> {
    private struct Known {
        let answer: Result<Value, any Error>
        let asked: ContinuousClock.Instant
    }

    private struct Entry {
        var known: Known?
        var pending: Task<Result<Value, any Error>, Never>?
        var asked: ContinuousClock.Instant
    }

    private let ages: Ages
    private let capacity: Int
    private var entries: [Question: Entry] = [:]
    /// Moves when everything is forgotten: what was asked before that is not kept.
    private var generation = 0

    init(_ ages: Ages = Ages(), capacity: Int = 64) {
        (self.ages, self.capacity) = (ages, capacity)
    }

    /// The answer, found by `find` when there is none that may be given again. Throws what finding it threw.
    func answer(
        to question: Question,
        now: ContinuousClock.Instant = .now,
        find: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let known = entries[question]?.known
        let age = ages.judge(known.map { now - $0.asked })
        if let known, age == .fresh { return try known.answer.get() }
        let pending = entries[question]?.pending ?? begin(question, now, find)
        if let known, age == .usable { return try known.answer.get() }
        return try await pending.value.get()
    }

    /// Forgets everything, for something was changed.
    func forget() {
        entries = [:]
        generation += 1
    }

    /// In a task of its own: whoever asked first may go away, and others wait for the same answer. It ends with the patience of
    /// what it asks.
    private func begin(
        _ question: Question,
        _ now: ContinuousClock.Instant,
        _ find: @escaping @Sendable () async throws -> Value
    ) -> Task<Result<Value, any Error>, Never> {
        makeRoom()
        let asked = generation
        let task = Task {
            let answer: Result<Value, any Error>
            do { answer = .success(try await find()) } catch { answer = .failure(error) }
            keep(Known(answer: answer, asked: now), of: question, from: asked)
            return answer
        }
        entries[question, default: Entry(asked: now)].pending = task
        entries[question]?.asked = now
        return task
    }

    private func keep(_ known: Known, of question: Question, from asked: Int) {
        guard asked == generation, entries[question] != nil else { return }
        entries[question]?.known = known
        entries[question]?.pending = nil
    }

    /// What was asked for longest ago goes first.
    private func makeRoom() {
        guard entries.count >= capacity else { return }
        let idle = entries.filter { $0.value.pending == nil }
        if let oldest = idle.min(by: { $0.value.asked < $1.value.asked }) { entries[oldest.key] = nil }
    }
}

/// For how long an answer is good.
struct Ages: Sendable, Hashable {
    /// It is given again as it is.
    var fresh: Duration = .seconds(2)
    /// It is given again, while a new one is found.
    var usable: Duration = .seconds(5)

    enum Verdict: Hashable {
        case fresh, usable, tooOld
    }

    func judge(_ age: Duration?) -> Verdict {
        guard let age else { return .tooOld }
        return age < fresh ? .fresh : age < usable ? .usable : .tooOld
    }
}
