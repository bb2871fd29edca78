import LDAPClient
import NIOCore
import NIOEmbedded
import Testing

@testable import LoginGate

@Suite struct `The gate's own connection` {
    private let channel = EmbeddedChannel()
    private let session: LinkSession

    init() throws {
        session = LinkSession(channel: channel, timeout: .seconds(2), maximumInFlight: 4)
        try channel.pipeline.syncOperations.addHandler(session)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/run/none")).wait()
    }

    private let search = LinkSearch(base: "dc=id", scope: .subtree, attributes: ["mail"], entryLimit: 2)

    private func send() -> EventLoopFuture<LinkSession.Answer> {
        let future = session.send(.search, search.body(.equal("mail", "a@b.id")), entryLimit: 2)
        channel.embeddedEventLoop.run()
        return future
    }

    private func entry(_ id: Int, _ dn: String) -> [UInt8] {
        message(id, 0x64) { body in
            body.write(BERTag.octetString, dn.utf8)
            body.write(BERTag.sequence) { _ in }
        }
    }

    private func done(_ id: Int, _ code: Int = 0) -> [UInt8] {
        message(id, 0x65) { body in
            body.write(code, BERTag.enumerated)
            body.write(BERTag.octetString, [])
            body.write(BERTag.octetString, [])
        }
    }

    private func message(_ id: Int, _ tag: UInt8, _ body: (inout BERWriter) -> Void) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            members.write(id)
            members.write(tag, members: body)
        }
        return writer.bytes
    }

    private func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    @Test func `a request is what the directory reads`() throws {
        _ = send()
        let sent = try #require(try channel.readOutbound(as: ByteBuffer.self))
        // SEQUENCE { 1, searchRequest { "dc=id", sub, never, 2, 0, false, (mail=a@b.id), { "mail" } } }
        let expected: [UInt8] =
            [0x30, 0x33, 0x02, 0x01, 0x01, 0x63, 0x2E, 0x04, 0x05] + Array("dc=id".utf8)
            + [
                0x0A, 0x01, 0x02, 0x0A, 0x01, 0x00, 0x02, 0x01, 0x02, 0x02, 0x01, 0x00, 0x01, 0x01, 0x00, 0xA3, 0x0E,
                0x04, 0x04,
            ]
            + Array("mail".utf8) + [0x04, 0x06] + Array("a@b.id".utf8) + [0x30, 0x06, 0x04, 0x04] + Array("mail".utf8)
        #expect(Array(sent.readableBytesView).count == expected.count)
        #expect(Array(sent.readableBytesView) == expected)
    }

    @Test func `long requests and controls are framed as the reader frames them`() throws {
        let long = String(repeating: "x", count: 70_000)
        let body = LinkMessage.modify("cn=a", [.replace("description", long)])
        for size in [body, LinkMessage.modify("cn=a", [.replace("description", String(repeating: "y", count: 120))])] {
            var buffer = ByteBuffer()
            LinkMessage.write(
                70_000,
                .modify,
                size,
                controls: LinkMessage.controls([.assertion(.present("cn"))]),
                into: &buffer
            )
            #expect(MessageFrame(in: buffer) == .length(buffer.readableBytes))
            let id = try buffer.withUnsafeReadableBytes { bytes in
                var outer = BERReader(bytes)
                var members = BERReader(try outer.read(BERTag.sequence, "a message"))
                let id = try members.readInteger()
                _ = try members.read(0x66, "a modify")
                _ = try members.read(0xA0, "controls")
                try members.finish()
                return id
            }
            #expect(id == 70_000)
        }
    }

    @Test func `answers are told apart by their numbers, however they are cut`() throws {
        let (first, second) = (send(), send())
        let bytes = entry(2, "cn=b") + done(2) + entry(1, "cn=a") + done(1, 32)
        for byte in bytes { try receive([byte]) }
        #expect(try second.wait().entries.map(\.dn) == ["cn=b"])
        #expect(try first.wait().outcome.code == 32)
    }

    @Test func `more entries than asked for end the search with what there is`() throws {
        let answer = send()
        try receive(entry(1, "cn=a") + entry(1, "cn=b") + entry(1, "cn=c") + done(1))
        #expect(try answer.wait().entries.count == 2)
        #expect(try answer.wait().outcome.code == 4)
    }

    @Test func `a reference is not taken for an answer`() throws {
        let answer = send()
        try receive(message(1, 0x73) { $0.write(BERTag.octetString, "ldap://x".utf8) })
        #expect(try answer.wait().outcome.code == 10)
        try receive(done(1))
    }

    @Test(
        arguments: [
            [0x31, 0x00], [0x30, 0x02, 0x02, 0x01], [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x30, 0x80],
            [0x30, 0x05, 0x02, 0x01, 0x01, 0x64, 0x00], [0x30, 0x03, 0x02, 0x01, 0x01], [0x30, 0x00],
            [0x30, 0x0A, 0x02, 0x01, 0x01, 0x65, 0x05, 0x0A, 0x01, 0x00, 0x04, 0x09],
        ] as [[UInt8]]
    )
    func `bytes that are no message end the connection and fail what waits`(_ bytes: [UInt8]) throws {
        let answer = send()
        try receive(bytes)
        #expect(throws: LinkError.self) { try answer.wait() }
        #expect(!channel.isActive)
    }

    @Test func `a lost connection fails what waits, and what comes after`() throws {
        let answer = send()
        try channel.close().wait()
        #expect(throws: LinkError.lost) { try answer.wait() }
        #expect(throws: LinkError.lost) { try send().wait() }
    }

    @Test func `more at once than may be is refused, and answers to nobody are read over`() throws {
        let waiting = (0..<4).map { _ in send() }
        #expect(throws: LinkError.tooManyInFlight) { try send().wait() }
        try receive(done(99) + done(3))
        #expect(try waiting[2].wait().outcome.code == 0)
        _ = send()
        try receive(done(1) + done(2) + done(4) + done(5))
        for answer in waiting { #expect(try answer.wait().outcome.code == 0) }
    }

    @Test func `what is overdue is given up in order, also when whoever is told closes or asks again`() throws {
        var told = 0
        let askedAgain: EventLoopPromise<EventLoopFuture<LinkSession.Answer>> = channel.eventLoop.makePromise()
        let (first, second) = (send(), send())
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        let third = send()
        try receive(done(99))
        first.assumeIsolated().whenFailure { _ in
            told += 1
            askedAgain.succeed(session.send(.search, search.body(.anyEntry), entryLimit: 1))
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(throws: LinkError.timedOut) { try first.wait() }
        #expect(throws: LinkError.timedOut) { try second.wait() }
        #expect(told == 1 && channel.isActive)
        try receive(done(3))
        #expect(try third.wait().outcome.code == 0)
        let fourth = try askedAgain.futureResult.wait()
        fourth.assumeIsolated().whenFailure { _ in session.close() }
        let fifth = send()
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(throws: LinkError.timedOut) { try fourth.wait() }
        #expect(throws: LinkError.self) { try fifth.wait() }
        #expect(!channel.isActive)
    }

    @Test func `mutated answers crash nothing`() throws {
        var generator = SeededGenerator(seed: 7)
        let good = entry(1, "cn=a") + done(1)
        for _ in 0..<50_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if case .length(let length) = MessageFrame(in: ByteBuffer(bytes: bytes)), length <= bytes.count {
                _ = try? LinkReply(ByteBuffer(bytes: bytes.prefix(length)))
            }
        }
    }
}
