import DirectoryModel
import Foundation
import LocalStack
import Testing

@testable import TwoFactor

/// Codes and URIs as other programs make and read them.
struct CodesOutsideTests {
    private struct URICase: Encodable {
        let uri: String
        let time: Int64
    }

    private struct URIAnswer: Decodable {
        let code, issuer, name, secret: String
    }

    @Test func `pyotp reads our URIs and makes our codes`() async throws {
        var generator = SeededGenerator(seed: 1)
        var cases: [URICase] = []
        var expected: [(code: String, key: [UInt8])] = []
        for index in 0..<600 {
            let parameters = try TestValues.parameters(
                OTPAlgorithm.allCases[index % 3],
                digits: [6, 8][index / 3 % 2],
                period: [30, 60, 15][index / 6 % 3]
            )
            let key = generator.bytes(Int.random(in: 16...79, using: &generator))
            let secret = try TOTPSecret(
                key: SecretBytes(key),
                parameters: parameters,
                generation: 1,
                enrolledAt: TestValues.enrolled
            )
            let time = Int64.random(in: 0...20_000_000_000, using: &generator)
            let uri = try secret.enrolmentURI(issuer: "Surat Instansi é", account: "budi+\(index)@mail.go.id")
            cases.append(URICase(uri: uri.text, time: time))
            let code = try secret.code(step: parameters.step(at: Timestamp(seconds: time)))
            expected.append((code.digits.text, key))
        }
        let program = """
            import pyotp
            from datetime import datetime, timezone
            def answer(case):
                totp = pyotp.parse_uri(case['uri'])
                return dict(code=totp.generate_otp(case['time'] // totp.interval),
                    issuer=totp.issuer, name=totp.name, secret=totp.secret)
            """
        let answers = try await PythonProgram.answers(program, to: cases, as: URIAnswer.self)
        try #require(answers.count == expected.count)
        for (index, answer) in answers.enumerated() {
            #expect(answer.code == expected[index].code)
            #expect(answer.issuer == "Surat Instansi é" && answer.name == "budi+\(index)@mail.go.id")
            #expect(BinaryText.base32.bytes(answer.secret.utf8) == expected[index].key)
        }
    }

    private struct Parts: Decodable {
        let path: String
        let query: [String: [String]]
    }

    /// pyotp 2.6 decodes a URI before it takes it apart, so names with `&` and the like are shown to Python's own reader.
    @Test func `any name survives the URI`() async throws {
        let names = ["A+B & C?#/é", "100% Surat = \"Instansi\"", "email;2FA,<x>", "邮件"]
        let uris = try names.map { try TestValues.secret().enrolmentURI(issuer: $0, account: "a+b@mail.go.id").text }
        let program = """
            from urllib.parse import urlsplit, unquote, parse_qs
            def answer(case):
                parts = urlsplit(case)
                assert parts.scheme == 'otpauth' and parts.netloc == 'totp' and not parts.fragment
                return dict(path=unquote(parts.path), query=parse_qs(parts.query, strict_parsing=True))
            """
        let answers = try await PythonProgram.answers(program, to: uris, as: Parts.self)
        try #require(answers.count == names.count)
        for (name, answer) in zip(names, answers) {
            #expect(answer.path == "/\(name):a+b@mail.go.id")
            #expect(answer.query["issuer"] == [name] && answer.query["secret"] == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"])
        }
    }

    @Test(arguments: OTPAlgorithm.allCases, [6, 8])
    func `oathtool makes our codes`(algorithm: OTPAlgorithm, digits: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(digits) + UInt64(algorithm.rawValue))
        let key = SecretBytes(generator.bytes(20 + digits))
        let parameters = try TestValues.parameters(algorithm, digits: digits)
        let secret = try TOTPSecret(key: key, parameters: parameters, generation: 1, enrolledAt: TestValues.enrolled)
        let start: Int64 = 1_769_360_400
        let arguments = [
            "--totp=\(algorithm.name)", "--digits=\(digits)", "--base32", "--window=2000",
            "--now=2026-01-25 17:00:00 UTC", "-",
        ]
        let input = Data(key.withBytes { BinaryText.base32.encoded($0) }.array)
        let output = try await ShortCommand("/usr/bin/oathtool", arguments, input: input).run()
        let first = parameters.step(at: Timestamp(seconds: start))
        let expected = try (0...2000).map { try secret.code(step: first + $0).digits.text }
        #expect(output.split(separator: "\n").map(String.init) == expected)
    }
}
