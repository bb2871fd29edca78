import Demonstration
import DirectoryModel
import Foundation
import Glibc
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import WebPortal

/// *Pengaturan akun → Autentikasi dua faktor*, from the page to what the gate then says.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct SecondFactorTests {
    @Test func `past the deadline a person activates, makes an app password, and reads mail again`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.late)
        #expect(try await !rig.gateAccepts(person, PortalRig.password, for: "imap"))
        try await rig.serving { browser, _ in
            let page = try await browser.signIn(person, PortalRig.password)
            #expect(page.path == "/akun/2fa")
            #expect(page.text.contains("2FA sudah diwajibkan sejak 26 Januari 2026."), "\(page.text)")
            #expect(!page.text.contains("<nav"), "there is nowhere else to go")
            for path in ["/akun", "/akun/sandi-aplikasi", "/akun/kata-sandi"] {
                #expect(try await browser.get(path).path == "/akun/2fa", "\(path)")
            }
            _ = try await browser.activate()
            let account = try await browser.get("/akun")
            #expect(account.path == "/akun" && account.text.contains("Aktif sejak"), "\(account.text)")
            let secret = try await browser.postMadePassword()
            #expect(try await rig.gateAccepts(person, secret, for: "imap"))
            #expect(try await !rig.gateAccepts(person, PortalRig.password, for: "imap"))
            let list = try await browser.get("/akun/sandi-aplikasi")
            #expect(!list.text.contains(secret) && list.text.contains("Thunderbird"))
            let id = try #require(list.first("name=\"id\" value=\"([^\"]+)\""))
            let revoked = try await browser.post("/akun/sandi-aplikasi/cabut", ["id": id])
            #expect(revoked.text.contains(PageText.appPasswordRevoked.text(in: .indonesian)), "\(revoked.text)")
            #expect(try await !rig.gateAccepts(person, secret, for: "imap"))
        }
    }

    @Test func `a wrong code keeps key and picture, and a clock that is off is told so`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            try await browser.get("/akun/2fa")
            let page = try await browser.post("/akun/2fa/mulai", ["app": "google"])
            #expect(page.text.contains("<svg") && page.text.contains(PageText.stepsGoogle.text(in: .indonesian)))
            let shown = try #require(page.first("<code class=\"key\">([A-Z2-7 ]+)</code>"))
            let key = shown.replacing(" ", with: "")
            let wrong = try await browser.post("/akun/2fa/aktifkan", ["code": "12"])
            #expect(wrong.status == 422 && wrong.problem == PageText.codeWrong.text(in: .indonesian))
            #expect(wrong.text.contains(shown))
            let late = try await oneTimeCode(key, steps: 10)
            let off = try await browser.post("/akun/2fa/aktifkan", ["code": late])
            #expect(off.problem.contains("Jam ponsel Anda selisih sekitar 5 menit."), "\(off.problem)")
            #expect(off.text.contains(shown))
            let state = try await browser.get("/akun/2fa")
            #expect(state.text.contains("Menunggu verifikasi"))
        }
    }

    @Test func `where the service demands it only a ticket of the help desk opens a late activation`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.strict)
        try await rig.serving { browser, _ in
            try await timeLeftInStep()
            let page = try await browser.signIn(person, PortalRig.password)
            #expect(page.text.contains(PageText.ticketExplained.text(in: .indonesian)), "\(page.text)")
            let refused = try await browser.post("/akun/2fa/mulai", ["app": "google", "ticket": "abcd-efgh-ijkm"])
            #expect(refused.status == 422 && refused.problem == PageText.ticketWrong.text(in: .indonesian))
            #expect(try await browser.get("/akun/2fa/pasang").path == "/akun/2fa")
            let account = try await rig.store.account(try #require(MailAddress(person)))
            let ticket = try await rig.store.makeTicket(for: account).ticket.shown.shownText
            let started = try await browser.post("/akun/2fa/mulai", ["app": "google", "ticket": ticket])
            #expect(started.text.contains("<svg"), "\(started.text)")
            let key = try #require(started.first("<code class=\"key\">([A-Z2-7 ]+)</code>")).replacing(" ", with: "")
            let done = try await browser.post("/akun/2fa/aktifkan", ["code": try await oneTimeCode(key, steps: -1)])
            #expect(done.text.contains("class=\"codes\""), "\(done.text)")
            #expect(try await rig.store.account(account.address).ticket == nil)
        }
    }

    @Test func `another device needs password and code anew, and the old one holds until then`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            let key = try await browser.activate()
            let address = try #require(MailAddress(person))
            let other = browser.stranger()
            try await other.signIn(person, PortalRig.password)
            try await other.post("/masuk/kode", ["code": try await oneTimeCode(key)])
            try await other.get("/akun/2fa")
            let page = try await other.post("/akun/2fa/mulai", ["replace": "1", "app": "google"])
            #expect(page.text.contains("<svg"), "\(page.text)")
            let new = try #require(page.first("<code class=\"key\">([A-Z2-7 ]+)</code>")).replacing(" ", with: "")
            #expect(new != key)
            let next = try await oneTimeCode(key, steps: 1)
            #expect(try await rig.gateAccepts(person, PortalRig.password + next, for: "web"))
            let done = try await other.post("/akun/2fa/aktifkan", ["code": try await oneTimeCode(new)])
            #expect(done.text.contains("class=\"codes\""), "\(done.text)")
            #expect(try await rig.store.account(address).recoveryCodes.count == 10)
            // The old device's last code was of the step after this one, and steps never move back.
            try await rig.stack.slapd.forgetSteps(of: rig.store.account(address).dn)
            let latest = try await oneTimeCode(new, steps: 1)
            #expect(try await rig.gateAccepts(person, PortalRig.password + latest, for: "web"))
        }
    }

    @Test func `without password and code of late nothing that gives the account away is done`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            let authenticator = try await rig.enrol(person)
            for (path, fields) in [
                ("/akun/2fa/mulai", ["replace": "1"]), ("/akun/2fa/kode-pemulihan", [:]),
                ("/akun/sandi-aplikasi", ["label": "x", "mail": "1"]),
            ] {
                try await browser.get("/akun/2fa")
                #expect(try await browser.post(path, fields).title == "Konfirmasi bahwa ini Anda", "\(path)")
            }
            let wrong = try await browser.post(
                "/akun/verifikasi",
                ["password": "salah", "code": try await authenticator.code(), "next": "//jahat.example"]
            )
            #expect(wrong.status == 422 && wrong.problem == PageText.signInWrong.text(in: .indonesian))
            #expect(!wrong.text.contains("jahat"))
            let page = try await browser.post(
                "/akun/verifikasi",
                ["password": PortalRig.password, "code": try await authenticator.code(), "next": "/akun/2fa"]
            )
            #expect(page.path == "/akun/2fa", "\(page.text)")
            let codes = try await browser.post("/akun/2fa/kode-pemulihan", [:])
            #expect(codes.text.components(separatedBy: "<li><code>").count == 11)
        }
    }

    @Test func `a password is changed with the old one, and other sessions end`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        let new = PasswordHash.randomPassword()
        try await rig.serving { browser, _ in
            let second = browser.stranger()
            try await second.signIn(person, PortalRig.password)
            try await browser.signIn(person, PortalRig.password)
            try await browser.get("/akun/kata-sandi")
            func change(_ old: String, _ new: String, _ repeated: String) async throws -> Page {
                try await browser.post("/akun/kata-sandi", ["old": old, "new": new, "repeat": repeated])
            }
            #expect(try await change("salah", new, new).problem == PageText.passwordOldWrong.text(in: .indonesian))
            let differ = try await change(PortalRig.password, new, new + "x")
            #expect(differ.problem == PageText.passwordNotRepeated.text(in: .indonesian))
            let unusable = "abcd-efgh-ijkm-npqr-stuv-wxyz"
            #expect(
                try await change(PortalRig.password, unusable, unusable).problem
                    == PageText.passwordLooksLikeAppPassword.text(in: .indonesian)
            )
            #expect(
                try await change(PortalRig.password, "password123", "password123").problem
                    == PageText.passwordEasilyGuessed.text(in: .indonesian)
            )
            let page = try await change(PortalRig.password, new, new)
            #expect(
                page.path == "/akun" && page.text.contains(PageText.passwordChanged.text(in: .indonesian)),
                "\(page.text)"
            )
            #expect(try await second.get("/akun").path == "/masuk")
            #expect(try await browser.get("/akun").path == "/akun")
            #expect(try await rig.gateAccepts(person, new, for: "imap"))
            #expect(try await !rig.gateAccepts(person, PortalRig.password, for: "imap"))
        }
    }
}
