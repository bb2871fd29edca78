import LocalStack
import NIOCore
import Synchronization
import Testing

@testable import LoginGate
@testable import TwoFactor

/// Binds against a scripted server: what reaches it, what does not, and when the client hears.
@Suite struct RelayBindTests {
    private let admitting = TestJudge(opening: { _, loop in
        loop.makeSucceededFuture(.admit(authorizationID: "dn:cn=tiket"))
    })

    @Test func `a bind is asked as the judge says, with message id and controls as they came`() async throws {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { bind, loop in
            #expect(bind.passwordText == "kunci123456")
            #expect(bind.client == "127.0.0.1")
            #expect(!bind.isProtected)
            let password = SecretBytes(Array("kunci".utf8))
            return loop.makeSucceededFuture(
                .ask(name: "cn=\(bind.nameText)", password: password, conclusion: .pass(on: loop))
            )
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let controls = WireMessage.element(0xA0, WireMessage.element(0x30, WireMessage.string("1.2.3")))
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 77_000, "x", "kunci123456", controls: controls))
            let slapd = try await server.accept()
            let asked = try await slapd.expect()
            #expect(asked == .bind(id: 77_000, "cn=x", "kunci", controls: controls))
            let answer = WireMessage.result(id: 77_000, 0x61, 0, padding: 300)
            try await slapd.send(answer)
            let heard = try await client.expect()
            #expect(heard == answer)
        }
    }

    @Test(arguments: [
        (WireMessage.bind(id: 5, "cn=x", "y", version: 2), 2), (.bind(id: 5, "cn=x", ""), 53),
        (.bind(id: 5, "", "y"), 49),
        (.saslBind(id: 5, "PLAIN", credentials: "\0a\0b"), 7), (.saslBind(id: 5, "EXTERNAL"), 48),
        (.saslBind(id: 5, "EXTERNAL", credentials: "dn:cn=admin"), 48), (.saslBind(id: 5, "external"), 7),
    ])
    func `what is no simple bind with a password is refused here`(_ bind: WireMessage, _ code: Int) async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            let answer = try await client.ask(bind)
            #expect((answer.id, answer.tag, answer.code) == (5, 0x61, code))
            #expect(!server.hasCaller())
        }
    }

    @Test func `an anonymous bind goes to the server without a judge`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, judge: admitting) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 1, "", ""))
            let slapd = try await server.accept()
            let asked = try await slapd.expect()
            #expect(asked == .bind(id: 1, "", ""))
        }
    }

    @Test func `a refusal after the server's success leaves nothing logged in`() async throws {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { bind, loop in
            let conclusion = BindConclusion { code in
                loop.makeSucceededFuture(code == 0 ? BindRefusal(resultCode: 53, message: "aktifkan dulu") : nil)
            }
            return loop.makeSucceededFuture(.ask(name: bind.nameText, password: bind.password, conclusion: conclusion))
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 1, "cn=x", "y"))
            // What was sent behind the bind must not be done as the one who was logged in for a moment.
            try await client.send(.whoAmI(id: 2))
            let first = try await server.accept()
            _ = try await first.expect()
            try await first.send(.result(id: 1, 0x61, 0))
            try await first.waitUntilClosed()
            let answer = try await client.expect()
            #expect((answer.code, answer.text.contains("aktifkan dulu")) == (53, true))
            let second = try await server.accept()
            let asked = try await second.expect()
            #expect(asked == .whoAmI(id: 2))
        }
    }

    @Test func `a refused login over a logged-in connection ends the earlier login`() async throws {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { bind, loop in
            guard bind.nameText == "cn=x" else {
                return loop.makeSucceededFuture(.refuse(BindRefusal(resultCode: 53, message: "tidak")))
            }
            return loop.makeSucceededFuture(.ask(name: "cn=x", password: bind.password, conclusion: .pass(on: loop)))
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 1, "cn=x", "y"))
            let first = try await server.accept()
            _ = try await first.expect()
            try await first.send(.result(id: 1, 0x61, 0))
            _ = try await client.expect()
            let refused = try await client.ask(.bind(id: 2, "cn=z", "y"))
            #expect(refused.code == 53)
            try await first.waitUntilClosed()
        }
    }

    @Test func `a message that is half through is completed before a refusal, then the earlier login ends`()
        async throws
    {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { _, loop in
            loop.makeSucceededFuture(.refuse(BindRefusal(resultCode: 53, message: "tidak")))
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.search(id: 1, base: ""))
            let slapd = try await server.accept()
            _ = try await slapd.expect()
            let entry = WireMessage.entry(id: 1, "cn=a", padding: 5_000)
            try await slapd.send(Array(entry.bytes[..<1_000]))
            let beginning = try await client.receive(1_000)
            try await client.send(.bind(id: 2, "cn=z", "y"))
            await #expect(throws: LocalStackError.self) { _ = try await client.receive(1, within: .milliseconds(100)) }
            try await slapd.send(Array(entry.bytes[1_000...]) + WireMessage.result(id: 1, 0x65, 0).bytes)
            let rest = try await client.receive(entry.bytes.count - 1_000)
            #expect((beginning ?? []) + (rest ?? []) == entry.bytes)
            let refused = try await client.expect()
            #expect((refused.id, refused.tag, refused.code) == (2, 0x61, 53))
            try await slapd.waitUntilClosed()
            try await client.send(.whoAmI(id: 3))
            let fresh = try await server.accept()
            let asked = try await fresh.expect()
            #expect(asked == .whoAmI(id: 3))
        }
    }

    @Test func `a server that dies in the middle of a message ends the client, also while it logs in`() async throws {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { _, loop in
            loop.makeSucceededFuture(.refuse(BindRefusal(resultCode: 53, message: "tidak")))
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.search(id: 1, base: ""))
            var slapd: RawConnection? = try await server.accept()
            _ = try await slapd?.expect()
            let half = Array(WireMessage.entry(id: 1, "cn=a", padding: 5_000).bytes[..<1_000])
            try await slapd?.send(half)
            _ = try await client.receive(1_000)
            try await client.send(.bind(id: 2, "cn=z", "y"))
            try await waitUntil("the bind has come") { gate.metrics.snapshot.messages == 2 }
            slapd = nil
            let nothing = try await client.receive(1)
            #expect(nothing == nil)
        }
    }

    @Test func `wrong passwords are answered after the same time, whoever found out, other codes at once`() async throws
    {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { bind, loop in
            let code = bind.nameText == "cn=locked" ? 53 : 49
            guard bind.nameText != "cn=x" else {
                return loop.makeSucceededFuture(
                    .ask(name: "cn=x", password: bind.password, conclusion: .pass(on: loop))
                )
            }
            return loop.makeSucceededFuture(.refuse(BindRefusal(resultCode: code, message: "")))
        })
        try await withGate(server.configuration, judge: judge, { $0.wrongPasswordDelay = .milliseconds(300) }) { gate in
            let client = try RawConnection(port: gate.port)
            let clock = ContinuousClock()
            let byJudge = try await clock.measure { _ = try await client.ask(.bind(id: 1, "cn=y", "y")) }
            #expect(byJudge >= .milliseconds(295))
            // On a busy machine one answer may be late; if they were held, all would be.
            var others: [Duration] = []
            for _ in 0..<5 {
                others.append(try await clock.measure { _ = try await client.ask(.bind(id: 2, "cn=locked", "y")) })
            }
            #expect(others.min() ?? .seconds(1) < .milliseconds(250))
            let bySlapd = try await clock.measure {
                try await client.send(.bind(id: 3, "cn=x", "y"))
                let slapd = try await server.accept()
                _ = try await slapd.expect()
                try await slapd.send(.result(id: 3, 0x61, 49))
                let answer = try await client.expect()
                #expect(answer.code == 49)
            }
            #expect(bySlapd >= .milliseconds(295))
        }
    }

    @Test func `who is let in without the server can ask its name and nothing else`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration, judge: admitting) { gate in
            let client = try RawConnection(port: gate.port)
            let admitted = try await client.ask(.bind(id: 1, "mail=a", "tiket"))
            #expect((admitted.tag, admitted.code) == (0x61, 0))
            let who = try await client.ask(.whoAmI(id: 2))
            #expect((who.tag, who.code, who.text.hasSuffix("dn:cn=tiket")) == (0x78, 0, true))
            try await client.send(.abandon(id: 3, 2))
            let others: [(WireMessage, UInt8)] = [
                (.search(id: 4, base: ""), 0x65), (.modify(id: 4, "cn=x"), 0x67), (.add(id: 4, "cn=x"), 0x69),
                (.delete(id: 4, "cn=x"), 0x6B), (.modifyDN(id: 4, "cn=x"), 0x6D), (.compare(id: 4, "cn=x"), 0x6F),
                (.startTLS(id: 4), 0x78), (.extended(id: 4, "1.3.6.1.4.1.4203.1.11.1"), 0x78),
            ]
            for (request, tag) in others {
                let answer = try await client.ask(request)
                #expect((answer.id, answer.tag, answer.code) == (4, tag, 50))
            }
            #expect(!server.hasCaller())
            try await client.send(.unbind(id: 9))
            try await client.waitUntilClosed()
        }
    }

    @Test func `a conclusion hears exactly once, also when the client or the server has gone`() async throws {
        let server = try ScriptedUpstream()
        let heard = HeardCodes()
        try await withGate(server.configuration, judge: heard.judge) { gate in
            var client: RawConnection? = try RawConnection(port: gate.port)
            try await client?.send(.bind(id: 1, "cn=x", "y"))
            var slapd: RawConnection? = try await server.accept()
            _ = try await slapd?.expect()
            client = nil
            try await waitUntil("the judge hears that the client has gone") { heard.codes == [52] }
            let other = try RawConnection(port: gate.port)
            try await other.send(.bind(id: 1, "cn=x", "y"))
            slapd = try await server.accept()
            _ = try await slapd?.expect()
            slapd = nil
            let gone = try await other.expect()
            #expect((gone.tag, gone.code) == (0x61, 52))
            #expect(heard.codes == [52, 52])
        }
    }

    @Test func `a server that does not answer a bind in time is busy, and what it says later counts for nothing`()
        async throws
    {
        let server = try ScriptedUpstream()
        let heard = HeardCodes()
        try await withGate(server.configuration, judge: heard.judge, { $0.limits.bind = .milliseconds(300) }) { gate in
            let client = try RawConnection(port: gate.port)
            try await client.send(.bind(id: 2, "cn=x", "y"))
            let slapd = try await server.accept()
            let slow = try await client.expect()
            #expect((slow.tag, slow.code) == (0x61, 51))
            #expect(heard.codes == [51])
            _ = slapd.sendSome(WireMessage.result(id: 2, 0x61, 0).bytes[...])
            try await slapd.waitUntilClosed()
        }
    }

    @Test func `a judge that fails lets nobody in`() async throws {
        let server = try ScriptedUpstream()
        let judge = TestJudge(opening: { bind, loop in
            loop.makeFailedFuture(CancellationError())
        })
        try await withGate(server.configuration, judge: judge) { gate in
            let client = try RawConnection(port: gate.port)
            let failed = try await client.ask(.bind(id: 1, "cn=fails", "y"))
            #expect(failed.code == 52)
            #expect(!server.hasCaller())
        }
    }
}

/// What a judge's conclusions were told.
private final class HeardCodes: Sendable {
    private let heard = Mutex<[Int]>([])
    var codes: [Int] { heard.withLock { $0 } }

    var judge: TestJudge {
        TestJudge(opening: { bind, loop in
            let conclusion = BindConclusion { code in
                self.heard.withLock { $0.append(code) }
                return loop.makeSucceededFuture(nil)
            }
            return loop.makeSucceededFuture(.ask(name: bind.nameText, password: bind.password, conclusion: conclusion))
        })
    }
}
