import Foundation
import HTTPTypes
import LocalStack
import TestEntries
import Testing

@testable import WebPortal

/// Who changed what, as the directory's log has it: for those whose business it is.
@Suite(.timeLimit(.minutes(10)))
struct AuditTrailTests {
    private static func serving(_ body: @Sendable (PortalRig, Browser) async throws -> Void) async throws {
        let rig = try await PortalRig.shared()
        let folder = NSTemporaryDirectory() + "jejak-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let change: (inout PortalConfiguration) -> Void = {
            $0.uploads = PortalConfiguration.Uploads(folder: folder)
            $0.mailHost = SampleEntries.host
        }
        try await rig.serving(change) { browser, _ in try await body(rig, browser) }
    }

    @Test func `block, rename and removal show with who did them; no secret ever does`() async throws {
        try await Self.serving { rig, browser in
            let agency = try await Agency.make(rig)
            try await browser.signIn(agency.administrator, PortalRig.password)
            let plan = try await browser.plan(agency.csv(3))
            #expect(try await browser.accept(plan).stage == "Selesai")
            try await Self.change(rig, agency)
            try await rig.stack.slapd.modify(agency.account("rahasia"))
            _ = try await rig.enrol(agency.address("rahasia"))
            let page = try await browser.get("/admin/jejak")
            let rows = Self.rows(page)
            #expect(rows.contains { $0.contains("Dibuat") && $0.contains("p1@") && $0.contains(agency.administrator) })
            #expect(rows.contains { $0.contains("Diblokir") && $0.contains("cuti panjang") && $0.contains("p1@") })
            #expect(rows.contains { $0.contains("dipindah") && $0.contains("menjadi baru@") && $0.contains("p2@") })
            #expect(rows.contains { $0.contains("Dihapus") && $0.contains("p3@") && $0.contains(agency.administrator) })
            #expect(rows.contains { $0.contains("2FA diaktifkan") && $0.contains("rahasia@") }, "\(page.text)")
            #expect(rows.first { $0.contains("Dihapus") }?.contains("href=\"/admin/akun/") == false)
            #expect(rows.first { $0.contains("Diblokir") }?.contains("href=\"/admin/akun/") == true)
            #expect(page.text.contains("14 hari"))
            let file = try await browser.get("/admin/jejak/jejak.csv")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8" && file.text.contains("\"dihapus\""))
            for text in [page.text, file.text] {
                for secret in ["$pamong1$", "ARGON2", "SSHA", "userPassword", "pamongTotpSecret", "sandi-baru"] {
                    #expect(!text.contains(secret), "\(secret)")
                }
            }
            try await Self.checkFilters(browser, agency)
            try await Self.checkOthers(rig, browser, agency)
        }
    }

    /// As the agency's administrator with a tool of theirs.
    private static func change(_ rig: PortalRig, _ agency: Agency) async throws {
        try await rig.stack.slapd.modify(
            """
            dn: \(agency.dn(of: "p1"))
            changetype: modify
            replace: pamongAccountStatus
            pamongAccountStatus: blocked
            -
            replace: pamongStatusReason
            pamongStatusReason: cuti panjang
            -
            replace: userPassword
            userPassword: sandi-baru-1

            dn: \(agency.dn(of: "p2"))
            changetype: modrdn
            newrdn: mail=\(agency.address("baru"))
            deleteoldrdn: 1

            dn: \(agency.dn(of: "p3"))
            changetype: delete


            """,
            as: .account(dn: agency.dn(of: "admin"), password: PortalRig.password)
        )
    }

    private static func rows(_ page: Page) -> [String] {
        page.text.components(separatedBy: "<tr><th scope=\"row\">").dropFirst().map { $0 }
    }

    private static func checkFilters(_ browser: Browser, _ agency: Agency) async throws {
        func found(_ query: String) async throws -> [String] { rows(try await browser.get("/admin/jejak?\(query)")) }
        let removed = try await found("jenis=dihapus")
        #expect(removed.count == 1 && removed[0].contains("p3@"))
        #expect(try await found("entri=\(agency.address("p3"))").count == 2, "made and removed")
        let renamed = try await found("entri=\(agency.address("baru"))")
        #expect(renamed.count == 2 && renamed[1].contains("p2@"), "also what it was called before")
        #expect(try await found("pelaku=\(agency.administrator)").count == 6)
        #expect(try await found("dari=2020-01-01&sampai=2020-01-31").isEmpty)
        for (query, problem) in [
            ("dari=kemarin", "2026-01-26"), ("entri=bukan+alamat", "alamat email lengkap"),
            ("pelaku=tidak.ada@x.go.id", "Tidak ada akun"), ("sebelum=x", "tidak ada"),
            ("dari=2026-02-02&sampai=2026-02-01", "harus sebelum"),
        ] {
            let page = try await browser.get("/admin/jejak?\(query)")
            #expect(page.status == 422 && page.problem.contains(problem), "\(query): \(page.problem)")
        }
        #expect(try await browser.get("/admin/jejak?jenis=semua").status == 404)
        #expect(try await browser.get("/admin/jejak/jejak.csv?dari=kemarin").status == 400)
    }

    private static func checkOthers(_ rig: PortalRig, _ browser: Browser, _ agency: Agency) async throws {
        let medan = browser.stranger()
        try await medan.signIn(as: .medan)
        for query in [
            "", "?entri=\(agency.address("p3"))",
            "?entri=\(agency.dn(of: "p3").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")",
        ] {
            #expect(
                try await medan.get("/admin/jejak\(query)").text.contains(agency.domain) == !query.isEmpty,
                "only what was typed"
            )
            #expect(rows(try #require(await medan.last)).allSatisfy { !$0.contains(agency.domain) })
        }
        #expect(try await medan.get("/admin/jejak?pelaku=\(agency.administrator)").status == 422, "not theirs to see")
        let office = browser.stranger()
        try await office.signIn(as: .headOffice)
        let removed = rows(try await office.get("/admin/jejak?entri=\(agency.address("p3"))"))
        #expect(removed.count == 2 && removed[0].contains("Dihapus"))
        #expect(rows(try await office.get("/admin/jejak?pelaku=\(agency.administrator)")).count == 6)
        let person = browser.stranger()
        try await person.signIn(rig.person(of: PortalRig.early), PortalRig.password)
        #expect(try await person.get("/admin/jejak").status == 404)
        #expect(try await person.get("/admin/jejak/jejak.csv").status == 404)
    }

    @Test func `the trail is paged by time, and no record is lost or told twice`() async throws {
        try await Self.serving { rig, browser in
            let agency = try await Agency.make(rig)
            try await browser.signIn(agency.administrator, PortalRig.password)
            #expect(try await browser.accept(try await browser.plan(agency.csv(620))).stage == "Selesai")
            var (next, entries): (String?, [String]) = ("/admin/jejak?pelaku=\(agency.administrator)", [])
            while let path = next, entries.count < 1000 {
                let page = try await browser.get(path)
                entries += Self.rows(page).compactMap { $0.firstMatch(of: /(p[0-9]+)@/).map { String($0.1) } }
                next = page.first("rel=\"next\" href=\"([^\"]+)\"")?.replacing("&amp;", with: "&")
            }
            #expect(
                entries.count == 620 && Set(entries).count == 620,
                "\(entries.count), \(Set(entries).count) different"
            )
            let lines = try await browser.get("/admin/jejak/jejak.csv?pelaku=\(agency.administrator)").text
            #expect(lines.split(separator: "\r\n").count == 621)
        }
    }
}
