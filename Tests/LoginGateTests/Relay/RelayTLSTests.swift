import Foundation
import LDAPClient
import LocalStack
import NIOCore
import NIOSSL
import Testing

@testable import LoginGate

@Suite struct RelayTLSTests {
    private static let subject = "CN=dovecot,OU=mesin,O=Uji\\, Surat,C=ID"

    @Test func `logins work over StartTLS and ldaps, and the judge knows that they are protected`() async throws {
        try await TestCertificates.with { certificates in
            try await withLocalStack(RelayDirectory.options()) { stack in
                let judge = TestJudge(opening: { bind, loop in
                    guard bind.isProtected else {
                        return loop.makeSucceededFuture(.refuse(BindRefusal(resultCode: 13, message: "TLS")))
                    }
                    return loop.makeSucceededFuture(
                        .ask(name: bind.nameText, password: bind.password, conclusion: .pass(on: loop))
                    )
                })
                let adjust: (inout GateConfiguration) -> Void = {
                    $0.tls = certificates.server()
                    $0.listeners.append(.init(.tcp(host: "127.0.0.1", port: 0), .tls))
                }
                try await withGate(stack.slapd.gateUpstream, judge: judge, adjust) { gate in
                    let tlsPort = try #require(gate.ports[1])
                    let servers: [LDAPServer] = [
                        .startTLS(host: "127.0.0.1", port: gate.port), .tls(host: "127.0.0.1", port: tlsPort),
                    ]
                    for server in servers {
                        let configuration = LDAPConfiguration(
                            server: server,
                            authentication: try RelayDirectory.login(),
                            tls: certificates.client()
                        )
                        try await LDAPConnection.withConnection(configuration) { connection in
                            let who = try await connection.whoAmI()
                            #expect(who.contains("satu@uji.go.id"))
                        }
                    }
                    let error = await #expect(throws: LDAPError.self) {
                        try await LDAPConnection.withConnection(gate.configuration(try RelayDirectory.login())) { _ in }
                    }
                    #expect(error?.code == .confidentialityRequired)
                    // The stack's commands read no settings from their environment unless they are told to.
                    let authority = "LDAPTLS_CACERT=\(certificates.path("authority.pem"))"
                    let tool = ShortCommand(
                        "/usr/bin/env",
                        ["-u", "LDAPNOINIT", authority, "ldapwhoami", "-x", "-ZZ", "-H", gate.uri]
                    )
                    let who = try await tool.run()
                    #expect(who == "anonymous\n")
                }
            }
        }
    }

    @Test func `StartTLS is refused without certificate and while operations are outstanding`() async throws {
        let server = try ScriptedUpstream()
        try await withGate(server.configuration) { gate in
            let client = try RawConnection(port: gate.port)
            let refused = try await client.ask(.startTLS(id: 1))
            #expect((refused.tag, refused.code) == (0x78, 52))
        }
        try await TestCertificates.with { certificates in
            try await withGate(server.configuration, { $0.tls = certificates.server() }) { gate in
                let client = try RawConnection(port: gate.port)
                try await client.send(.search(id: 1, base: ""))
                let slapd = try await server.accept()
                _ = try await slapd.expect()
                let refused = try await client.ask(.startTLS(id: 2))
                #expect((refused.id, refused.tag, refused.code) == (2, 0x78, 1))
            }
        }
    }

    @Test func `what is said in clear behind StartTLS ends the connection`() async throws {
        let server = try ScriptedUpstream()
        try await TestCertificates.with { certificates in
            try await withGate(server.configuration, { $0.tls = certificates.server() }) { gate in
                let together = try RawConnection(port: gate.port)
                try await together.send(WireMessage.startTLS(id: 1).bytes + WireMessage.bind(id: 2, "cn=x", "y").bytes)
                let nothing = try await together.message()
                #expect(nothing == nil)
                #expect(gate.metrics.snapshot.refused[.injection] == 1)
                let behind = try RawConnection(port: gate.port)
                let agreed = try await behind.ask(.startTLS(id: 1))
                #expect((agreed.tag, agreed.code) == (0x78, 0))
                try await behind.send(.search(id: 2, base: ""))
                try await behind.waitUntilClosed()
                try await waitUntil("the handshake has failed") { gate.metrics.snapshot.refused[.handshake] == 1 }
                #expect(!server.hasCaller())
            }
        }
    }

    @Test func `a client that never finishes its handshake is cut off`() async throws {
        let server = try ScriptedUpstream()
        try await TestCertificates.with { certificates in
            let adjust: (inout GateConfiguration) -> Void = {
                $0.tls = certificates.server()
                $0.listeners = [.init(.tcp(host: "127.0.0.1", port: 0), .tls)]
                $0.limits.handshake = .milliseconds(200)
            }
            try await withGate(server.configuration, adjust) { gate in
                let client = try RawConnection(port: gate.port)
                try await client.waitUntilClosed()
                #expect(gate.metrics.snapshot.refused[.handshake] == 1)
            }
        }
    }

    @Test(arguments: [true, false])
    func `a certificate logs in as the service identity it stands for, if that is switched on`(_ isOn: Bool)
        async throws
    {
        try await TestCertificates.with { certificates in
            try await withLocalStack(RelayDirectory.options()) { stack in
                let identity = stack.slapd.dn(of: .dovecot)
                let judge = TestJudge(identities: [Self.subject: identity])
                let adjust: (inout GateConfiguration) -> Void = {
                    $0.tls = certificates.server(.optional(authorityFile: certificates.path("authority.pem")))
                    $0.listeners = [.init(.tcp(host: "127.0.0.1", port: 0), .tls)]
                    $0.proxiesCertificateLogins = isOn
                }
                try await withGate(stack.slapd.gateUpstream, judge: judge, adjust) { gate in
                    let known = try await Self.external(gate, certificates.client("dovecot"))
                    #expect(
                        known == (isOn ? .success("dn:" + identity) : .failure(.init(.inappropriateAuthentication)))
                    )
                    let stranger = try await Self.external(gate, certificates.client("stranger"))
                    #expect(stranger == .failure(.init(isOn ? .invalidCredentials : .inappropriateAuthentication)))
                    let without = try await Self.external(gate, certificates.client())
                    #expect(
                        without == .failure(.init(.inappropriateAuthentication))
                            || without == .failure(.init(.authMethodNotSupported))
                    )
                    let rogue = try await Self.external(gate, certificates.client("rogue"))
                    #expect((try? rogue.get()) == nil)
                }
            }
        }
    }

    @Test func `who must show a certificate and has none gets no answer at all`() async throws {
        let server = try ScriptedUpstream()
        try await TestCertificates.with { certificates in
            let adjust: (inout GateConfiguration) -> Void = {
                $0.tls = certificates.server(.required(authorityFile: certificates.path("authority.pem")))
                $0.listeners = [.init(.tcp(host: "127.0.0.1", port: 0), .tls)]
            }
            try await withGate(server.configuration, adjust) { gate in
                for name in [nil, "rogue"] as [String?] {
                    var configuration = LDAPConfiguration(
                        server: .tls(host: "127.0.0.1", port: gate.port),
                        tls: certificates.client(name)
                    )
                    configuration.operationTimeout = .seconds(5)
                    await #expect(throws: LDAPError.self) {
                        try await LDAPConnection.withConnection(configuration) { _ = try await $0.whoAmI() }
                    }
                }
                #expect(!server.hasCaller())
            }
        }
    }

    @Test func `the directory itself may be behind TLS, and must be who it should be`() async throws {
        let server = try ScriptedUpstream()
        try await TestCertificates.with { certificates in
            let behind: (inout GateConfiguration) -> Void = {
                $0.tls = certificates.server()
                $0.listeners = [.init(.tcp(host: "127.0.0.1", port: 0), .tls)]
            }
            try await withGate(server.configuration, behind) { directory in
                for (authority, code) in [("authority", 53), ("rogue", 52)] {
                    let upstream = GateConfiguration.Upstream.tls(
                        host: "127.0.0.1",
                        port: directory.port,
                        authorityFile: certificates.path("\(authority).pem")
                    )
                    try await withGate(upstream) { gate in
                        let client = try RawConnection(port: gate.port)
                        try await client.send(.bind(id: 1, "cn=x", "y"))
                        if code == 53 {
                            let slapd = try await server.accept()
                            _ = try await slapd.expect()
                            try await slapd.send(.result(id: 1, 0x61, 53))
                        }
                        let answer = try await client.expect()
                        #expect((answer.tag, answer.code) == (0x61, code))
                        #expect(!server.hasCaller())
                    }
                }
            }
        }
    }

    @Test func `a subject is read as RFC 4514 writes it, and not at all when it is broken`() async throws {
        try await TestCertificates.with { certificates in
            let read = try NIOSSLCertificate.fromPEMFile(certificates.path("dovecot.pem")).first
            let der = try #require(try read?.toDERBytes())
            #expect(CertificateSubject(certificate: der)?.text == Self.subject)
            for length in stride(from: 0, to: 120, by: 7) {
                #expect(CertificateSubject(certificate: Array(der.prefix(length))) == nil)
            }
        }
    }

    private static func external(_ gate: RunningGate, _ tls: LDAPTLSConfiguration) async throws -> Result<
        String, LDAPError
    > {
        let configuration = LDAPConfiguration(
            server: .tls(host: "127.0.0.1", port: gate.port),
            authentication: .external,
            tls: tls
        )
        do {
            return .success(try await LDAPConnection.withConnection(configuration) { try await $0.whoAmI() })
        } catch let error as LDAPError {
            return .failure(LDAPError(error.code))
        }
    }
}
