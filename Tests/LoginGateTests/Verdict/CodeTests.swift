import DirectoryModel
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import LoginGate

@Suite(.serialized) struct `Codes on a real directory` {
    @Test func `a code lets in once, however many come with it at the same time`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let typed = JudgeRig.password + (try rig.code(try await rig.enrol("siti")))
            let answers = try await rig.many(64) { _ in try await rig.login("siti@mail.go.id", "web", typed) }
            #expect(answers.count { $0 == .success } == 1)
            #expect(answers.count { $0 == .wrong } == 63)
            #expect(rig.notes.count(of: .code) == 1 && rig.notes.count(of: .codeUsed) == 63)
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "0")
            #expect(try await rig.login("siti@mail.go.id", "web", typed) == .wrong)
        }
    }

    @Test func `codes of the steps before and after are taken, others not, and none twice`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            func login(_ offset: Int64) async throws -> JudgeRig.Answer {
                let code = try rig.code(secret, after: .seconds(offset))
                return try await rig.login("siti@mail.go.id", "web", JudgeRig.password + code)
            }
            #expect(try await login(-61) == .wrong)
            #expect(try await login(61) == .wrong)
            #expect(try await login(-30) == .success)
            #expect(try await login(30) == .success)
            // The present step's code is older than the last one used.
            #expect(try await login(0) == .wrong)
            #expect(rig.notes.last?.reason == .codeUsed)
        }
    }

    @Test func `codes may be typed with spaces and full-width digits; odd bytes are wrong passwords`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let code = try rig.code(secret)
            let wide = String(
                String.UnicodeScalarView(code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) })
            )
            for typed in [
                JudgeRig.password + "\u{0}" + code, JudgeRig.password + "\n" + code, JudgeRig.password + code + "\n",
                code,
            ] {
                #expect(try await rig.login("siti@mail.go.id", "web", typed).code == 49)
            }
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "0")
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + wide) == .success)
            rig.clock.advance(by: .seconds(30))
            let next = try rig.code(secret)
            let grouped = JudgeRig.password + next.prefix(3) + " " + next.suffix(3) + " "
            #expect(try await rig.login("siti@mail.go.id", "web", grouped) == .success)
        }
    }

    @Test func `guessing ends at exactly five, and a right code does not get in while locked`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let codes = try rig.wrongCodes(secret, 640)
            let answers = try await rig.many(640) {
                try await rig.login("siti@mail.go.id", "web", JudgeRig.password + codes[$0])
            }
            #expect(answers.allSatisfy { $0 == .wrong })
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "5")
            #expect(rig.notes.count(of: .codeWrong) == 5 && rig.notes.count(of: .locked) == 635)
            let typed = JudgeRig.password + (try rig.code(secret))
            #expect(try await rig.login("siti@mail.go.id", "web", typed) == .wrong)
            #expect(rig.notes.last?.reason == .locked)
            #expect(try await rig.login("siti@mail.go.id", "web", "salah" + rig.code(secret)) == .wrong)
        }
    }

    @Test func `a right code among the guesses does not push the limit`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let codes = try rig.wrongCodes(secret, 30)
            for code in codes.prefix(5) { _ = try await rig.login("siti@mail.go.id", "web", JudgeRig.password + code) }
            let right = try rig.code(secret)
            let typed = (codes.dropFirst(5) + [String](repeating: right, count: 25)).map { JudgeRig.password + $0 }
            let answers = try await rig.many(typed.count) { try await rig.login("siti@mail.go.id", "web", typed[$0]) }
            #expect(answers.allSatisfy { $0 == .wrong })
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "5")
        }
    }

    @Test func `two gates together stop guessing at five as well`() async throws {
        try await JudgeRig.withDirectory(JudgeRig.entries(["siti"])) { stack, ring in
            let first = try await JudgeRig(stack: stack, ring: ring).ready()
            let second = try await JudgeRig(stack: stack, ring: ring).ready()
            let secret = try await first.enrol("siti")
            let codes = try first.wrongCodes(secret, 320)
            let answers = try await first.many(320) {
                try await ($0 % 2 == 0 ? first : second).login("siti@mail.go.id", "web", JudgeRig.password + codes[$0])
            }
            #expect(answers.allSatisfy { $0 == .wrong })
            #expect(try await first.recorded("siti", "pamongTotpFailures") == "5")
            #expect(first.notes.count(of: .codeWrong) + second.notes.count(of: .codeWrong) == 5)
            try await first.stop()
            try await second.stop()
        }
    }

    @Test func `one code, two gates, one login`() async throws {
        try await JudgeRig.withDirectory(JudgeRig.entries(["siti"])) { stack, ring in
            let first = try await JudgeRig(stack: stack, ring: ring).ready()
            let second = try await JudgeRig(stack: stack, ring: ring).ready()
            let typed = JudgeRig.password + (try first.code(try await first.enrol("siti")))
            let answers = try await first.many(64) {
                try await ($0 % 2 == 0 ? first : second).login("siti@mail.go.id", "web", typed)
            }
            #expect(answers.count { $0 == .success } == 1)
            try await first.stop()
            try await second.stop()
        }
    }

    @Test func `after five one try a minute, after ten one a quarter of an hour, after twenty the help desk`()
        async throws
    {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let wrong = JudgeRig.password + (try #require(try rig.wrongCodes(secret, 1).first))
            func failures() async throws -> String? { try await rig.recorded("siti", "pamongTotpFailures") }
            func tryTwice() async throws { for _ in 0..<2 { _ = try await rig.login("siti@mail.go.id", "web", wrong) } }
            for _ in 0..<7 { _ = try await rig.login("siti@mail.go.id", "web", wrong) }
            #expect(try await failures() == "5")
            for count in 6...20 {
                let wait = Duration.seconds(count <= 10 ? 60 : 900)
                rig.clock.advance(by: wait - .seconds(1))
                try await tryTwice()
                #expect(try await failures() == "\(count - 1)", "before the wait is over")
                rig.clock.advance(by: .seconds(1))
                try await tryTwice()
                #expect(try await failures() == "\(count)", "one try after it")
            }
            rig.clock.advance(by: .seconds(30 * 86_400))
            let right = JudgeRig.password + (try rig.code(secret))
            #expect(try await rig.login("siti@mail.go.id", "web", right) == .wrong)
            // The help desk clears the count.
            try await rig.stack.slapd.setWrongCodes(0, of: JudgeRig.dn("siti"))
            #expect(try await rig.login("siti@mail.go.id", "web", right) == .success)
        }
    }

    @Test func `a right code after a wait clears the count`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            for code in try rig.wrongCodes(secret, 5) {
                _ = try await rig.login("siti@mail.go.id", "web", JudgeRig.password + code)
            }
            rig.clock.advance(by: .seconds(60))
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret)) == .success)
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "0")
            #expect(try await rig.recorded("siti", "pamongTotpFailedTime") == nil)
        }
    }

    @Test func `a record that is not there is begun, by many at the same time`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti", withRecord: false)
            let codes = try rig.wrongCodes(secret, 40)
            let answers = try await rig.many(40) {
                try await rig.login("siti@mail.go.id", "web", JudgeRig.password + codes[$0])
            }
            #expect(answers.allSatisfy { $0 == .wrong })
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "5")
        }
    }

    @Test func `a wrong password counts no code, whatever the code`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            #expect(try await rig.login("siti@mail.go.id", "web", "salah" + rig.code(secret)) == .wrong)
            #expect(try await rig.login("siti@mail.go.id", "web", "salah000000") == .wrong)
            #expect(try await rig.recorded("siti", "pamongTotpFailures") == "0")
            #expect(try await rig.recorded("siti", "pamongTotpLastStep") == nil)
        }
    }
}

extension JudgeRig {
    /// Does something many times at once.
    func many(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Answer) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for index in 0..<count { group.addTask { try await body(index) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
