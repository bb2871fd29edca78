import Testing

@testable import TenantOnboarding

/// Answers put together by hand, byte by byte.
enum Wire {
    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    static func number(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    /// A message about `bandungkab.go.id`, whose name stands at 12.
    static func message(code: UInt16 = 0, _ answers: [[UInt8]]) -> [UInt8] {
        number(7) + number(0x8180 | code) + number(1) + number(UInt16(answers.count)) + number(0) + number(0)
            + name("bandungkab.go.id") + number(15) + number(1) + answers.joined()
    }

    static func record(_ owner: [UInt8] = [0xC0, 12], type: UInt16, _ data: [UInt8]) -> [UInt8] {
        owner + number(type) + number(1) + number(0) + number(300) + number(UInt16(data.count)) + data
    }

    static func mx(_ priority: UInt16, _ host: [UInt8]) -> [UInt8] { record(type: 15, number(priority) + host) }
}

struct DNSMessageTests {
    @Test func `names are unpacked, folded and kept without their last dot`() throws {
        // `narada` in front of the question's own `go.id`, which begins at 23.
        let packed: [UInt8] = [6] + Array("NaRaDa".utf8) + [4] + Array("mail".utf8) + [0xC0, 23]
        let message = try DNSMessage(Wire.message([Wire.mx(10, packed), Wire.mx(20, Wire.name("mx.google.com"))]))
        #expect(message.responseCode == 0)
        #expect(
            message.answers == [
                .mailExchange(MxRecord(host: "narada.mail.go.id", priority: 10, ttl: 300)),
                .mailExchange(MxRecord(host: "mx.google.com", priority: 20, ttl: 300)),
            ]
        )
    }

    @Test func `a null record, an alias and other kinds of record are told apart`() throws {
        let other = Wire.record(type: 46, [1, 2, 3])
        let message = try DNSMessage(
            Wire.message([other, Wire.record(type: 5, Wire.name("a.b")), Wire.mx(0, [0])])
        )
        #expect(message.answers == [.alias("a.b"), .mailExchange(MxRecord(host: "", priority: 0, ttl: 300))])
    }

    @Test func `bytes that no host name has cannot pass for others`() throws {
        let odd: [UInt8] = [3, UInt8(ascii: "a"), UInt8(ascii: "."), 0x1B, 2] + Array("id".utf8) + [0]
        let message = try DNSMessage(Wire.message([Wire.mx(10, odd)]))
        #expect(message.answers == [.mailExchange(MxRecord(host: "a\\046\\027.id", priority: 10, ttl: 300))])
    }

    @Test(arguments: [
        [], [0, 7], Array(Wire.message([Wire.mx(10, Wire.name("a.b"))]).dropLast()),
        Wire.message([Wire.mx(10, [0xC0, 60])]), Wire.message([Wire.mx(10, [0xC0])]),
        Wire.message([Wire.mx(10, [0x80, 1, 0])]), Wire.message([Wire.record(type: 15, [0])]),
        Wire.message([Wire.record(type: 15, [0, 10, 0, 0])]), Wire.message([Wire.record([0xC0, 31], type: 15, [])]),
        // A question in place of an answer.
        [0, 7, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 0],
    ])
    func `a message that breaks a rule is refused`(bytes: [UInt8]) {
        #expect(throws: DNSReader.Malformed.self) { try DNSMessage(bytes) }
        guard case .unusable = ResolverAnswer.Outcome(message: bytes) else {
            Issue.record("\(bytes) was taken for an answer")
            return
        }
    }

    @Test func `a name that leads to itself, or on for ever, ends`() {
        let itself = Wire.message([Wire.mx(10, [0xC0, 48])])
        #expect(throws: DNSReader.Malformed.self) { try DNSMessage(itself) }
        let long = Array(repeating: [UInt8(1), 0x61], count: 200).joined() + [0]
        #expect(throws: DNSReader.Malformed.self) { try DNSMessage(Wire.message([Wire.mx(10, Array(long))])) }
    }

    @Test func `whatever byte is wrong, reading ends and nothing is read beyond the end`() {
        let good = Wire.message([
            Wire.mx(10, [6] + Array("narada".utf8) + [0xC0, 12]), Wire.record(type: 5, Wire.name("x.y")),
        ])
        var refused = 0
        for index in good.indices {
            for value in UInt8.min...UInt8.max {
                var bytes = good
                bytes[index] = value
                if (try? DNSMessage(bytes)) == nil { refused += 1 }
            }
            #expect(throws: DNSReader.Malformed.self) { try DNSMessage(good[..<index]) }
        }
        #expect(refused > 1000)
    }

    @Test(arguments: [
        ("9.9.9.9", "9.9.9.9:53"), ("127.0.0.1:5353", "127.0.0.1:5353"), ("2620:fe::fe", "[2620:fe::fe]:53"),
        ("[::1]:5353", "[::1]:5353"), ("[::1]", "[::1]:53"), ("dns.quad9.net", nil), ("9.9.9.9:0", nil),
        ("9.9.9.9:x", nil), ("", nil), ("[::1]x", nil), ("9.9.9.9:70000", nil), ("9.9.9", nil),
    ])
    func `resolvers are addresses`(text: String, expected: String?) {
        #expect(ResolverAddress(text)?.description == expected)
    }

    @Test(arguments: [
        ("narada.mail.go.id 10", "narada.mail.go.id 10"), ("Narada.Mail.go.id. 20", "narada.mail.go.id 20"),
        ("narada.mail.go.id", "narada.mail.go.id 10"), ("narada", nil), ("a.b x", nil), ("a.b 70000", nil), ("", nil),
        ("a_b.c 10", nil), ("-a.b", nil), ("a.b 1 2", nil),
    ])
    func `mail hosts are names with a priority`(text: String, expected: String?) {
        #expect(MailHostRecord(text)?.description == expected)
    }
}
