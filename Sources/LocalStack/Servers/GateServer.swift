public import Foundation

/// A real `pamong-gate` in front of a stack's slapd, in its private folder, on loopback: what mail servers and people
/// log in through.
public final class GateServer: LocalServer {
    /// The running gate.
    public let process: ServerProcess
    /// Port of its `ldap` listener on 127.0.0.1.
    public let port: UInt16
    /// Port of its metrics, `/healthz` and `/readyz` on 127.0.0.1.
    public let metricsPort: UInt16
    /// Its configuration, for `pamong-gate --check`.
    public let configuration: URL
    /// Where its key ring has to be, mode 600.
    public let keyRing: URL
    /// Where it writes a line for each verdict.
    public let auditLog: URL

    /// `ldap://127.0.0.1:<port>`
    public var uri: String { "ldap://127.0.0.1:\(port)" }
    /// Path of its Unix socket.
    public let socket: String
    /// The same as `ldapi://…`
    public var socketURI: String { "ldapi://" + socket.replacingOccurrences(of: "/", with: "%2F") }

    /// Writes the configuration into the folder. Does not start the gate, which needs a key ring first.
    public static func prepare(_ options: GateOptions, slapd: SlapdServer, in folder: StackFolder) throws -> GateServer
    {
        let gate = try GateServer(options, folder: folder)
        try writeFile(gate.configuration, gate.yaml(slapd) + options.more, mode: 0o644)
        return gate
    }

    private init(_ options: GateOptions, folder: StackFolder) throws {
        let metricsPort = try LoopbackPort.free()
        self.metricsPort = metricsPort
        port = try LoopbackPort.free()
        socket = try folder.folder("run").appending(path: "login.sock").path
        configuration = folder.url.appending(path: "pamong-gate.yaml")
        keyRing = folder.url.appending(path: "secrets/keyring.json")
        auditLog = try folder.folder("log").appending(path: "gate-audit.log")
        process = ServerProcess(
            name: "gate",
            program: options.program.path,
            arguments: ["--config", configuration.path],
            log: try folder.folder("log").appending(path: "gate.log"),
            isReady: { await Self.isReady(metricsPort) }
        )
    }

    private func yaml(_ slapd: SlapdServer) -> String {
        """
        listen:
          ldap: 127.0.0.1:\(port)
          ldapi: \(socket)
        upstream:
          uri: \(slapd.gateURI)
        suffix: \(slapd.options.suffix)
        identity:
          bindDN: \(slapd.dn(of: .gate))
          passwordFile: \(slapd.passwordFile(of: .gate).path)
        keyRing: \(keyRing.path)
        activationUrl: https://portal.mail.go.id/2fa
        appPasswordUrl: https://portal.mail.go.id/sandi-aplikasi
        metrics:
          listen: 127.0.0.1:\(metricsPort)
        auditLog: \(auditLog.path)

        """
    }

    /// Ready is who says so: an open port alone refuses everybody while the directory or the key ring is not right.
    private static func isReady(_ port: UInt16) async -> Bool {
        guard let connection = try? LineConnection(port: port) else { return false }
        defer { connection.cut() }
        try? await connection.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return (try? await connection.line(within: .seconds(2)))??.contains(" 200 ") == true
    }
}
