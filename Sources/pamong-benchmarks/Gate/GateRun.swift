import DirectoryModel
import Foundation
import LocalStack
import TwoFactor

extension GateServer {
    /// Starts a gate in front of a running slapd, as it is shipped, lends it, and ends it.
    static func withGate<Value: Sendable>(
        before slapd: SlapdServer,
        ring: KeyRing,
        _ body: (GateServer) async throws -> Value
    ) async throws -> Value {
        let options = GateOptions(program: try GateOptions.programBesideThis()) { _, _ in }
        let gate = try GateServer.prepare(options, slapd: slapd, in: slapd.folder)
        try KeyRingFile(path: gate.keyRing.path).save(ring)
        try await slapd.keepCanaries(of: ring)
        try await gate.start()
        do {
            let value = try await body(gate)
            await gate.kill()
            return value
        } catch {
            await gate.kill()
            throw LocalStackError("\(error)", details: gate.process.logTail)
        }
    }

    /// How much memory it has, in MB (`VmRSS` of proc(5)).
    var megabytes: Double {
        get throws {
            guard let pid = process.pid else { throw BenchmarkFailure("the gate does not run") }
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            guard let kilobytes = status.firstMatch(of: /VmRSS:\s+(\d+) kB/).flatMap({ Double($0.1) }) else {
                throw BenchmarkFailure("/proc/\(pid)/status does not say how much memory there is")
            }
            return kilobytes / 1000
        }
    }
}

extension SlapdServer {
    /// Path of the listener for the gate.
    var gateSocket: String { folder.url.appending(path: "run/gate.sock").path }

    /// Puts what a gate recognises its key ring by into the directory.
    func keepCanaries(of ring: KeyRing) async throws {
        let found = try await search("(objectClass=*)", base: dn(of: .gate), scope: "base", attributes: ["entryUUID"])
        guard let entry = found.firstMatch(of: /entryUUID: (\S+)/).flatMap({ EntryUUID(String($0.1)) }) else {
            throw BenchmarkFailure("\(dn(of: .gate)) has no entryUUID")
        }
        let canaries = try ring.sealCanaries(for: entry).map { "\(SealedAttribute.canary.rawValue): \($0.text)\n" }
        try await modify(
            "dn: \(dn(of: .gate))\nchangetype: modify\nreplace: \(SealedAttribute.canary.rawValue)\n"
                + canaries.joined()
        )
    }
}
