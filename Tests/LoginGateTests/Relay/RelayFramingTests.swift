import NIOCore
import Testing

@testable import LoginGate

/// Cutting bytes into messages, without a connection.
@Suite struct RelayFramingTests {
    private static let samples: [WireMessage] = [
        .bind(id: 1, "cn=x,dc=y", "rahasia"), .bind(id: 300, "", ""), .saslBind(id: 2, "EXTERNAL"),
        .saslBind(id: 70_000, "PLAIN", credentials: "x"), .unbind(id: 3), .abandon(id: 4, 1), .startTLS(id: 5),
        .whoAmI(id: 6),
        .search(id: 7, base: "dc=x", attributes: ["mail", "cn"]), .modify(id: 8, "cn=x"), .add(id: 9, "cn=x"),
        .delete(id: 10, "cn=x"), .modifyDN(id: 11, "cn=x"), .compare(id: 12, "cn=x"),
        .bind(
            id: 13,
            "cn=x",
            "y",
            controls: WireMessage.element(0xA0, WireMessage.element(0x30, WireMessage.string("1.2")))
        ),
        .add(id: 14, String(repeating: "z", count: 400)),
    ]

    @Test(arguments: [1, 2, 3, 7, 64, 10_000])
    func `messages come out as they went in, however they are cut`(_ size: Int) {
        var reader = MessageReader()
        let bytes = Self.samples.flatMap(\.bytes)
        var read: [WireMessage] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.receive(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
            while case .message(let head, let message) = reader.next(limit: 100_000) {
                read.append(WireMessage(Array(message.readableBytesView)))
                #expect((Int(head.id), head.tag) == (read.last?.id, read.last?.tag))
            }
        }
        #expect(read == Self.samples)
        #expect(reader.bufferedBytes == 0)
    }

    @Test func `a bind put together anew reads as the old one`() throws {
        for original in Self.samples where original.tag == 0x60 {
            let message = ByteBuffer(bytes: original.bytes)
            guard case .head(let head) = MessageHead.read(message) else { Issue.record("no head"); continue }
            let request = try #require(BindRequest(message, head))
            guard case .simple(let password) = request.authentication else { continue }
            let bind = request.simpleBind(password: password, client: "local", isProtected: true)
            let again = request.simpleMessage(
                name: bind.nameText,
                password: bind.password,
                allocator: ByteBufferAllocator()
            )
            #expect(Array(again.readableBytesView) == original.bytes)
        }
    }

    @Test(arguments: [1, 2, 3, 5, 16, 1_000])
    func `answers pass as they are, only bind responses are held, operations end with their last answer`(_ size: Int) {
        let before: [WireMessage] = [
            .entry(id: 1, "cn=x", padding: 300), .result(id: 2, 0x79, 0), .result(id: 1, 0x65, 0),
            .result(id: 3, 0x73, 0),
        ]
        let bind = WireMessage.result(id: 5, 0x61, 49, padding: 200)
        let after: [WireMessage] = [.result(id: 2, 0x78, 0), .result(id: 0, 0x78, 52)]
        let bytes = (before + [bind] + after).flatMap(\.bytes)
        var framer = ResponseFramer()
        var outstanding = OutstandingOperations()
        for id in [1, 2, 3] as [Int32] { outstanding.begin(id) }
        var passed: [UInt8] = []
        var held: [WireMessage] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            var chunk = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
            while let piece = framer.next(&chunk, settling: &outstanding) {
                switch piece {
                case .pass(let bytes): passed += bytes.readableBytesView
                case .bindResponse(_, let message):
                    held.append(WireMessage(Array(message.readableBytesView)))
                    #expect(passed == before.flatMap(\.bytes))
                case .fault: Issue.record("a fault")
                }
            }
        }
        #expect(passed == (before + after).flatMap(\.bytes))
        #expect(held == [bind])
        #expect(outstanding.count == 1)
        #expect(framer.isAtBoundary)
    }

    /// A million times: a message with some bytes changed, left out, doubled or cut, given to the reader in pieces.
    @Test(arguments: [1, 5, 10_000])
    func `entries say that more of a result follows, whatever ends it that none does`(_ size: Int) {
        var framer = ResponseFramer()
        var outstanding = OutstandingOperations()
        func isInside(after message: WireMessage) -> Bool {
            for start in stride(from: 0, to: message.bytes.count, by: size) {
                var chunk = ByteBuffer(bytes: message.bytes[start..<min(start + size, message.bytes.count)])
                while framer.next(&chunk, settling: &outstanding) != nil {}
            }
            return framer.isInsideResult
        }
        let messages: [WireMessage] = [
            .entry(id: 1, "cn=a", padding: 200), .entry(id: 1, "cn=b", padding: 0), .result(id: 1, 0x65, 0),
            .entry(id: 2, "cn=c", padding: 0), .result(id: 3, 0x67, 0), .result(id: 2, 0x65, 4),
        ]
        #expect(messages.map { isInside(after: $0) } == [true, true, false, true, false, false])
    }

    @Test func `mutated messages never crash, never grow the memory, and no bind goes to the server unjudged`() async {
        var random = SplitMix(state: 0x9E37_79B9_7F4A_7C15)
        var seen = (forwarded: 0, binds: 0)
        for round in 0..<1_000_000 {
            let bytes = random.mutation(of: Self.samples)
            var reader = MessageReader()
            let cut = round % 4 == 0 ? random.below(bytes.count + 1) : 0
            for part in [bytes[..<cut], bytes[cut...]] where !part.isEmpty {
                reader.receive(ByteBuffer(bytes: part))
                Self.read(&reader, of: bytes, &seen)
            }
            // The other tests wait for servers on the same few threads.
            if round % 5_000 == 0 { await Task.yield() }
        }
        #expect(seen.forwarded > 100_000)
        #expect(seen.binds > 10_000)
    }

    private static func read(
        _ reader: inout MessageReader,
        of bytes: [UInt8],
        _ seen: inout (forwarded: Int, binds: Int)
    ) {
        let limit = 4_096
        while case .message(let head, let message) = reader.next(limit: limit) {
            let isRestricted = head.length % 2 == 0
            switch RequestRoute(head, message, isRestricted: isRestricted) {
            case .forward, .abandon:
                seen.forwarded += 1
                let tag = message.withUnsafeReadableBytes(WireMessage.operationTag)
                if isRestricted || tag == 0x60 || tag == nil { Issue.record("a bind went through: \(bytes)") }
            case .refuse, .identify: seen.forwarded += 1
            case .bind: seen.binds += 1
            default: break
            }
        }
        if reader.bufferedBytes > limit + bytes.count { Issue.record("\(reader.bufferedBytes) bytes are kept") }
    }

    /// The same for what a server sends: nothing of a bind response is ever passed on.
    @Test func `mutated answers never crash and no bind response slips through`() async {
        let samples: [WireMessage] = [
            .result(id: 1, 0x61, 0), .entry(id: 1, "cn=x", padding: 40), .result(id: 1, 0x65, 0),
            .result(id: 0, 0x78, 52),
        ]
        var random = SplitMix(state: 42)
        for round in 0..<100_000 {
            if round % 5_000 == 0 { await Task.yield() }
            let bytes = random.mutation(of: samples)
            var framer = ResponseFramer()
            var outstanding = OutstandingOperations()
            var chunk = ByteBuffer(bytes: bytes)
            var passed: [UInt8] = []
            loop: while let piece = framer.next(&chunk, settling: &outstanding) {
                switch piece {
                case .pass(let bytes): passed += bytes.readableBytesView
                case .bindResponse: break
                case .fault: break loop
                }
            }
            var rest = passed[...]
            while let message = WireMessage.split(rest) {
                if WireMessage(Array(rest.prefix(rest.count - message.rest.count))).tag == 0x61 {
                    Issue.record("\(bytes)")
                }
                rest = message.rest
            }
        }
    }
}

/// A small generator with a seed, so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func mutation(of samples: [WireMessage]) -> [UInt8] {
        var bytes = samples[below(samples.count)].bytes
        for _ in 0..<below(4) where !bytes.isEmpty {
            let position = below(bytes.count)
            switch below(6) {
            case 0: bytes[position] = UInt8(truncatingIfNeeded: next())
            case 1: bytes[position] ^= 1 << UInt8(below(8))
            case 2: bytes.remove(at: position)
            case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: position)
            case 4: bytes.removeSubrange(position...)
            default: bytes += samples[below(samples.count)].bytes
            }
        }
        return bytes
    }
}
