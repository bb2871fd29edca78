import Foundation
import LocalStack

/// The binds of a service identity, which no gate has anything to say about, against another LDAP proxy made for second
/// factors: pi-ldapproxy, which passes on the binds of the names it is told.
struct OtherProxy {
    private static let connections = 16
    private static let ourBinds = 32_000
    private static let theirBinds = 4_000
    /// Names the program that runs it: `twistd` of an environment that has it. `Config/benchmark.sh` makes one.
    private static let variable = "PAMONG_BENCHMARK_TWISTD"

    private let rig: GateRig
    private let folder: URL

    static func measure(_ rig: GateRig) async throws -> [Measurement] {
        guard let program = ProcessInfo.processInfo.environment[variable], !program.isEmpty else {
            tell("ldapproxy: left out, \(variable) names no twistd with pi-ldapproxy")
            return []
        }
        let proxy = OtherProxy(rig: rig, folder: try rig.stack.folder.folder("ldapproxy", mode: 0o700))
        let server = try proxy.server(program)
        try await server.start()
        do {
            let results = try await proxy.measure()
            await server.kill()
            return results
        } catch {
            await server.kill()
            throw LocalStackError("\(error)", details: server.logTail)
        }
    }

    private var socket: String { folder.appending(path: "proxy.sock").path }
    private var name: String { rig.stack.slapd.dn(of: .dovecot) }

    private func measure() async throws -> [Measurement] {
        let password = try String(contentsOf: rig.stack.slapd.passwordFile(of: .dovecot), encoding: .utf8)
        let bind = LDAPRequest.bind(name, password: password)
        let rates = try await Rates.measure(
            "binds of a service identity",
            runs: rig.request.runs,
            gate: load(rig.gate.socket, Array(repeating: bind, count: Self.ourBinds)),
            other: load(socket, Array(repeating: bind, count: Self.theirBinds))
        )
        return [
            Measurement(
                what: "binds of a service identity passed on, against pi-ldapproxy, 16 connections",
                value: rates.ratio,
                unit: .ratio,
                isCost: false,
                bar: 10,
                aim: 50,
                detail: rates.detail
            )
        ]
    }

    private func load(_ path: String, _ requests: [[UInt8]]) -> RequestLoad {
        RequestLoad(path: path, requests: requests, connections: Self.connections)
    }

    private func server(_ program: String) throws -> ServerProcess {
        let file = folder.appending(path: "proxy.ini")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let socket = socket
        return ServerProcess(
            name: "pi-ldapproxy",
            program: program,
            arguments: [
                "--nodaemon", "--pidfile=", "--logfile=\(folder.appending(path: "proxy.log").path)",
                "ldap-proxy", "-c", file.path,
            ],
            log: folder.appending(path: "twistd.log"),
            isReady: { (try? LDAPSocket(path: socket)) != nil }
        )
    }

    /// What it asks privacyIDEA about other names is nothing here: nobody else logs in.
    private var configuration: String {
        """
        [privacyidea]
        instance = http://127.0.0.1:1
        [ldap-backend]
        endpoint = unix:\(rig.directPath)
        test-connection = false
        [service-account]
        dn = "\(name)"
        password = none
        [ldap-proxy]
        endpoint = unix:\(socket)
        passthrough-binds = "\(name)",
        allow-connection-reuse = true
        [user-mapping]
        strategy = match
        pattern = "mail=([^,]+),"
        [realm-mapping]
        strategy = static
        realm = none
        [bind-cache]
        enabled = false
        [app-cache]
        enabled = false

        """
    }
}
