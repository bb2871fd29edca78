import Synchronization
import Testing

@testable import WebPortal

/// Questions that several ask at the same time; the clock is given.
struct SharedAnswersTests {
    /// Counts how often it was asked, and answers with the count once it is let go.
    private final class Source: Sendable {
        private let asked = Mutex(0)
        private let isHeld = Mutex(false)

        var count: Int { asked.withLock { $0 } }

        func hold(_ isHeld: Bool) { self.isHeld.withLock { $0 = isHeld } }

        func find() async throws -> Int {
            let number = asked.withLock {
                $0 += 1; return $0
            }
            while isHeld.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
            return number
        }
    }

    private struct Silence: Error {}
    private let begun = ContinuousClock.now

    @Test func `identical questions are asked once, other ones are not mixed up`() async throws {
        let (answers, source) = (SharedAnswers<String, Int>(), Source())
        source.hold(true)
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...50 {
                group.addTask { try await answers.answer(to: "a", now: begun) { try await source.find() } }
            }
            while source.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
            source.hold(false)
            var values: Set<Int> = []
            for try await value in group { values.insert(value) }
            return values
        }
        #expect(values == [1] && source.count == 1)
        #expect(try await answers.answer(to: "b", now: begun) { try await source.find() } == 2)
    }

    @Test func `an answer is given again while fresh, refreshed behind the back while usable, and then asked anew`()
        async throws
    {
        let (answers, source) = (SharedAnswers<String, Int>(), Source())
        func ask(_ seconds: Double) async throws -> Int {
            try await answers.answer(to: "a", now: begun + .seconds(seconds)) { try await source.find() }
        }
        #expect(try await ask(0) == 1)
        #expect(try await ask(1.9) == 1 && source.count == 1)
        #expect(try await ask(3) == 1)
        while source.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
        while try await ask(3.1) == 1 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(source.count == 2)
        #expect(try await ask(60) == 3)
    }

    @Test func `what was asked before everything was forgotten is not kept`() async throws {
        let (answers, source) = (SharedAnswers<String, Int>(), Source())
        source.hold(true)
        async let early = answers.answer(to: "a", now: begun) { try await source.find() }
        while source.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        await answers.forget()
        source.hold(false)
        #expect(try await early == 1)
        #expect(try await answers.answer(to: "a", now: begun) { try await source.find() } == 2)
    }

    @Test func `a failure is an answer as well, and no longer than others`() async throws {
        let (answers, source) = (SharedAnswers<String, Int>(), Source())
        for _ in 1...3 {
            await #expect(throws: Silence.self) {
                try await answers.answer(to: "a", now: begun) {
                    _ = try await source.find()
                    throw Silence()
                }
            }
        }
        #expect(source.count == 1)
        #expect(try await answers.answer(to: "a", now: begun + .seconds(9)) { try await source.find() } == 2)
    }

    @Test func `beyond its capacity the oldest answers are dropped`() async throws {
        let (answers, source) = (SharedAnswers<Int, Int>(capacity: 3), Source())
        for number in 1...4 {
            _ = try await answers.answer(to: number, now: begun + .milliseconds(number)) { try await source.find() }
        }
        _ = try await answers.answer(to: 4, now: begun + .milliseconds(5)) { try await source.find() }
        #expect(source.count == 4)
        _ = try await answers.answer(to: 1, now: begun + .milliseconds(6)) { try await source.find() }
        #expect(source.count == 5)
    }
}
