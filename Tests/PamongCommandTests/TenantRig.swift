import Foundation
import LocalStack
import Testing

/// A real directory with the office's people, two real name servers, and the configuration of `pamong tenant`.
struct TenantRig {
    static let right = "@ IN MX 10 narada.mail.go.id.\n@ IN MX 10 yamadipati.mail.go.id."
    static let old = "@ IN MX 5 mail.lama.example."
    static let domain = "garutkab.go.id"

    let rig: OperatorRig
    let servers: [NameServer]

    static func run(_ zones: [String: String?], _ body: (TenantRig) async throws -> Void) async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif, servers: .directory) { rig in
            try await OfficeEntries.promote(OfficeEntries.pusat, rig.stack)
            let servers = try (0..<2).map { _ in try NameServer.prepare(zones, in: rig.stack.folder) }
            do {
                for server in servers { try await server.start() }
                let tenants = TenantRig(rig: rig, servers: servers)
                try tenants.configure()
                try await body(tenants)
            } catch {
                let logs = servers.map(\.process.logTail).joined(separator: "\n")
                for server in servers { await server.kill() }
                throw LocalStackError("\(error)", details: logs)
            }
            for server in servers { await server.kill() }
        }
    }

    private func configure() throws {
        let yaml = try String(contentsOf: rig.configuration, encoding: .utf8)
        let section = """
            secondFactor:
              passwordFile: \(rig.stack.slapd.passwordFile(of: .portal).path)
            dns:
              resolvers: \(servers.map(\.address).joined(separator: ", "))
              timeout: 20s

            """
        try (yaml + section).write(to: rig.configuration, atomically: true, encoding: .utf8)
    }

    /// Serves a domain's records from all servers.
    func serve(_ records: String) async throws {
        for server in servers { try await server.serve([Self.domain: records]) }
    }

    /// `pamong tenant …`
    func tenant(_ arguments: String..., environment: [String: String] = [:]) async throws -> PamongRun {
        try await PamongRun(["tenant"] + arguments + ["--config", rig.configuration.path], environment: environment)
    }

    /// The same, signed in as an officer.
    func tenant(_ arguments: String..., as officer: String) async throws -> PamongRun {
        let file = rig.stack.folder.url.appending(path: "officer-\(UUID()).password")
        try Data(OfficeEntries.password.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let signIn = ["--as", officer, "--password-file", file.path, "--config", rig.configuration.path]
        return try await PamongRun(["tenant"] + arguments + signIn)
    }

    /// A letter of request as `pamong tenant request` takes it.
    func request(_ name: String, rank: String = "sekda", as officer: String = OfficeEntries.pusat) async throws
        -> PamongRun
    {
        try await tenant(
            "request",
            name,
            "--domain",
            Self.domain,
            "--letter-number",
            "800/17/SEKDA/2026",
            "--letter-date",
            "2026-01-05",
            "--signer",
            "Drs. H. Suryana",
            "--signer-rank",
            rank,
            "--use",
            "Surat dinas",
            "--administrator",
            "Dewi",
            "--contact",
            "+62 812 0000 0017",
            "--code",
            "g05",
            as: officer
        )
    }
}
