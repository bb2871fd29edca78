import DirectoryModel
import Foundation
import Glibc
import HTTPTypes
import LocalStack
import TenantOnboarding
import TestEntries
import Testing

@testable import WebPortal

/// `/admin/bergabung`, from the letter to the end, with two real name servers.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct JoiningPageTests {
    private static let path = "/admin/bergabung"
    private static let domain = "garutkab.go.id"
    private static let right = "@ IN MX 10 narada.mail.go.id.\n@ IN MX 10 yamadipati.mail.go.id."
    private static let old = "@ IN MX 5 mail.lama.example."

    private static let letter = [
        "service": PortalRig.early, "tenant": "Kabupaten Garut", "letterNumber": "800/17/SEKDA/2026",
        "letterDate": "2026-01-05", "signer": "Drs. H. Suryana", "rank": "sekda", "use": "Surat dinas",
        "domain": domain, "administrator": "Dewi Kusumawardani", "contact": "+62 812 0000 0017", "code": "g05",
        "maxAccounts": "100", "maxQuota": "",
    ]

    /// Two name servers and a portal that asks both.
    private func serving(
        _ records: String,
        _ body: @Sendable (PortalRig, Browser, [NameServer]) async throws -> Void
    ) async throws {
        let rig = try await PortalRig.shared()
        let servers = try (0..<2).map { _ in
            try NameServer.prepare([Self.domain: records], in: rig.stack.folder)
        }
        do {
            for server in servers { try await server.start() }
            let resolvers = try servers.map { try #require(ResolverAddress($0.address)) }
            let check = try MxCheck(lookup: MxLookup(resolvers: resolvers, patience: .seconds(20)))
            try await rig.serving({ $0.mxCheck = check }) { browser, _ in try await body(rig, browser, servers) }
        } catch {
            for server in servers { await server.kill() }
            throw error
        }
        for server in servers { await server.kill() }
    }

    private static func serve(_ records: String, _ servers: [NameServer]) async throws {
        for server in servers { try await server.serve([domain: records]) }
    }

    /// Somebody of Admin Pusat's who has just set a second factor up, so that nothing asks for it again.
    private func officer(_ rig: PortalRig, _ browser: Browser) async throws {
        let person = rig.person(of: PortalRig.early)
        let dn = SampleEntries.dn(person, tenant: PortalRig.agency, service: PortalRig.early)
        try await rig.stack.slapd.modify(
            "dn: cn=administrators,\(SampleEntries.suffix)\nchangetype: modify\nadd: member\nmember: \(dn)\n"
        )
        try await browser.signIn(person, PortalRig.password)
        _ = try await browser.activate()
    }

    @Test func `an agency joins by the pages, its MX records wrong and then right, and leaves again`() async throws {
        try await serving(Self.old) { rig, browser, servers in
            try await officer(rig, browser)
            let page = try await request(browser)
            try await sign(browser, page)
            let password = try await issue(rig, browser, page)
            try await activate(browser, page, servers)
            try await ownPage(browser.stranger(), password, page)
            try await drift(browser, page, servers)
            try await end(browser, page)
        }
    }

    private func request(_ browser: Browser) async throws -> String {
        let form = try await browser.get(Self.path + "/baru")
        #expect(form.text.contains("sekda"))
        for (field, value, reason) in [
            ("rank", "lain", JoiningText.joiningRankWrong), ("letterDate", "2999-01-05", .joiningDateWrong),
            ("letterDate", "2026-02-30", .joiningDateWrong), ("contact", "dua belas", .joiningContactWrong),
            ("signer", "", .joiningFieldWrong),
        ] {
            let refused = try await browser.post(Self.path + "/baru", Self.letter.merging([field: value]) { $1 })
            #expect(
                refused.status == 422 && refused.problem == reason.text(in: .indonesian),
                "\(field): \(refused.text)"
            )
            #expect(refused.text.contains("value=\"800/17/SEKDA/2026\""), "what was typed stays")
        }
        let taken = try await browser.post(Self.path + "/baru", Self.letter.merging(["domain": "medan.go.id"]) { $1 })
        #expect(taken.problem == TenantsText.tenantDomainTaken.text(in: .indonesian), "\(taken.text)")
        let made = try await browser.post(Self.path + "/baru", Self.letter)
        #expect(made.title == "Kabupaten Garut", "\(made.text)")
        #expect(made.text.contains("aria-current=\"step\">Surat permohonan diterima"))
        #expect(made.text.contains("Sekretaris daerah (sekda)") && made.text.contains("5 Januari 2026"))
        #expect(try await browser.get(Self.path + "?langkah=requested").text.contains(">Kabupaten Garut</a>"))
        #expect(try await !browser.get(Self.path + "?langkah=mx").text.contains(">Kabupaten Garut</a>"))
        return made.path
    }

    private func sign(_ browser: Browser, _ page: String) async throws {
        try await browser.get(page)
        let future = try await browser.post(page + "/nda", ["date": "2999-01-01"])
        #expect(future.status == 422 && future.text.contains("value=\"2999-01-01\""), "\(future.text)")
        #expect(try await browser.post(page + "/mx", [:]).status == 409, "not its turn")
        let early = try await browser.post(page + "/nda", ["date": "2026-01-02"])
        #expect(early.status == 422, "before the letter")
        let signed = try await browser.post(page + "/nda", ["date": "2026-01-09"])
        #expect(signed.text.contains("aria-current=\"step\">NDA ditandatangani"), "\(signed.text)")
    }

    private func issue(_ rig: PortalRig, _ browser: Browser, _ page: String) async throws -> String {
        let fields = ["address": "admin@\(Self.domain)", "host": "yamadipati.mail.go.id"]
        let other = browser.stranger()
        try await other.signIn(as: .headOffice)
        try await other.get(page)
        let sent = try await other.postOnce(page + "/kredensial", fields)
        #expect(sent.headers[.location] == "/akun/verifikasi?ke=\(page)", "password and code once more")

        for (field, value, reason) in [
            ("address", "admin@medan.go.id", JoiningText.joiningAddressWrong), ("address", "x", .joiningAddressWrong),
            ("host", "mail.lain.example", .joiningHostWrong),
        ] {
            let refused = try await browser.post(page + "/kredensial", fields.merging([field: value]) { $1 })
            #expect(
                refused.status == 422 && refused.problem == reason.text(in: .indonesian),
                "\(value): \(refused.text)"
            )
        }
        let shown = try await browser.post(page + "/kredensial", fields)
        let password = try #require(shown.first("<code class=\"key\">([a-z2-9-]+)</code>"), "\(shown.text)")
        #expect(shown.text.contains(JoiningText.joiningPasswordChange.text(in: .indonesian)))
        #expect(try await rig.gateAccepts("admin@\(Self.domain)", password, for: "web"))
        let after = try await browser.get(page)
        #expect(!after.text.contains(password), "it is shown once")
        #expect(after.text.contains("narada.mail.go.id."), "what to enter")
        let domain = try await rig.stack.slapd.search("(associatedDomain=\(Self.domain))", base: SampleEntries.suffix)
        #expect(domain.contains("pamongMxStatus: pending"), "mail for it is taken")
        return password
    }

    private func activate(_ browser: Browser, _ page: String, _ servers: [NameServer]) async throws {
        let waiting = try await browser.post(page + "/mx", [:])
        #expect(waiting.text.contains("aria-current=\"step\">Menunggu rekaman MX"), "\(waiting.text)")
        let wrong = try await browser.post(page + "/aktifkan", [:])
        #expect(wrong.status == 422 && wrong.problem == JoiningText.joiningMxNotRight.text(in: .indonesian))
        for server in servers { #expect(wrong.text.contains(server.address), "what each resolver said") }
        #expect(wrong.text.contains("MX 5 mail.lama.example."), "\(wrong.text)")
        #expect(wrong.text.contains(JoiningText.mxDelete.text(in: .indonesian)))
        #expect(wrong.text.contains(JoiningText.mxForeignHosts.text(in: .indonesian)))
        try await servers[0].serve([Self.domain: Self.right])
        let spreading = try await browser.post(page + "/periksa", [:])
        #expect(spreading.text.contains(JoiningText.mxNotSpread.text(in: .indonesian)), "\(spreading.text)")
        try await servers[1].serve([Self.domain: Self.right])
        let active = try await browser.post(page + "/aktifkan", [:])
        #expect(active.text.contains(JoiningText.joiningActiveDone.text(in: .indonesian)), "\(active.text)")
        #expect(active.text.contains("aria-current=\"step\">Aktif"))
    }

    /// The named administrator sees the own agency's, and may have its records looked at.
    private func ownPage(_ admin: Browser, _ password: String, _ page: String) async throws {
        try await admin.signIn("admin@\(Self.domain)", password)
        let own = try await admin.get(Self.path)
        #expect(own.path == page && own.text.contains("yamadipati.mail.go.id."), "\(own.text)")
        #expect(!own.text.contains("/keluar\">Catat"), "steps are Admin Pusat's")
        let looked = try await admin.post(page + "/periksa", [:])
        #expect(looked.text.contains(JoiningText.joiningLooked.text(in: .indonesian)), "\(looked.text)")
        #expect(looked.text.contains(JoiningText.mxCorrect.text(in: .indonesian)))
        let token = looked.formToken
        for step in ["nda", "mx", "aktifkan", "kredensial", "keluar", "tangguhkan", "lanjutkan"] {
            #expect(try await admin.post("\(page)/\(step)", ["reason": "x"], token: token).status == 404, "\(step)")
        }
    }

    private func drift(_ browser: Browser, _ page: String, _ servers: [NameServer]) async throws {
        try await Self.serve(Self.old, servers)
        try await browser.get(page)
        let drifted = try await browser.post(page + "/periksa", [:])
        #expect(drifted.text.contains(TenantsText.tenantDrift.text(in: .indonesian)), "\(drifted.text)")
        let list = try await browser.get(Self.path)
        #expect(list.text.contains(JoiningText.joiningDrifted.text(in: .indonesian)), "\(list.text)")
    }

    private func end(_ browser: Browser, _ page: String) async throws {
        let asked = try await browser.get(page + "/tangguhkan")
        #expect(asked.text.contains(JoiningText.joiningSuspendLead.text(in: .indonesian)), "\(asked.text)")
        let silent = try await browser.post(page + "/tangguhkan", ["reason": " "])
        #expect(silent.status == 422 && silent.problem == JoiningText.joiningReasonWrong.text(in: .indonesian))
        let suspended = try await browser.post(page + "/tangguhkan", ["reason": "surat permohonan"])
        #expect(suspended.text.contains("Ditangguhkan") && suspended.text.contains("surat permohonan"))
        #expect(try await browser.post(page + "/tangguhkan", ["reason": "lagi"]).status == 409)
        let resumed = try await browser.post(page + "/lanjutkan", [:])
        #expect(resumed.text.contains("aria-current=\"step\">Menunggu rekaman MX"), "its records are wrong")
        try await browser.get(page + "/keluar")
        let gone = try await browser.post(page + "/keluar", ["reason": "pindah layanan"])
        #expect(gone.text.contains("pindah layanan"), "\(gone.text)")
        #expect(
            gone.text.contains("/admin/bergabung/baru?layanan=multidomain.mail.go.id&amp;instansi=Kabupaten%20Garut")
        )
        let again = try await browser.get(
            "/admin/bergabung/baru?layanan=multidomain.mail.go.id&instansi=Kabupaten%20Garut"
        )
        #expect(again.text.contains("value=\"Kabupaten Garut\""), "\(again.text)")
    }

    @Test func `without a resolver nothing is looked at, and the page still says what to enter`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .secondOfBandung)
            let page = try await browser.get(Self.path)
            #expect(page.text.contains("narada.mail.go.id.") && !page.text.contains("/periksa"), "\(page.text)")
            #expect(try await browser.post(page.path + "/periksa", [:]).status == 404)
        }
    }

    @Test func `days are read in the portal's zone, and no other form of them`() throws {
        let jakarta = try #require(TimeZone(identifier: "Asia/Jakarta"))
        #expect(FormDay("2026-01-05", jakarta)?.start.rfc3339 == "2026-01-04T17:00:00Z")
        for text in ["", "5-1-2026", "2026-13-01", "2026-02-29", "2026-01-05 ", "２０２６-01-05"] {
            #expect(FormDay(text, jakarta) == nil, "\(text)")
        }
    }

    @Test func `a list is cut into pages, and never asked beyond its end`() {
        #expect(ListPage(0, 1).range.isEmpty && ListPage(0, 7).next == nil)
        #expect(ListPage(50, 1).range == 0..<50 && ListPage(50, 1).next == nil)
        #expect(ListPage(51, 1).next == 2 && ListPage(51, 2).range == 50..<51 && ListPage(51, 2).previous == 1)
        #expect(ListPage(51, 99).range == 50..<51 && ListPage(51, -3).range == 0..<50)
    }
}
