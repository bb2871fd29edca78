import Demonstration
import DirectoryModel
import Glibc
import LocalStack
import TestEntries
import Testing

@testable import WebPortal

/// The second factor's office, and what gives an account away: both take password and code.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct AccountSecondFactorTests {
    @Test func `a reset is asked for by one officer and decided by another`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Dua", domain: "dua.go.id", people: 2)
        _ = try await rig.enrol(office.address("orang1"))
        _ = try await rig.enrol(office.address("orang2"))
        let (first, second) = (try await office.path("orang1"), try await office.path("orang2"))
        @Sendable func decision(_ path: String) -> String { path.replacing("/akun/", with: "/persetujuan/") }
        let authenticator = try await rig.enrol(office.address("admin2"))
        try await rig.serving { browser, _ in
            let asker = browser.stranger()
            try await asker.signIn(office.address("admin1"), PortalRig.password)
            #expect(try await asker.get("/admin/persetujuan").text.contains("Tidak ada permintaan"))
            _ = try await asker.get("\(first)/atur-ulang-2fa")
            let silent = try await asker.post("\(first)/atur-ulang-2fa", ["was": "active"])
            #expect(silent.status == 422 && silent.problem.contains("alasan"))
            let asked = try await asker.post("\(first)/atur-ulang-2fa", ["was": "active", "reason": "Ponsel hilang"])
            #expect(
                asked.text.contains("Petugas lain harus menyetujuinya") && asked.text.contains("menunggu petugas kedua")
            )
            _ = try await asker.get(decision(first))
            let hasty = try await asker.post("\(decision(first))/setujui", [:])
            #expect(hasty.path.hasPrefix("/akun/verifikasi"), "approval takes a code")
            #expect(try await office.entry("orang1").contains("pamongTotpSecret"))

            _ = try await browser.signIn(office.address("admin2"), with: try await authenticator.code())
            let list = try await browser.get("/admin/persetujuan")
            #expect(list.text.contains("Ponsel hilang") && list.text.contains("admin1@dua.go.id"), "\(list.text)")
            let page = try await browser.get(decision(first))
            #expect(page.title == "Permintaan atur ulang 2FA")
            let done = try await browser.post("\(decision(first))/setujui", [:])
            #expect(done.path == "/admin/persetujuan" && done.text.contains("sudah diatur ulang"), "\(done.text)")
            #expect(try await office.entry("orang1").contains("pamongTotpSecret") == false)
            #expect(try await browser.get(decision(first)).status == 404, "decided is gone")

            _ = try await browser.get("\(second)/atur-ulang-2fa")
            let own = try await browser.post("\(second)/atur-ulang-2fa", ["was": "active", "reason": "Ganti ponsel"])
            #expect(own.status == 200, "\(own.text)")
            _ = try await browser.get(decision(second))
            let alone = try await browser.post("\(decision(second))/setujui", [:])
            #expect(alone.status == 422 && alone.problem.contains("Petugas lain"), "\(alone.problem)")
            _ = try await asker.get(decision(second))
            let rejected = try await asker.post("\(decision(second))/tolak", [:])
            #expect(rejected.text.contains("Permintaan sudah ditolak"))
            #expect(try await office.entry("orang2").contains("pamongTotpSecret"))
            #expect(try await asker.get("/bahasa/en?ke=/admin/persetujuan").title == "Second factor resets")
        }
    }

    @Test func `passwords and tickets are shown once, to whoever has just given a code`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Sandi", domain: "sandi.go.id", people: 2)
        let (first, own) = (try await office.path("orang1"), try await office.path("admin2"))
        let authenticator = try await rig.enrol(office.address("admin2"))
        let locked = try await office.path("orang2")
        _ = try await rig.enrol(office.address("orang2"))
        try await rig.stack.slapd.setWrongCodes(20, of: office.dn("orang2"))
        try await rig.serving {
            $0.mailHost = "narada.mail.go.id"
        } _: { browser, lines in
            let plain = browser.stranger()
            try await plain.signIn(office.address("admin1"), PortalRig.password)
            for act in ["kata-sandi", "tiket-2fa"] {
                #expect(try await plain.get("\(first)/\(act)").path.hasPrefix("/akun/verifikasi"))
            }
            let active = ["address": "baru@sandi.go.id", "name": "Baru", "status": "active"]
            _ = try await plain.get("/admin/akun/baru")
            #expect(try await plain.post("/admin/akun/baru", active).path.hasPrefix("/akun/verifikasi"))
            let ownTicket = try await office.path("admin1")
            #expect(try await plain.get("\(ownTicket)/tiket-2fa").path.hasPrefix("/akun/verifikasi"))

            _ = try await browser.signIn(office.address("admin2"), with: try await authenticator.code())
            _ = try await browser.get("\(first)/tiket-2fa")
            let ticket = try await browser.post("\(first)/tiket-2fa", ["was": "active"])
            #expect(ticket.first("<code class=\"key\">([^<]+)</code>") != nil, "\(ticket.text)")
            #expect(try await office.entry("orang1").contains("pamongActivationTicket"))
            _ = try await browser.get("\(first)/kata-sandi")
            let page = try await browser.post("\(first)/kata-sandi", ["was": "active"])
            let password = try #require(page.first("<code class=\"key\">([^<]+)</code>"), "\(page.text)")
            #expect(try await rig.gateAccepts(office.address("orang1"), password, for: "imap"))
            #expect(try await rig.gateAccepts(office.address("orang1"), PortalRig.password, for: "imap") == false)
            #expect(!lines.text.contains(password))

            _ = try await browser.get("/admin/akun/baru")
            let made = try await browser.post("/admin/akun/baru", active)
            let initial = try #require(made.first("<code class=\"key\">([^<]+)</code>"), "\(made.text)")
            #expect(try await rig.gateAccepts("baru@sandi.go.id", initial, for: "imap"))
            #expect(try await office.entry("baru").contains("mailHost: narada.mail.go.id"))

            #expect(try await browser.get(locked).text.contains("buka-kode"))
            _ = try await browser.get("\(locked)/buka-kode")
            #expect(
                try await browser.post("\(locked)/buka-kode", ["was": "active"]).text.contains("Kode dapat dicoba lagi")
            )
            #expect(try await rig.stack.slapd.recorded("pamongTotpFailures", of: office.dn("orang2")) == "0")
            #expect(try await browser.get("\(own)/tiket-2fa").path == own, "with a second factor there is no need")
        }
    }
}
