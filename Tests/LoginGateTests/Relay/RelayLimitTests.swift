import LocalStack
import NIOCore
import Testing

@testable import LoginGate

/// Clients that want too much, or nothing.
@Suite struct RelayLimitTests {
    @Test func `too many connections are turned away, and there is room again when one goes`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, { $0.limits.connections = 2 }) { gate in
            var clients = [try RawConnection(port: gate.port), try RawConnection(port: gate.port)]
            try await waitUntil("both are in") { gate.metrics.snapshot.open == 2 }
            let third = try RawConnection(port: gate.port)
            try await third.waitUntilClosed()
            #expect(gate.metrics.snapshot.refused[.connections] == 1)
            clients.removeLast()
            try await waitUntil("one has gone") { gate.metrics.snapshot.open == 1 }
            let fourth = try RawConnection(port: gate.port)
            let answer = try await fourth.ask(.bind(id: 1, "cn=x", ""))
            #expect(answer.code == 53)
        }
    }

    @Test func `too many connections of one address are turned away`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, { $0.limits.connectionsPerAddress = 1 }) { gate in
            let first = try RawConnection(port: gate.port)
            try await waitUntil("it is in") { gate.metrics.snapshot.open == 1 }
            let second = try RawConnection(port: gate.port)
            try await second.waitUntilClosed()
            #expect(gate.metrics.snapshot.refused[.address] == 1)
            let answer = try await first.ask(.bind(id: 1, "cn=x", ""))
            #expect(answer.code == 53)
        }
    }

    @Test(arguments: [
        [UInt8](repeating: 0x47, count: 40), [0x30, 0x80, 2, 1, 1, 0x42, 0, 0, 0], [0x30, 5, 2, 1, 0, 0x42, 0],
        [0x30, 5, 2, 1, 0xFF, 0x42, 0], [0x30, 6, 2, 2, 0, 1, 0x42, 0], [0x30, 5, 2, 1, 1, 0x61, 0], [0x30, 2, 2, 0],
        [0x30, 0x85, 1, 0, 0, 0, 0], [0x30, 7, 2, 1, 1, 0x60, 2, 2, 1], [0x30, 5, 2, 1, 1, 0x50, 0],
        [0x30, 5, 2, 1, 1, 0x77, 0],
    ])
    func `what is no LDAP request ends the connection with a notice`(_ bytes: [UInt8]) async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(bytes)
            let notice = try await client.expect()
            #expect((notice.id, notice.tag, notice.code) == (0, 0x78, 2))
            #expect(notice.text.contains("1.3.6.1.4.1.1466.20036"))
            try await client.waitUntilClosed()
            #expect(!server.hasCaller())
            #expect(gate.metrics.snapshot.refused[.malformed] == 1)
        }
    }

    @Test func `a message that will be too long is refused by its first bytes; after a login it may be longer`()
        async throws
    {
        let server = try ScriptedUpstream()
        let adjust: (inout GateConfiguration) -> Void = {
            ($0.limits.messageBytesBeforeBind, $0.limits.messageBytes) = (2_000, 100_000)
        }
        try await withGate(server.configuration, adjust) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send([0x30, 0x82, 0x10, 0])
            let notice = try await client.expect()
            #expect((notice.id, notice.code) == (0, 2))
            try await client.waitUntilClosed()

            let user = try RawConnection(port: gate.port)
            try await user.send(.bind(id: 1, "cn=x", "y"))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            try await slapd.send(.result(id: 1, 0x61, 0))
            _ = try await user.expect()
            let long = WireMessage.add(id: 2, String(repeating: "x", count: 50_000))
            try await user.send(long)
            let passed = try await slapd.expect()
            #expect(passed == long)
            try await user.send([0x30, 0x83, 0x02, 0, 0])
            let end = try await user.expect()
            #expect((end.id, end.code) == (0, 2))
            #expect(gate.metrics.snapshot.refused[.oversize] == 2)
        }
    }

    @Test func `a client that says nothing, or half a message byte by byte, is cut off`() async throws {
        let server = try ScriptedUpstream()
        let adjust: (inout GateConfiguration) -> Void = {
            $0.limits.firstMessage = .seconds(2)
            $0.limits.message = .milliseconds(800)
        }
        try await withGate(server.configuration, adjust) { gate in
            let silent = try RawConnection(port: gate.port)
            try await silent.waitUntilClosed()
            let slow = try RawConnection(port: gate.port)
            _ = try await slow.ask(.bind(id: 1, "cn=x", ""))
            var isCut = false
            for byte in WireMessage.bind(id: 2, "cn=x", String(repeating: "y", count: 90)).bytes {
                guard slow.sendSome([byte]) == 1 else { isCut = true; break }
                try await Task.sleep(for: .milliseconds(50))
            }
            try await slow.waitUntilClosed()
            #expect(isCut, "cut off before the message was complete")
            #expect(gate.metrics.snapshot.refused[.slow] == 2)
        }
    }

    @Test func `an idle client is sent away, one that waits for the server is not`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, { $0.limits.idle = .seconds(2) }) { gate in
            let waiting = try RawConnection(port: gate.port)
            try await waiting.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            let idle = try RawConnection(port: gate.port)
            let notice = try await idle.expect()
            #expect((notice.id, notice.code) == (0, 52))
            try await idle.waitUntilClosed()
            try await slapd.send(.result(id: 1, 0x65, 0))
            let answer = try await waiting.expect()
            #expect((answer.id, answer.tag) == (1, 0x65))
            #expect(gate.metrics.snapshot.refused[.idle, default: 0] >= 1)
        }
    }

    @Test func `a half-closed connection ends, and the one to the server with it`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            client.endSending()
            try await client.waitUntilClosed()
            try await slapd.waitUntilClosed()
            try await waitUntil("the gate has forgotten it") { gate.metrics.snapshot.open == 0 }
        }
    }

    @Test func `no more is read than the server may owe`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, { $0.limits.outstandingOperations = 3 }) { gate in
            let client = try RawConnection(port: gate.port)
            for id in 1...8 { try await client.send(.search(id: id, base: "")) }
            let slapd = try await server.accept()
            for id in 1...3 {
                let request = try await slapd.expect()
                #expect(request.id == id)
            }
            await #expect(throws: LocalStackError.self) { _ = try await slapd.receive(1, within: .milliseconds(100)) }
            for id in 4...8 {
                try await slapd.send(.result(id: id - 3, 0x65, 0))
                let request = try await slapd.expect()
                #expect(request.id == id)
            }
        }
    }

    @Test func `a gate that stops sends idle clients away and lets the others have their answers`() async throws {
        let server = try ScriptedUpstream()
        let clients = try await withGate(server.configuration, { $0.stopGrace = .seconds(5) }) { gate in
            let idle = try RawConnection(port: gate.port)
            let busy = try RawConnection(port: gate.port)
            try await busy.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            try await waitUntil("both are in") { gate.metrics.snapshot.open == 2 }
            Task {
                let notice = try await idle.expect()
                #expect((notice.id, notice.code) == (0, 52))
                try await slapd.send(.result(id: 1, 0x65, 0))
            }
            return (idle, busy)
        }
        let answer = try await clients.1.expect()
        #expect((answer.id, answer.tag) == (1, 0x65))
        let notice = try await clients.1.expect()
        #expect((notice.id, notice.code) == (0, 52))
        try await clients.1.waitUntilClosed()
    }
}
