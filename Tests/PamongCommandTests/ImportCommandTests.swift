import Foundation
import LocalStack
import TestEntries
import Testing

/// `pamong import accounts` as an operator runs it, on a real directory.
@Suite(.timeLimit(.minutes(10)))
struct ImportCommandTests {
    private static let agency = "Kabupaten Bandung"
    private static let service = "multidomain.mail.go.id"
    private static let password = "rahasia-sekali-1"
    private static let administrator = "admin@bandungkab.go.id"

    private static var entries: String {
        let dn = SampleEntries.dn(administrator, tenant: agency, service: service)
        return SampleEntries.tenant(agency, service: service, domains: ["bandungkab.go.id"])
            + SampleEntries.account(
                administrator,
                tenant: agency,
                service: service,
                attributes: "userPassword: \(password)"
            )
                + """
                dn: cn=administrators,o=\(agency),cn=\(service),ou=services,\(SampleEntries.suffix)
                objectClass: groupOfNames
                cn: administrators
                member: \(dn)


                """
    }

    /// A directory and a folder with the upload and the administrator's password.
    private struct Desk {
        let rig: OperatorRig
        let folder: TemporaryFolder
        let upload: String
        let password: String

        var plan: [String] {
            [
                "import", "accounts", upload, "--service", service, "--tenant", agency, "--config",
                rig.configuration.path,
            ]
        }

        var write: [String] { plan + ["--as", administrator, "--password-file", password] }

        func pamong(_ arguments: [String]) async throws -> PamongRun { try await PamongRun(arguments) }

        func accounts() async throws -> Int {
            try await rig.stack.slapd.search("(objectClass=pamongAccount)", attributes: ["1.1"])
                .split(separator: "\n").count
        }
    }

    private func withDesk(_ csv: String, _ body: (Desk) async throws -> Void) async throws {
        try await OperatorRig.run(entries: Self.entries, servers: .directory) { rig in
            let folder = try TemporaryFolder()
            let desk = Desk(
                rig: rig,
                folder: folder,
                upload: try folder.write(csv, to: "pegawai.csv"),
                password: try folder.write(Self.password, to: "password", mode: 0o600)
            )
            try await body(desk)
        }
    }

    private static let mixed = """
        alamat;nama
        budi@bandungkab.go.id;Budi
        x@gmail.com;X

        """

    @Test func `a dry run shows the plan and writes nothing`() async throws {
        try await withDesk(Self.mixed) { desk in
            let table = try await desk.pamong(desk.plan + ["--dry-run"])
            #expect(table.status == 1, "\(table.complaint)")
            #expect(table.output.contains("create   1\n"))
            #expect(
                table.output.contains(
                    "line 3 x@gmail.com: column 1 (alamat): x@gmail.com: gmail.com is not a confirmed domain"
                )
            )
            let csv = try await desk.pamong(desk.plan + ["--dry-run", "--format", "csv"])
            #expect(csv.output.hasPrefix("line,address,verdict,detail\r\n2,budi@bandungkab.go.id,create,\r\n"))
            let json = try await desk.pamong(desk.plan + ["--dry-run", "--format", "json"])
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect((object?["rows"] as? [Any])?.count == 2)
            #expect(table.output.contains(object?["fingerprint"] as? String ?? "no fingerprint"))
            #expect(try await desk.accounts() == 1)
        }
    }

    @Test func `nothing is written without acceptance, and what was accepted is`() async throws {
        try await withDesk(Self.mixed) { desk in
            let stopped = try await desk.pamong(desk.write + ["--yes"])
            #expect(stopped.status == 1)
            #expect(stopped.complaint.contains("--skip-refused"))
            let other = try await desk.pamong(desk.write + ["--accept", "0000000000000000", "--skip-refused"])
            #expect(other.status == 4)
            #expect(try await desk.accounts() == 1)
            let fingerprint = try #require(stopped.output.split(separator: " ").dropFirst().first)
            let result = desk.folder.url.appending(path: "hasil.csv").path
            let done = try await desk.pamong(
                desk.write + ["--accept", String(fingerprint), "--skip-refused", "--result", result]
            )
            #expect(done.status == 1, "\(done.complaint)")
            #expect(done.output.hasSuffix("1 written, 0 the same, 1 refused, 0 failed of 2 rows\n"))
            #expect(
                try String(contentsOfFile: result, encoding: .utf8).contains("2,budi@bandungkab.go.id,create,done,\r\n")
            )
            #expect(try await desk.accounts() == 2)
            let again = try await desk.pamong(desk.write + ["--yes", "--skip-refused", "--result", result])
            #expect(again.status == 2)
        }
    }

    @Test func `a wrong password writes nothing and is not shown`() async throws {
        try await withDesk("mail,cn\nbudi@bandungkab.go.id,Budi\n") { desk in
            let wrong = try desk.folder.write("salah-sekali", to: "wrong", mode: 0o600)
            let run = try await desk.pamong(
                desk.plan + ["--as", Self.administrator, "--password-file", wrong, "--yes"]
            )
            #expect(run.status == 4, "\(run.complaint)")
            #expect(!run.complaint.contains("salah-sekali"))
            #expect(try await desk.accounts() == 1)
        }
    }

    @Test func `what is wrong with the call, the file or the tenant is a usage error`() async throws {
        try await withDesk("mail,gaji\n") { desk in
            let file = try await desk.pamong(desk.plan + ["--dry-run"])
            #expect(file.status == 2)
            #expect(file.complaint.contains("pegawai.csv: line 1, column 2: \"gaji\" is no known column"))
            for wrong in [["--yes"], ["--dry-run", "--yes"], ["--as", "x", "--format", "csv"]] {
                #expect(try await desk.pamong(desk.plan + wrong).status == 2, "\(wrong)")
            }
            let tenant = try await desk.pamong(
                desk.plan.map { $0 == Self.agency ? "Kota Bogor" : $0 } + ["--dry-run"]
            )
            #expect(tenant.status == 2)
            #expect(tenant.complaint.contains("there is no tenant Kota Bogor"))
        }
    }

    @Test func `killed again and again, the same file ends with every account once`() async throws {
        let count = 1500
        let csv = "mail,nama,nip\n" + (1...count).map { "pegawai\($0)@bandungkab.go.id,Pegawai \($0),\($0)\n" }.joined()
        try await withDesk(csv) { desk in
            for round in 1...3 {
                let upload = ServerProcess(
                    name: "import",
                    program: PamongRun.executable,
                    arguments: desk.write + ["--yes"],
                    log: desk.folder.url.appending(path: "import-\(round).log"),
                    isReady: { true }
                )
                try await upload.start()
                try await waitUntil("part of the file is written", within: .seconds(120)) {
                    try await desk.accounts() > round * 200
                }
                await upload.kill()
                #expect(try await desk.accounts() < count)
            }
            let rest = try await desk.pamong(desk.write + ["--yes"])
            #expect(rest.status == 0, "\(rest.complaint)")
            #expect(try await desk.accounts() == count + 1)
            let after = try await desk.pamong(desk.write + ["--yes"])
            #expect(after.output.contains("same     \(count)\n"))
            #expect(after.status == 0)
        }
    }
}
