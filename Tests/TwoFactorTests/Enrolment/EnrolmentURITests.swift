import Testing

@testable import TwoFactor

struct EnrolmentURITests {
    @Test func `the URI is the documented one`() throws {
        let uri = try TestValues.secret().enrolmentURI(issuer: "Mail Instansi", account: "budi@mail.go.id")
        #expect(
            uri.text == "otpauth://totp/Mail%20Instansi:budi@mail.go.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Mail%20Instansi&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test func `what is not plain is encoded, and never with a plus`() throws {
        let uri = try TestValues.secret().enrolmentURI(issuer: "A+B & C?#/é", account: "a+b@mail.go.id").text
        #expect(uri.hasPrefix("otpauth://totp/A%2BB%20%26%20C%3F%23%2F%C3%A9:a%2Bb@mail.go.id?secret="))
        #expect(uri.contains("&issuer=A%2BB%20%26%20C%3F%23%2F%C3%A9&"))
        #expect(!uri.contains("+"))
    }

    @Test func `other parameters are said`() throws {
        let secret = try TestValues.secret(
            "1234567890123456",
            TestValues.parameters(.sha512, digits: 8, period: 60)
        )
        #expect(
            try secret.enrolmentURI(issuer: "X", account: "y").text.hasSuffix("&algorithm=SHA512&digits=8&period=60")
        )
    }

    @Test(arguments: [
        ("", "a"), ("a", ""), ("a:b", "a"), ("a", "a:b"), (String(repeating: "x", count: 65), "a"),
        ("a", String(repeating: "x", count: 255)),
    ])
    func `an impossible name is refused`(issuer: String, account: String) throws {
        let secret = try TestValues.secret()
        #expect(errorCode { _ = try secret.enrolmentURI(issuer: issuer, account: account) } == .invalidArgument)
    }

    @Test func `the manual key stands in groups of four`() throws {
        #expect(try TestValues.secret().manualKey.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(try TestValues.secret("12345678901234567").manualKey.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3Q")
    }
}
