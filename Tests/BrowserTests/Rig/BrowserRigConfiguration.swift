import Foundation
import LocalStack

/// The configuration files of worker and portal, and the processes they are for.
struct BrowserRigConfiguration {
    let stack: LocalStack
    let nameServers: [NameServer]
    let portalPort: UInt16

    private var folder: URL { stack.folder.url }
    private var workerSocket: String { folder.appending(path: "run/worker.sock").path }

    func worker() throws -> ServerProcess {
        let dovecot = try stack.dovecot
        let file = try write(
            "worker.yaml",
            directory(.worker) + """
                state:
                  path: \(folder.appending(path: "state.sqlite").path)
                doveadm:
                  url: \(dovecot.doveadmURI)
                  keyFile: \(dovecot.keyFile.path)
                  mailRoot: \(dovecot.mailRoot.path)
                  archiveRoot: \(dovecot.archiveRoot.path)
                api:
                  socket: \(workerSocket)

                """
        )
        let socket = workerSocket
        return try process("worker", file) { FileManager.default.fileExists(atPath: socket) }
    }

    func portal() throws -> ServerProcess {
        let file = try write(
            "portal.yaml",
            directory(.portal) + """
                  gateUri: \(try stack.gate.uri)
                secondFactor:
                  keyRing: \(try stack.gate.keyRing.path)
                  passwordFile: \(stack.slapd.passwordFile(of: .portal).path)
                  gateLog: \(try stack.gate.auditLog.path)
                portal:
                  listen: 127.0.0.1:\(portalPort)
                  insecure: true
                  workers: \(workerSocket)
                  helpDesk: \(BrowserRig.helpDesk)
                  uploadFolder: \(folder.appending(path: "uploads").path)
                dns:
                  resolvers: \(nameServers.map(\.address).joined(separator: ", "))
                  timeout: 20s

                """
        )
        let port = portalPort
        return try process("portal", file) { LoopbackPort.answers(port) }
    }

    private func directory(_ identity: ServiceIdentity) -> String {
        let slapd = stack.slapd
        return """
            mailHost: \(stack.options.mailHost)
            directory:
              uri: \(slapd.uri)
              suffix: \(slapd.options.suffix)
              bindDN: \(slapd.dn(of: identity))
              passwordFile: \(slapd.passwordFile(of: identity).path)

            """
    }

    private func write(_ name: String, _ text: String) throws -> URL {
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    private func process(
        _ name: String,
        _ configuration: URL,
        isReady: @escaping @Sendable () async throws -> Bool
    ) throws -> ServerProcess {
        ServerProcess(
            name: name,
            program: try GateOptions.programBesideThis().deletingLastPathComponent().appending(path: "pamong").path,
            arguments: [name, "--config", configuration.path],
            log: folder.appending(path: "log/\(name).log"),
            isReady: isReady
        )
    }
}
