import LDAPClient
import LocalStack
import TestEntries
import Testing

@testable import BulkImport

@Suite(.timeLimit(.minutes(10)))
struct PlanTests {
    /// The rules each row is refused for, in order.
    private func rules(_ plan: ImportPlan) -> [[String]] {
        (0..<plan.count).map { row in
            guard case .refused(let refusals) = plan[row].verdict else { return [] }
            return refusals.map(\.rule.rawValue)
        }
    }

    private func kinds(_ plan: ImportPlan) -> [RowVerdictKind] {
        (0..<plan.count).map { plan[$0].verdict.kind }
    }

    @Test func `every verdict`() async throws {
        let entries =
            ImportRig.account(
                "siti@bandungkab.go.id",
                aliases: ["siti_a@bandungkab.go.id", "siti_c@bandungkab.go.id"],
                attributes: "pamongQuota: 1073741824"
            )
            + ImportRig.account("lama@bandungkab.go.id", status: "closed")
            + ImportRig.account("baru@bandungkab.go.id", status: "uploaded")
            + ImportRig.account(
                "andi@pemkomedan.go.id",
                tenant: ImportRig.medan,
                aliases: ["andi@bandungkab.go.id"]
            )
        try await ImportRig.run(caps: "pamongMaxQuota: 2147483648", entries) { rig in
            let csv = """
                alamat;nama;kuota;alias;status
                budi@bandungkab.go.id;Budi Santoso;1 GB;;
                siti@bandungkab.go.id;;1 GB;;
                siti@bandungkab.go.id;;2 GB;;
                SITI_B@bandungkab.go.id;Siti B;;siti_a@bandungkab.go.id;
                siti_a@bandungkab.go.id;Siti A;;;
                siti_c@bandungkab.go.id;Siti C;;;
                wati@gmail.com;Wati;;;
                wati@bandungkab.go.id;Wati;4 GB;;
                andi@bandungkab.go.id;Andi;;;
                joko@bandungkab.go.id;;;;
                lama@bandungkab.go.id;Lama;;;
                tono@bandungkab.go.id;Tono;;;closed
                ;Tanpa Alamat;;;
                rina@bandungkab.go.id;Rina;;andi@pemkomedan.go.id;

                """
            for reader in [nil, try rig.administrator()] {
                let plan = try await rig.plan(csv, as: reader, pageSize: reader == nil ? nil : 100)
                #expect(
                    rules(plan) == [
                        [], [], ["duplicate-in-file"], ["duplicate-address"], ["duplicate-in-file"],
                        ["duplicate-address"], ["foreign-domain"],
                        ["quota-too-large"], ["duplicate-address"], ["missing-value"], ["status-transition"],
                        ["status-transition"], ["missing-value"], ["foreign-domain"],
                    ]
                )
                #expect(kinds(plan).prefix(2) == [.create, .same])
                #expect(plan.summary.refused == 12)
                #expect(plan[3].line == 5)
            }
            let plan = try await rig.plan(csv)
            guard case .refused(let refusals) = plan[8].verdict else { throw LocalStackError("not refused") }
            #expect(refusals[0].detail == "andi@bandungkab.go.id is used outside this tenant")
            guard case .refused(let second) = plan[7].verdict else { throw LocalStackError("not refused") }
            #expect("\(second[0])".hasPrefix("column 3 (kuota): 4294967296 bytes"))
        }
    }

    @Test func `changes are told with what was there before`() async throws {
        let entries = ImportRig.account(
            "siti@bandungkab.go.id",
            aliases: ["siti_a@bandungkab.go.id"],
            attributes: "title: Staf"
        )
        try await ImportRig.run(entries) { rig in
            let plan = try await rig.plan(
                "mail,cn,title,alias,status,alasan\nsiti@bandungkab.go.id,Siti Aminah,Kepala,siti_b@bandungkab.go.id,blocked,Cuti\n"
            )
            guard case .change(let changes) = plan[0].verdict else { throw LocalStackError("\(plan[0])") }
            #expect(
                Set(changes.map(\.description)) == [
                    "cn: siti@bandungkab.go.id → Siti Aminah", "title: Staf → Kepala",
                    "mailLocalAddress: siti_a@bandungkab.go.id → siti_b@bandungkab.go.id",
                    "pamongAccountStatus: active → blocked", "pamongStatusReason: nothing → Cuti",
                ]
            )
            try await rig.write(plan) { #expect($0.ending == .done, "\($0.reason)") }
            let lines = try await rig.lines("siti@bandungkab.go.id")
            #expect(lines.isSuperset(of: ["cn: Siti Aminah", "title: Kepala", "pamongAccountStatus: blocked"]))
            #expect(lines.contains("mailLocalAddress: siti_b@bandungkab.go.id"))
            #expect(!lines.contains("mailLocalAddress: siti_a@bandungkab.go.id"))
        }
    }

    @Test func `statuses go forward only`() async throws {
        let entries =
            ImportRig.account("aktif@bandungkab.go.id")
            + ImportRig.account("blokir@bandungkab.go.id", status: "blocked")
            + ImportRig.account("unggah@bandungkab.go.id", status: "uploaded")
        try await ImportRig.run(entries) { rig in
            let cases: [(String, String, RowVerdictKind)] = [
                ("aktif", "uploaded", .refused), ("aktif", "diblokir", .change), ("blokir", "aktif", .change),
                ("blokir", "uploaded", .refused), ("unggah", "active", .change), ("unggah", "uploaded", .same),
            ]
            for (name, status, expected) in cases {
                let plan = try await rig.plan("mail,status\n\(name)@bandungkab.go.id,\(status)\n")
                #expect(plan[0].verdict.kind == expected, "\(name) to \(status)")
            }
        }
    }

    @Test func `the tenant's cap leaves the first rows in`() async throws {
        // One administrator is there already, and a closed account does not count.
        let entries = ImportRig.account("lama@bandungkab.go.id", status: "closed")
        try await ImportRig.run(caps: "pamongMaxAccounts: 3", entries) { rig in
            let few = "mail,cn\n" + (1...3).map { "a\($0)@bandungkab.go.id,A\n" }.joined()
            #expect(kinds(try await rig.plan(few)) == [.create, .create, .refused])
            let many = "mail,cn\n" + (1...1500).map { "a\($0)@bandungkab.go.id,A\n" }.joined()
            let plan = try await rig.plan(many)
            #expect(plan.summary.created == 2)
            #expect(plan.summary.refused == 1498)
            #expect(rules(plan).last == ["too-many-accounts"])
        }
    }

    @Test func `asking for all addresses finds what asking by name finds`() async throws {
        let entries =
            ImportRig.account("siti@bandungkab.go.id", aliases: ["siti_a@bandungkab.go.id"])
            + ImportRig.account("andi@pemkomedan.go.id", tenant: ImportRig.medan, aliases: ["andi@bandungkab.go.id"])
        try await ImportRig.run(entries) { rig in
            let rows = """
                siti@bandungkab.go.id,Siti
                siti_a@bandungkab.go.id,Siti
                andi@bandungkab.go.id,Andi
                budi@bandungkab.go.id,Budi

                """
            let few = try await rig.plan("mail,cn\n" + rows)
            let filler = (1...DirectoryLookup.mostByName).map { "x\($0)@bandungkab.go.id,X\n" }.joined()
            for pageSize in [nil, 2, 1000] {
                let many = try await rig.plan("mail,cn\n" + rows + filler, pageSize: pageSize)
                #expect((0..<4).map { many[$0].verdict } == (0..<4).map { few[$0].verdict })
            }
            #expect(kinds(few) == [.change, .refused, .refused, .create])
        }
    }

    @Test func `rows that are written wrongly are refused with line and column`() async throws {
        try await ImportRig.run { rig in
            let csv = "mail,nama\na@bandungkab.go.id\nb@bandungkab.go.id,\"B\"x\nc@bandungkab.go.id,C\u{0}\nd@x,D,E\n"
            let plan = try await rig.plan(csv)
            #expect(plan.summary.refused == 4)
            #expect(plan[0].verdict.detail.hasPrefix("column 2: 1 fields, and the header has 2"))
            #expect(plan[1].verdict.detail.hasPrefix("column 2 (nama): text after the closing quote"))
            #expect(plan[2].verdict.detail.hasPrefix("column 2 (nama): a control character (U+0)"))
            #expect(plan[3].line == 5)
            #expect(Set(rules(plan)[3]) == ["malformed-row", "broken-value"])
        }
    }

    @Test(arguments: [
        ("", "the file is empty"), ("nama\nSiti\n", "the header names no column of addresses"),
        ("mail,gaji\n", "\"gaji\" is no known column"), ("mail,E-Mail\n", "says the same as column 1"),
        ("mail,password\n", "passwords are not uploaded"), ("mail,cn\na@b.id,\"A\n", "ends within a quoted field"),
    ])
    func `files that cannot be taken at all`(text: String, reason: String) async throws {
        let source = ByteSource.bytes(Array(text.utf8))
        let target = try ImportRig.target()
        let error = #expect(throws: ImportFileError.self) {
            try ImportDraft.read(source, .csv, target: target) { _ in }
        }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `a file that is not there is said so`() {
        #expect(throws: ImportFileError.self) { try ByteSource.file("/nowhere/at/all.csv") }
        #expect(throws: ImportFileError.self) { try ByteSource.file("/tmp").next() }
    }

    @Test func `LDIF says the same as CSV`() async throws {
        let entries = ImportRig.account("siti@bandungkab.go.id")
        try await ImportRig.run(entries) { rig in
            let ldif = """
                version: 1

                # a comment
                \(ImportRig.account("budi@bandungkab.go.id", status: "uploaded").replacing("pamongRegisteredTime: 20240101000000Z\n", with: ""))
                dn: \(SampleEntries.dn("siti@bandungkab.go.id", tenant: ImportRig.bandung, service: ImportRig.service))
                objectClass: inetOrgPerson
                mail: siti@bandungkab.go.id
                cn:: U2l0aSBBbWluYWg=

                dn: \(SampleEntries.dn("a@pemkomedan.go.id", tenant: ImportRig.medan, service: ImportRig.service))
                mail: a@pemkomedan.go.id
                cn: A

                dn: \(SampleEntries.dn("b@bandungkab.go.id", tenant: ImportRig.bandung, service: ImportRig.service))
                changetype: delete

                dn: \(SampleEntries.dn("c@bandungkab.go.id", tenant: ImportRig.bandung, service: ImportRig.service))
                mail: c@bandungkab.go.id
                cn: C
                userPassword: secret
                objectClass: pamongTwoFactor

                """
            let plan = try await rig.plan(ldif, .ldif)
            #expect(kinds(plan) == [.create, .change, .refused, .refused, .refused])
            #expect(!plan[4].verdict.detail.contains("secret"))
            #expect(plan[1].verdict.detail == "cn: siti@bandungkab.go.id → Siti Aminah")
            let error = await #expect(throws: ImportFileError.self) { try await rig.plan("dn: x=1\nno colon\n", .ldif) }
            #expect(error?.line == 2)
        }
    }

    @Test func `tenants are found by name and by code, and told apart from none`() async throws {
        try await ImportRig.run(caps: "pamongTenantCode: 3204") { rig in
            try await LDAPConnection.withConnection(rig.worker()) { connection in
                let suffix = try DistinguishedName(SampleEntries.suffix)
                let reader = DirectoryReader(connection)
                for name in ["kabupaten bandung", "3204"] {
                    let found = try await ImportTarget.find(
                        name,
                        service: ImportRig.service,
                        suffix: suffix,
                        reader: reader
                    )
                    #expect(found == (try ImportRig.target()))
                }
                await #expect(throws: ImportError.noSuchTenant("Kota Bogor")) {
                    try await ImportTarget.find(
                        "Kota Bogor",
                        service: ImportRig.service,
                        suffix: suffix,
                        reader: reader
                    )
                }
                await #expect(throws: ImportError.noSuchService("x.go.id")) {
                    try await ImportTarget.find("Kota Bogor", service: "x.go.id", suffix: suffix, reader: reader)
                }
            }
        }
    }

    @Test func `the fingerprint names what would be written`() async throws {
        try await ImportRig.run { rig in
            let csv = "mail,cn\nbudi@bandungkab.go.id,Budi\n"
            let plan = try await rig.plan(csv)
            #expect(plan.fingerprint.count == 16)
            #expect(try await rig.plan(csv).fingerprint == plan.fingerprint)
            #expect(try await rig.plan("mail,cn\nbudi@bandungkab.go.id,Budy\n").fingerprint != plan.fingerprint)
            try await rig.slapd.modify(ImportRig.account("budi@bandungkab.go.id"))
            let later = try await rig.plan(csv)
            #expect(later.fingerprint != plan.fingerprint)
            await #expect(throws: ImportError.planChanged(accepted: plan.fingerprint, now: later.fingerprint)) {
                try await rig.write(later, PlanAcceptance(fingerprint: plan.fingerprint))
            }
        }
    }
}
