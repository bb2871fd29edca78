import Foundation
import Glibc
import LDAPClient
import LocalStack
import Logging
import NIOCore
import Testing

@testable import LoginGate

/// The gate as a service: sockets, configuration, metrics and health.
@Suite struct RelayServiceTests {
    @Test func `a Unix socket has its mode, replaces a stale one, is refused when in use, and goes at the end`()
        async throws
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString.prefix(8)).sock")
            .path
        let stale = try UnixListenerFile(path: path, mode: 0o600)
        close(stale.descriptor)
        let server = try ScriptedUpstream()
        let listener = GateConfiguration.Listener(.unix(path: path, mode: 0o620))
        try await withGate(server.configuration, { $0.listeners.append(listener) }) { gate in
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o620)
            let error = await #expect(throws: LDAPError.self) {
                let name = try DistinguishedName("cn=x")
                let configuration = LDAPConfiguration(
                    server: .socket(path: path),
                    authentication: .simple(name, LDAPSecret("y"))
                )
                async let connected: Void = LDAPConnection.withConnection(configuration) { _ in }
                let slapd = try await server.accept()
                let asked = try await slapd.expect()
                try await slapd.send(.result(id: asked.id, 0x61, 53))
                try await connected
            }
            #expect(error?.code == .unwillingToPerform)
            await #expect(throws: UnixListenerFile.Failure.self) {
                try await withGate(server.configuration, { $0.listeners = [listener] }) { _ in }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file that is no socket is left alone`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString.prefix(8))")
        try Data("penting".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: UnixListenerFile.Failure.self) { try UnixListenerFile(path: file.path, mode: 0o600) }
        #expect(try String(contentsOf: file, encoding: .utf8) == "penting")
    }

    @Test func `a gate without listener, or with ldaps but no certificate, does not start`() async throws {
        let server = try ScriptedUpstream()
        await #expect(throws: GateConfigurationError.self) {
            try await withGate(server.configuration, { $0.listeners = [] }) { _ in }
        }
        await #expect(throws: GateConfigurationError.self) {
            try await withGate(server.configuration, { $0.listeners = [.init(.tcp(host: "127.0.0.1", port: 0), .tls)] })
            { _ in }
        }
    }

    @Test func `metrics and health are served, and count what happened`() async throws {
        let server = try ScriptedUpstream()
        let monitoring = GateConfiguration.Listener.Address.tcp(host: "127.0.0.1", port: 0)
        try await withGate(server.configuration, { $0.monitoring = monitoring }) { gate in
            let client = try RawConnection(port: gate.port)
            _ = try await client.ask(.bind(id: 1, "cn=x", ""))
            gate.metrics.count("gate_verdicts_total", [("verdict", "password"), ("protocol", "imap")])
            let port = try #require(gate.ports.last ?? nil)
            let metrics = try await Self.get("/metrics", port)
            #expect(metrics.hasPrefix("HTTP/1.1 200"))
            for line in [
                "pamong_gate_connections_open 1", "pamong_gate_connections_accepted_total 1",
                "pamong_gate_messages_total 1",
                "pamong_gate_connections_refused_total{reason=\"slow\"} 0", "pamong_gate_bind_seconds_count 1",
                "pamong_gate_bind_seconds_bucket{le=\"+Inf\"} 1",
                "pamong_gate_verdicts_total{verdict=\"password\",protocol=\"imap\"} 1",
            ] { #expect(metrics.contains(line + "\n"), "\(line)") }
            let health = try await Self.get("/healthz", port)
            #expect(health.hasPrefix("HTTP/1.1 200"))
            let ready = try await Self.get("/readyz", port)
            #expect(ready.hasPrefix("HTTP/1.1 503"))
            let other = try await Self.get("/", port)
            #expect(other.hasPrefix("HTTP/1.1 404"))
            let post = try await Self.get("/metrics", port, method: "POST")
            #expect(post.hasPrefix("HTTP/1.1 405"))
        }
    }

    private static func get(_ path: String, _ port: Int, method: String = "GET") async throws -> String {
        let client = try RawConnection(port: port)
        try await client.send(Array("\(method) \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".utf8))
        var bytes: [UInt8] = []
        while let next = try await client.receive(1) { bytes += next }
        return String(decoding: bytes, as: UTF8.self)
    }
}
