import Foundation
import LocalStack
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ClientCommandTests {
    private let pusat = OfficeEntries.pusat
    private let service = OfficeEntries.service

    @Test func `programs are made, given and taken tokens, by Admin Pusat alone`() async throws {
        try await ClientRig.run { rig in
            #expect(try await rig.client("list").output == "No programs.\n")
            let foreign = try await rig.client("add", "portal-pegawai", "--service", service, as: OfficeEntries.wati)
            #expect(foreign.status == 4, "\(foreign.complaint)")
            #expect(try await rig.client("add", "portal-pegawai", "--service", "x.go.id", as: pusat).status == 2)
            #expect(try await rig.client("add", "portal pegawai", "--service", service, as: pusat).status == 2)
            #expect(try await rig.client("token", "portal-pegawai", as: pusat).status == 2, "nobody of this name yet")

            let made = try await rig.client(
                "add",
                "portal-pegawai",
                "--service",
                service,
                "--about",
                "Portal pegawai nasional",
                "--contact",
                "Rina, 021 000",
                as: pusat
            )
            #expect(made.status == 0, "\(made.complaint)")
            // Again, and one tenant of it to read: what is there stays.
            for arguments in [
                ["--service", service],
                ["--service", service, "--tenant", OfficeEntries.agency, "--read-only"],
            ] {
                let more = try await rig.client(["add", "portal-pegawai"] + arguments, as: pusat)
                #expect(more.status == 0, "\(more.complaint)")
            }

            let first = try await rig.token("portal-pegawai")
            let second = try await rig.token("portal-pegawai", "--expires", "2d")
            #expect(first != second)
            let third = try await rig.client("token", "portal-pegawai", as: pusat)
            #expect(third.status == 4)
            #expect(third.complaint.contains("revoke one first"), "\(third.complaint)")

            let listed = try await rig.client("list", "--json")
            let item = try #require(try JSONDecoder().decode([Item].self, from: Data(listed.output.utf8)).first)
            #expect(item.name == "portal-pegawai" && item.contact == "Rina, 021 000")
            #expect(
                item.scopes == [
                    Item.Scope(service: service, tenant: nil, readOnly: false),
                    Item.Scope(service: service, tenant: OfficeEntries.agency, readOnly: true),
                ]
            )
            #expect(Set(item.tokens.map(\.id)) == [first.id, second.id])
            let table = try await rig.client("list")
            for run in [listed, table] {
                #expect(!run.output.contains(first.secret) && !run.output.contains("$client1$"))
            }
            #expect(table.output.contains(first.id) && table.output.contains("Rina, 021 000"))

            #expect(try await rig.client("revoke", "portal-pegawai", as: OfficeEntries.wati).status == 4)
            #expect(try await rig.client("revoke", "portal-pegawai", "--token", "zzzzzzzz", as: pusat).status == 2)
            let gone = try await rig.client("revoke", "portal-pegawai", "--token", first.id, as: pusat)
            #expect(gone.output == "1 token of portal-pegawai revoked.\n")
            #expect(!(try await rig.client("list").output.contains(first.id)))
            let rest = try await rig.client("revoke", "portal-pegawai", as: pusat)
            #expect(rest.output == "1 token of portal-pegawai revoked.\n")
            #expect(try await rig.client("list").output.contains("none"))
        }
    }

    private struct Item: Decodable {
        struct Scope: Decodable, Equatable {
            let service: String
            let tenant: String?
            let readOnly: Bool
        }

        struct Token: Decodable { let id: String }

        let name: String
        let contact: String?
        let scopes: [Scope]
        let tokens: [Token]
    }
}

/// A real directory with the office's people and the configuration of `pamong client`.
private struct ClientRig {
    let rig: OperatorRig

    static func run(_ body: (ClientRig) async throws -> Void) async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif, servers: .directory) { rig in
            try await OfficeEntries.promote(OfficeEntries.pusat, rig.stack)
            let section = "secondFactor:\n  passwordFile: \(rig.stack.slapd.passwordFile(of: .portal).path)\n"
            let yaml = try String(contentsOf: rig.configuration, encoding: .utf8)
            try (yaml + section).write(to: rig.configuration, atomically: true, encoding: .utf8)
            try await body(ClientRig(rig: rig))
        }
    }

    func client(_ arguments: String...) async throws -> PamongRun {
        try await PamongRun(["client"] + arguments + ["--config", rig.configuration.path])
    }

    func client(_ arguments: String..., as officer: String) async throws -> PamongRun {
        try await client(arguments, as: officer)
    }

    func client(_ arguments: [String], as officer: String) async throws -> PamongRun {
        let file = rig.stack.folder.url.appending(path: "officer-\(UUID()).password")
        try Data(OfficeEntries.password.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let signIn = ["--as", officer, "--password-file", file.path, "--config", rig.configuration.path]
        return try await PamongRun(["client"] + arguments + signIn)
    }

    /// A new token as it is shown.
    func token(_ name: String, _ arguments: String...) async throws -> (id: String, secret: String) {
        let run = try await client(["token", name] + arguments, as: OfficeEntries.pusat)
        #expect(run.status == 0, "\(run.complaint)")
        let shown = try #require(run.output.firstMatch(of: /\n  pamong_([a-z2-9]{8})_(\S{43})\n/), "\(run.output)")
        return (String(shown.1), String(shown.2))
    }
}
