import DirectoryModel
import LocalStack
import TestEntries
import Testing
import WorkerAPI

@testable import WebPortal

/// Held batches and the quarantine, over a real worker on a real directory.
@Suite(.timeLimit(.minutes(10)))
struct HoldPageTests {
    private func path(_ hold: HoldSummary) -> String { "/admin/tahanan/1/\(hold.id)" }

    private func fingerprint(_ page: Page) throws -> String {
        try #require(page.first("name=\"list\" value=\"([0-9a-f]+)\""), "\(page.text)")
    }

    @Test func `a batch is decided by a second person of its tenant, about the list they saw`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        let agency = AgencyUnderTest.deciding
        try await agency.write(agency.setting("blocked", of: 1...7), as: agency.administrator, rig)
        let hold = try await behind.openHold(of: agency, atLeast: 4)
        try await rig.serving({ $0.workers = [behind.client] }) { browser, log in
            let author = browser.stranger()
            try await author.signIn(agency.administrator, PortalRig.password)
            let own = try await author.get(path(hold))
            #expect(own.status == 200 && own.text.contains(agency.person(7)), "\(own.text)")
            let list = try fingerprint(own)
            let refused = try await author.post("\(path(hold))/lepas", ["list": list, "sure": "1"])
            #expect(refused.status == 403 && refused.problem.contains("Anda sendiri"), "\(refused.problem)")

            try await self.strangersSeeNothing(of: hold, agency, browser, list)

            let deputy = browser.stranger()
            try await deputy.signIn(agency.deputy, PortalRig.password)
            #expect(try await deputy.get("/admin/tahanan").text.contains("href=\"\(path(hold))\""))
            let seen = try fingerprint(try await deputy.get(path(hold)))
            let unsure = try await deputy.post("\(path(hold))/lepas", ["list": seen])
            #expect(unsure.status == 422 && unsure.problem.contains("Belum diputuskan"))
            let forged = try await deputy.postOnce("\(path(hold))/lepas", ["list": seen, "sure": "1"], token: "x")
            #expect(forged.status == 403)

            try await agency.write(agency.setting("blocked", of: 8...8), as: agency.administrator, rig)
            _ = try await behind.openHold(of: agency, atLeast: hold.accounts + 1)
            let changed = try await deputy.post("\(path(hold))/lepas", ["list": seen, "sure": "1"])
            #expect(changed.status == 409 && changed.problem.contains("Daftar ini berubah"), "\(changed.problem)")
            #expect(try await behind.client.hold(hold.id).hold.state == .open)

            let now = try fingerprint(changed)
            let released = try await deputy.post("\(path(hold))/lepas", ["list": now, "sure": "1"])
            #expect(released.status == 200 && released.text.contains("Kelompok ini dilepaskan"), "\(released.text)")
            let after = try await behind.client.hold(hold.id).hold
            #expect(after.state == .released && after.decidedBy == agency.dn(agency.deputy))
            let again = try await deputy.post("\(path(hold))/lepas", ["list": now, "sure": "1"])
            #expect(again.status == 409)
            #expect(log.text.contains("a held batch was decided"))
        }
    }

    /// For another tenant's administrators the batch does not exist; Admin Pusat sees it.
    private func strangersSeeNothing(
        of hold: HoldSummary,
        _ agency: AgencyUnderTest,
        _ browser: Browser,
        _ list: String
    ) async throws {
        let stranger = browser.stranger()
        try await stranger.signIn(as: .medan)
        let all = try await stranger.get("/admin/tahanan")
        #expect(all.status == 200 && !all.text.contains(agency.name))
        #expect(try await stranger.get(path(hold)).status == 404)
        try await stranger.get("/admin")
        for verdict in ["lepas", "tolak"] {
            let answer = try await stranger.post("\(path(hold))/\(verdict)", ["list": list, "sure": "1"])
            #expect(answer.status == 404)
        }
        for address in ["/admin/tahanan/1/999999", "/admin/tahanan/9/\(hold.id)", "/admin/tahanan/1/x"] {
            #expect(try await stranger.get(address).status == 404, "\(address)")
        }
        let headOffice = browser.stranger()
        try await headOffice.signIn(as: .headOffice)
        let row = try await headOffice.get("/admin/tahanan")
        #expect(row.text.contains(agency.name) && row.text.contains("Menunggu keputusan"))
    }

    @Test func `Admin Pusat rejects a batch, which may be released later`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        let agency = AgencyUnderTest.rejecting
        try await agency.write(agency.setting("blocked", of: 1...7), as: agency.administrator, rig)
        let hold = try await behind.openHold(of: agency, atLeast: 4)
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            try await browser.signIn(as: .headOffice)
            let page = try await browser.get(path(hold))
            #expect(page.text.contains("blokir, penutupan, dan penghapusan dalam 60 menit"), "\(page.text)")
            let rejected = try await browser.post(
                "\(path(hold))/tolak",
                ["list": try fingerprint(page), "sure": "1"]
            )
            #expect(rejected.text.contains("Kelompok ini ditolak"), "\(rejected.text)")
            #expect(rejected.text.contains("/lepas\"") && !rejected.text.contains("/tolak\""))
            #expect(try await behind.client.hold(hold.id).hold.state == .rejected)
            // Who did it is told by the directory's log, to the portal as to the worker.
            let log = try await rig.stack.slapd.search(
                "(reqDN=\(agency.dn(agency.person(1))))",
                base: "cn=accesslog",
                attributes: ["reqAuthzID", "reqMod"],
                as: .identity(.portal)
            )
            #expect(log.contains("reqAuthzID: \(agency.dn(agency.administrator))"), "\(log)")
        }
    }

    @Test func `the quarantine tells what is wrong and how to mend it, to whom it concerns`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        let agency = AgencyUnderTest.quarantining
        let wrong = "orang@bukan-milik-kami.go.id"
        try await rig.stack.slapd.modify(
            SampleEntries.account(wrong, tenant: agency.name, service: PortalRig.early)
        )
        try await waitUntil("it is in quarantine") {
            try await behind.client.quarantine(tenant: agency.name, part: 0..<10).total == 1
        }
        try await rig.serving({ $0.workers = [behind.silent, behind.client] }) { browser, _ in
            let administrator = browser.stranger()
            try await administrator.signIn(agency.administrator, PortalRig.password)
            let page = try await administrator.get("/admin/karantina?server=2")
            #expect(page.text.contains(agency.dn(wrong)) && page.text.contains("Domain bukan milik instansi ini"))
            #expect(page.text.contains("1 akun dalam karantina") && page.text.contains("<code>"), "\(page.text)")
            #expect(try await administrator.get("/admin/karantina").status == 503)
            try await administrator.get("/bahasa/en?ke=/admin")
            let english = try await administrator.get("/admin/karantina?server=2")
            #expect(english.text.contains("Use a domain of the tenant"))
            let stranger = browser.stranger()
            try await stranger.signIn(as: .medan)
            let theirs = try await stranger.get("/admin/karantina?server=2")
            #expect(theirs.status == 200 && !theirs.text.contains(agency.name) && !theirs.text.contains(wrong))
            #expect(try await stranger.post("/admin/karantina/2/coba-lagi", [:]).status == 404)
            try await browser.signIn(as: .headOffice)
            #expect(try await browser.get("/admin/karantina?server=2").text.contains(wrong))
            let retried = try await browser.post("/admin/karantina/2/coba-lagi", [:])
            #expect(retried.text.contains("dicoba lagi") && retried.path == "/admin/karantina?server=2")
            #expect(try await browser.get("/admin/karantina?server=7").status == 404)
        }
    }
}
