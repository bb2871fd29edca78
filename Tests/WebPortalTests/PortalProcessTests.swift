import Foundation
import Glibc
import HTTPTypes
import HummingbirdTesting
import LocalStack
import NIOCore
import NIOSSL
import Testing

@testable import WebPortal

/// `pamong portal` itself, from its configuration file, with TLS of its own.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct PortalProcessTests {
    @Test func `the command serves over TLS, and ends in order`() async throws {
        let rig = try await PortalRig.shared()
        let folder = rig.stack.folder.url
        let certificate = try await Self.certificate(in: folder)
        let port = Int(try LoopbackPort.free())
        let log = folder.appending(path: "log/portal.log")
        let process = try Self.process(rig, certificate, port, log: log)
        try await process.start()
        let client = try Self.client(port, certificate)
        let page = try await client.get("/masuk")
        #expect(page.status == .ok && page.headers[.strictTransportSecurity] != nil)
        #expect(page.headers[.setCookie]?.hasPrefix("__Host-pamong=") == true)
        #expect(page.body.map { String(buffer: $0).contains("WhatsApp 0800") } == true)
        let style = try await client.get("/portal.css")
        #expect(style.headers[.contentType] == "text/css; charset=utf-8" && (style.body?.readableBytes ?? 0) > 1000)
        try await client.shutdown()
        await process.stop()
        let text = try String(contentsOf: log, encoding: .utf8)
        #expect(text.contains("stopped"), "\(text)")
        #expect(text.contains("path=/masuk"), "\(text)")
    }

    @Test(arguments: [
        ("listen: 0.0.0.0:8443", "there is no TLS"),
        ("certificateFile: /etc/hosts", "portal.keyFile"),
        ("listen: hier", "portal.listen"), ("trustedProxies: semua", "portal.trustedProxies"),
        ("limits: { perAccount: 0 }", "portal.limits.perAccount"),
        ("apiRateLimit: { perClient: viel }", "portal.apiRateLimit.perClient"),
    ])
    func `what is not safe, or no value, is refused`(lines: String, complaint: String) async throws {
        let rig = try await PortalRig.shared()
        let file = rig.stack.folder.url.appending(path: "portal-\(UUID()).yaml")
        try Self.yaml(rig, lines).write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await ShortCommand(try Self.program().path, ["portal", "--config", file.path]).outcome()
        #expect(outcome.exit != .code(0))
        let errors = String(decoding: outcome.errors, as: UTF8.self)
        #expect(errors.contains(complaint), "\(errors)")
    }

    private static func program() throws -> URL {
        try GateOptions.programBesideThis().deletingLastPathComponent().appending(path: "pamong")
    }

    private static func process(
        _ rig: PortalRig,
        _ certificate: (chain: URL, key: URL),
        _ port: Int,
        log: URL
    ) throws -> ServerProcess {
        let file = rig.stack.folder.url.appending(path: "portal.yaml")
        let lines = """
            listen: 127.0.0.1:\(port)
              certificateFile: \(certificate.chain.path)
              keyFile: \(certificate.key.path)
              helpDesk: WhatsApp 0800
            """
        try yaml(rig, lines).write(to: file, atomically: true, encoding: .utf8)
        return ServerProcess(
            name: "portal",
            program: try program().path,
            arguments: ["portal", "--config", file.path],
            log: log,
            isReady: { await isReady(port, certificate) }
        )
    }

    private static func isReady(_ port: Int, _ certificate: (chain: URL, key: URL)) async -> Bool {
        guard let client = try? client(port, certificate) else { return false }
        let status = try? await client.get("/readyz").status
        try? await client.shutdown()
        return status == .ok
    }

    /// A client that trusts this one certificate.
    private static func client(_ port: Int, _ certificate: (chain: URL, key: URL)) throws -> TestClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificate.chain.path))
        let client = TestClient(
            host: "127.0.0.1",
            port: port,
            configuration: .init(tlsConfiguration: tls, serverName: "localhost")
        )
        client.connect()
        return client
    }

    private static func yaml(_ rig: PortalRig, _ portal: String) throws -> String {
        let slapd = rig.stack.slapd
        return """
            mailHost: \(rig.stack.options.mailHost)
            directory:
              uri: \(slapd.uri)
              suffix: \(slapd.options.suffix)
              bindDN: \(slapd.dn(of: .portal))
              passwordFile: \(slapd.passwordFile(of: .portal).path)
              gateUri: \(try rig.stack.gate.uri)
            secondFactor:
              keyRing: \(try rig.stack.gate.keyRing.path)
              passwordFile: \(slapd.passwordFile(of: .portal).path)
            portal:
              \(portal)

            """
    }

    private static func certificate(in folder: URL) async throws -> (chain: URL, key: URL) {
        let (chain, key) = (folder.appending(path: "portal.pem"), folder.appending(path: "portal.key"))
        _ = try await ShortCommand(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", chain.path, "-keyout",
                key.path,
            ]
        ).run()
        return (chain, key)
    }
}
