import Foundation
import LocalStack
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TenantCommandTests {
    private let pusat = OfficeEntries.pusat
    private let name = "Kabupaten Garut"

    @Test func `an agency joins by the commands, with its records wrong and then right`() async throws {
        try await TenantRig.run([TenantRig.domain: TenantRig.old]) { rig in
            let early = try await rig.tenant("activate", name, as: pusat)
            #expect(early.status == 2)
            #expect(try await rig.request(name, rank: "camat").status == 2)
            #expect(
                try await rig.request(name, as: OfficeEntries.wati).status == 4,
                "a tenant's administrator makes a tenant"
            )
            let made = try await rig.request(name)
            #expect(made.status == 0, "\(made.complaint)")
            #expect(try await rig.request(name).status == 0, "the same letter again")

            let skipped = try await rig.tenant(
                "credentials",
                "g05",
                "--address",
                "admin@\(TenantRig.domain)",
                as: pusat
            )
            #expect(skipped.status == 4)
            #expect(skipped.complaint.contains("the signed NDA"), "\(skipped.complaint)")
            #expect(try await rig.tenant("nda", "g05", "--date", "2026-01-12", as: pusat).status == 0)
            #expect(try await rig.tenant("check-mx", "g05").status == 2, "there is no domain yet")
            let issued = try await rig.tenant("credentials", "g05", "--address", "admin@\(TenantRig.domain)", as: pusat)
            #expect(issued.status == 0, "\(issued.complaint)")
            let password = try #require(issued.output.firstMatch(of: /\n  (\S{23})\n/)?.1)
            let account =
                "mail=admin@\(TenantRig.domain),ou=accounts,o=\(name),cn=\(OfficeEntries.service),ou=services,dc=mail,dc=go,dc=id"
            let slapd = rig.rig.stack.slapd
            #expect(try await slapd.logIn(account, password: String(password), at: slapd.gateURI).isAccepted)

            let asked = try await rig.tenant("mx", "g05", as: pusat)
            #expect(asked.status == 0, "\(asked.complaint)")
            #expect(asked.output.contains("yamadipati.mail.go.id."))
            let refused = try await rig.tenant("activate", "g05", as: pusat)
            #expect(refused.status == 1, "\(refused.output) \(refused.complaint)")
            #expect(refused.output.contains("mail.lama.example"))
            #expect(try await rig.tenant("list").status == 0, "what is awaited is no alert")
            let waiting = try await rig.tenant("check-mx", "--all")
            #expect(waiting.output.contains("WAITING \(name) (mx): foreignHosts"), "\(waiting.output)")
            // The servers refuse to answer about the other agencies' domains: that tells nothing of them.
            #expect(waiting.output.contains("UNKNOWN \(OfficeEntries.agency) (active): resolverFailure"))
            #expect(waiting.status == 3)

            try await rig.serve(TenantRig.right)
            let seen = try await rig.tenant("check-mx", "g05")
            #expect(seen.status == 0, "\(seen.output) \(seen.complaint)")
            #expect(try await rig.tenant("check-mx", "--all").output.contains("READY \(name)"))
            let active = try await rig.tenant("activate", "g05", as: pusat)
            #expect(active.status == 0, "\(active.output) \(active.complaint)")
            let shown = try await rig.tenant("show", "g05")
            for word in ["active", "sekda", "MX correct", "requested", "admin@\(TenantRig.domain)", "mail=pusat@"] {
                #expect(shown.output.contains(word), "\(word) in \(shown.output)")
            }
            #expect(!shown.output.contains(password))

            // Later drift.
            try await rig.serve(TenantRig.old)
            let drifted = try await rig.tenant("check-mx", "--all")
            #expect(drifted.status == 1)
            #expect(
                drifted.output.contains("ALERT \(name) is active and its MX records are wrong"),
                "\(drifted.output)"
            )
            let list = try await rig.tenant("list", "--status", "active", "--json")
            #expect(list.status == 1)
            #expect(list.output.contains("\"mxWentWrong\" : true"))

            let second = "perumda.\(TenantRig.domain)"
            #expect(try await rig.tenant("domain", "add", "g05", second, as: pusat).status == 0)
            #expect(try await rig.tenant("show", "g05").output.contains("\(second): not confirmed"))
            #expect(try await rig.tenant("domain", "confirm", "g05", second, as: pusat).status == 0)
            #expect(try await rig.tenant("domain", "confirm", "g05", second, as: pusat).status == 4)
            #expect(try await rig.tenant("show", "g05").output.contains("\(second): MX pending"))
            #expect(try await rig.tenant("domain", "remove", "g05", second, as: pusat).status == 0)
            #expect(try await !rig.tenant("show", "g05").output.contains("\(second):"))

            #expect(try await rig.tenant("suspend", "g05", "--reason", "surat", as: pusat).status == 0)
            let resumed = try await rig.tenant("resume", "g05", as: pusat)
            #expect(resumed.output.contains("back at mx"), "\(resumed.output) \(resumed.complaint)")
            let gone = try await rig.tenant("leave", "g05", "--reason", "pindah", as: pusat)
            #expect(gone.output.contains("delete associatedDomain=\(TenantRig.domain)"))
            #expect(try await rig.tenant("leave", "g05", "--reason", "pindah", as: pusat).status == 4)
        }
    }

    @Test func `a look tells wrong from unknown, writes only when it may, and says what to enter`() async throws {
        let zones = ["bandungkab.go.id": TenantRig.old, "kotabogor.go.id": TenantRig.right] as [String: String?]
        try await TenantRig.run(zones) { rig in
            let wrong = try await rig.tenant("check-mx", OfficeEntries.agency, "--dry-run")
            #expect(wrong.status == 1)
            #expect(wrong.output.contains("Enter in the DNS panel of bandungkab.go.id"))
            #expect(wrong.output.contains("Delete there"))
            #expect(try await rig.tenant("list").status == 0, "a dry run has written nothing")
            let json = try await rig.tenant("check-mx", "--all", "--json")
            #expect(json.status == 1)
            #expect(json.output.contains("\"status\" : \"foreignHosts\""))
            #expect(json.output.contains("\"status\" : \"correct\""))
            #expect(try await rig.tenant("list").status == 1)

            try await rig.servers[1].suspend()
            let silent = try await rig.tenant(
                "check-mx",
                OfficeEntries.other,
                environment: ["PAMONG_DNS_TIMEOUT": "1s"]
            )
            #expect(silent.status == 3, "\(silent.output) \(silent.complaint)")
            rig.servers[1].resume()
            #expect(try await rig.tenant("check-mx", OfficeEntries.other).status == 0)
            #expect(try await rig.tenant("check-mx", "nobody").status == 2)
            #expect(try await rig.tenant("check-mx").status == 2)
            let nobody = try await rig.tenant("check-mx", "--all", environment: ["PAMONG_DNS_RESOLVERS": ""])
            #expect(nobody.status == 2)
            #expect(nobody.complaint.contains("dns.resolvers is missing"))
            // As the timer's unit runs it: without Dovecot's key.
            let bare = [
                "PAMONG_DOVEADM_KEY_FILE": "", "PAMONG_DOVEADM_MAIL_ROOT": "", "PAMONG_DOVEADM_ARCHIVE_ROOT": "",
                "PAMONG_API_LISTEN": "", "PAMONG_API_TOKEN_FILE": "",
            ]
            let yaml = try String(contentsOf: rig.rig.configuration, encoding: .utf8)
            try (yaml + "doveadm: { keyFile: /nowhere, mailRoot: /a, archiveRoot: /b }\n")
                .write(to: rig.rig.configuration, atomically: true, encoding: .utf8)
            #expect(try await rig.tenant("check-mx", OfficeEntries.other).status == 2)
            #expect(try await rig.tenant("check-mx", OfficeEntries.other, environment: bare).status == 0)
        }
    }
}
