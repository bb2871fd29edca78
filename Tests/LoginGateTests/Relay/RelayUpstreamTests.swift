import Glibc
import LocalStack
import NIOCore
import Testing

@testable import LoginGate

/// The server behind the gate: absent, slow, dying, or saying a great deal.
@Suite struct RelayUpstreamTests {
    @Test func `with the server down binds and requests are answered unavailable in their own responses`() async throws
    {
        let port = Int(try LoopbackPort.free())
        try await withGate(.tcp(host: "127.0.0.1", port: port)) { gate in
            let client = try RawConnection(port: gate.port)
            let requests: [(WireMessage, UInt8)] = [
                (.bind(id: 1, "cn=x", "y"), 0x61), (.bind(id: 2, "", ""), 0x61), (.search(id: 3, base: ""), 0x65),
                (.modify(id: 4, "cn=x"), 0x67), (.delete(id: 5, "cn=x"), 0x6B), (.whoAmI(id: 6), 0x78),
            ]
            for (request, tag) in requests {
                let answer = try await client.ask(request)
                #expect((answer.id, answer.tag, answer.code) == (request.id, tag, 52))
            }
            #expect(gate.metrics.snapshot.upstreamFailures >= requests.count)
        }
    }

    @Test func `a server that comes back is used again, without a new connection of the client`() async throws {
        let missing = Int(try LoopbackPort.free())
        try await withGate(.tcp(host: "127.0.0.1", port: missing)) { gate in
            let client = try RawConnection(port: gate.port)
            let down = try await client.ask(.bind(id: 1, "cn=x", "y"))
            #expect(down.code == 52)
            let server = try ScriptedUpstream(port: missing)
            try await client.send(.bind(id: 2, "cn=x", "y"))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            try await slapd.send(.result(id: 2, 0x61, 0))
            let again = try await client.expect()
            #expect((again.id, again.code) == (2, 0))
        }
    }

    @Test func `a server that takes no connections in time is busy, not absent`() async throws {
        let server = try ScriptedUpstream(backlog: 0)
        // The kernel completes one connection for the full queue and lets further ones wait.
        let queued = try RawConnection(port: server.port)
        try await withGate(server.configuration, { $0.limits.connect = .milliseconds(200) }) { gate in
            let client = try RawConnection(port: gate.port)
            let bind = try await client.ask(.bind(id: 1, "cn=x", "y"))
            #expect((bind.tag, bind.code) == (0x61, 51))
            let search = try await client.ask(.search(id: 2, base: ""))
            #expect((search.tag, search.code) == (0x65, 51))
        }
        withExtendedLifetime(queued) {}
    }

    @Test func `pipelined requests and all kinds of answers pass byte for byte`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            let control = WireMessage.element(0xA0, WireMessage.element(0x30, WireMessage.string("1.2.3.4")))
            let requests: [WireMessage] = [
                .search(id: 1, base: "dc=x", controls: control), .compare(id: 2, "cn=x"), .abandon(id: 3, 1),
                .extended(id: 4, "1.2.3"), .add(id: 5, "cn=x"),
            ]
            try await client.send(requests.flatMap(\.bytes))
            let slapd = try await server.accept()
            for request in requests {
                let passed = try await slapd.expect()
                #expect(passed == request)
            }
            let answers: [WireMessage] = [
                .entry(id: 1, "cn=a", padding: 100_000), .result(id: 4, 0x79, 0), .result(id: 1, 0x73, 0),
                .result(id: 2, 0x6F, 6),
                .entry(id: 1, "cn=b", padding: 3), .result(id: 4, 0x78, 0), .result(id: 5, 0x69, 0),
                .result(id: 1, 0x65, 0),
                .result(id: 0, 0x78, 52),
            ]
            // In pieces of odd sizes: heads are cut in the middle.
            let bytes = answers.flatMap(\.bytes)
            for start in stride(from: 0, to: 400, by: 7) { try await slapd.send(Array(bytes[start..<start + 7])) }
            let rest = (bytes.count - 1_000)
            try await slapd.send(Array(bytes[406..<rest]))
            for start in stride(from: rest, to: bytes.count, by: 3) {
                try await slapd.send(Array(bytes[start..<min(start + 3, bytes.count)]))
            }
            for answer in answers {
                let heard = try await client.expect()
                #expect(heard == answer)
            }
        }
    }

    @Test func `a server that dies takes the client with it, after what it had said`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.search(id: 1, base: ""))
            var slapd: RawConnection? = try await server.accept()
            _ = try await slapd?.expect()
            let entry = WireMessage.entry(id: 1, "cn=a", padding: 200_000)
            try await slapd?.send(entry)
            slapd = nil
            let heard = try await client.expect()
            #expect(heard == entry)
            try await client.waitUntilClosed()
        }
    }

    @Test(arguments: [
        [UInt8](repeating: 0x41, count: 30), WireMessage.result(id: 9, 0x61, 0).bytes, [0x30, 5, 2, 1, 1, 0x61, 0],
        WireMessage.result(id: 1, 0x61, 0, padding: 2_000_000).bytes,
    ])
    func `a server that talks nonsense logs nobody in`(_ nonsense: [UInt8]) async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 1, "cn=x", "y"))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            _ = slapd.sendSome(nonsense[...])
            let answer = try await client.expect()
            #expect((answer.id, answer.tag, answer.code) == (1, 0x61, 52))
            try await slapd.waitUntilClosed()
        }
    }

    @Test func `a bind response nobody asked for ends everything`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            try await slapd.send(.result(id: 1, 0x61, 0))
            #expect(try await client.message() == nil)
        }
    }

    @Test func `a client that does not read holds up the server, not the gate's memory`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port, receiveBuffer: 16_384)
            try await client.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            let total = 64 << 20
            let entry = WireMessage.entry(id: 1, "cn=a", padding: total).bytes
            let before = ResidentMemory.bytes
            var sent = 0
            var stuckSince = ContinuousClock.now
            while sent < entry.count, ContinuousClock.now - stuckSince < .milliseconds(300) {
                let count = slapd.sendSome(entry[sent..<min(sent + 65_536, entry.count)])
                if count > 0 {
                    (sent, stuckSince) = (sent + count, .now)
                } else {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            // What the kernel's buffers take is some megabytes; the rest waits at the server.
            #expect(sent < 24 << 20)
            #expect(ResidentMemory.bytes - before < 16 << 20)
            async let rest: Void = slapd.send(Array(entry[sent...]))
            let heard = try await client.receive(entry.count, within: .seconds(60))
            try await rest
            #expect(heard == entry)
        }
    }
}

enum ResidentMemory {
    /// Of this process.
    static var bytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 200)
        guard fgets(&text, 200, file) != nil else { return 0 }
        let words = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split(separator: 0x20)
        return (words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0) * 4096
    }
}
