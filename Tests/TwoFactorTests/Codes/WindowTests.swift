import DirectoryModel
import Testing

@testable import TwoFactor

/// Which codes are good at which moment.
struct WindowTests {
    /// The first second of a time step.
    private static let start: Int64 = 1_800_000_000
    private static let step = start / 30

    private func verdict(codeOf codeTime: Int64, at now: Int64, lastStep: Int64? = nil) throws -> CodeVerdict {
        let secret = try TestValues.secret()
        let code = try secret.code(step: secret.parameters.step(at: Timestamp(seconds: codeTime)))
        return try secret.judge(code, at: Timestamp(seconds: now), lastStep: lastStep)
    }

    @Test(
        arguments: [
            (-29, 0), (29, 0), (-31, 0), (31, 0), (-30, 0), (59, 0), (-1, 0), (-29, 29), (-31, 29), (-30, 29),
        ] as [(Int64, Int64)]
    )
    func `a phone's clock up to one step off is good`(off: Int64, second: Int64) throws {
        // Whether it is one step or two depends on where in the step the server is.
        let now = Self.start + second
        let distance = (now + off) / 30 - now / 30
        let expected: CodeVerdict = abs(distance) <= 1 ? .right(step: Self.step + distance) : .wrong
        #expect(try verdict(codeOf: now + off, at: now) == expected)
    }

    @Test func `a clock 29 or 31 seconds off at either edge of a step`() throws {
        let (first, last) = (Self.start, Self.start + 29)
        #expect(try verdict(codeOf: first - 29, at: first) == .right(step: Self.step - 1))
        #expect(try verdict(codeOf: first - 31, at: first) == .wrong)
        #expect(try verdict(codeOf: last + 29, at: last) == .right(step: Self.step + 1))
        #expect(try verdict(codeOf: last + 31, at: last) == .wrong)
        #expect(try verdict(codeOf: last - 31, at: last) == .right(step: Self.step - 1))
        #expect(try verdict(codeOf: first + 31, at: first) == .right(step: Self.step + 1))
    }

    @Test(arguments: [0, 1, 15, 29] as [Int64]) func `61 seconds off are never good`(second: Int64) throws {
        let now = Self.start + second
        #expect(try verdict(codeOf: now - 61, at: now) == .wrong)
        #expect(try verdict(codeOf: now + 61, at: now) == .wrong)
    }

    @Test func `a step that was used, or one before it, is used`() throws {
        #expect(try verdict(codeOf: Self.start, at: Self.start, lastStep: Self.step) == .used(step: Self.step))
        #expect(try verdict(codeOf: Self.start - 30, at: Self.start, lastStep: Self.step) == .used(step: Self.step - 1))
        #expect(
            try verdict(codeOf: Self.start + 30, at: Self.start, lastStep: Self.step) == .right(step: Self.step + 1)
        )
        #expect(try verdict(codeOf: Self.start, at: Self.start, lastStep: Self.step - 1) == .right(step: Self.step))
    }

    @Test func `a code that stands for two steps counts for the later one`() throws {
        // Found by search: with this key these two steps, side by side, share a code.
        let (secret, later) = (try TestValues.secret(), Int64(62_075_369))
        let code = try secret.code(step: later)
        #expect(code.digits.text == "235522")
        #expect(try secret.code(step: later - 1).digits.text == "235522")
        let now = Timestamp(seconds: (later - 1) * 30)
        #expect(try secret.judge(code, at: now, lastStep: nil) == .right(step: later))
        #expect(try secret.judge(code, at: now, lastStep: later - 1) == .right(step: later))
        #expect(try secret.judge(code, at: now, lastStep: later) == .used(step: later))
    }

    @Test func `a code of other length is wrong`() throws {
        let secret = try TestValues.secret("12345678901234567890", TestValues.parameters(.sha1, digits: 8))
        let six = try TestValues.secret().code(step: Self.step)
        #expect(try secret.judge(six, at: Timestamp(seconds: Self.start), lastStep: nil) == .wrong)
    }

    @Test(arguments: [-20, -7, -1, 0, 3, 20] as [Int64]) func `a clock's error is told`(off: Int64) throws {
        let secret = try TestValues.secret()
        let code = try secret.code(step: Self.step + off)
        #expect(try secret.clockOffset(of: code, at: Timestamp(seconds: Self.start)) == .seconds(off * 30))
    }

    @Test func `a clock's error beyond ten minutes is not told`() throws {
        let secret = try TestValues.secret()
        for off: Int64 in [-21, 21] {
            let code = try secret.code(step: Self.step + off)
            #expect(try secret.clockOffset(of: code, at: Timestamp(seconds: Self.start)) == nil)
        }
    }
}
