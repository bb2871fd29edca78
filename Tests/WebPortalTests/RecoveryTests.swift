import DirectoryModel
import Glibc
import LDAPDirectory
import LocalStack
import Testing
import TwoFactor

@testable import WebPortal

/// A recovery code in place of a lost authenticator.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct RecoveryTests {
    private let wrong = RecoveryText.recoverySignInWrong.text(in: .indonesian)

    private func protectedPerson(_ rig: PortalRig) async throws -> (address: String, codes: [String]) {
        let person = rig.person(of: PortalRig.early)
        _ = try await rig.enrol(person)
        let account = try await rig.store.account(try #require(MailAddress(person)))
        return (person, try await rig.store.renewRecoveryCodes(of: account).map { $0.shown.shownText })
    }

    @Test func `a recovery code signs in once, and leads to a new device and nothing more`() async throws {
        let rig = try await PortalRig.shared()
        let (person, codes) = try await protectedPerson(rig)
        try await rig.serving { browser, lines in
            let asked = try await browser.signIn(person, PortalRig.password)
            #expect(asked.text.contains("href=\"/masuk/pemulihan\""), "\(asked.text)")
            #expect(try await browser.get("/masuk/pemulihan").status == 200)
            let shape = try await browser.post("/masuk/pemulihan", ["recovery": "bukan kode"])
            #expect(shape.status == 422 && shape.problem == RecoveryText.recoveryShape.text(in: .indonesian))
            let page = try await browser.post("/masuk/pemulihan", ["recovery": " \(codes[4].uppercased()) "])
            #expect(page.path == "/akun/2fa", "\(page.text)")
            #expect(page.text.contains(RecoveryText.recoveryUsed.text(in: .indonesian, "n", "9")), "\(page.text)")
            let made = try await browser.post("/akun/sandi-aplikasi", ["label": "x", "mail": "1"])
            #expect(made.title == "Konfirmasi bahwa ini Anda", "a recovery code is no step-up for anything else")
            try await timeLeftInStep()
            try await browser.get("/akun/2fa")
            let enrolment = try await browser.post("/akun/2fa/mulai", ["replace": "1", "app": "google"])
            let key = try #require(enrolment.first("<code class=\"key\">([A-Z2-7 ]+)</code>"), "\(enrolment.text)")
                .replacing(" ", with: "")
            let done = try await browser.post("/akun/2fa/aktifkan", ["code": try await oneTimeCode(key, steps: -1)])
            #expect(done.text.contains("class=\"codes\""), "\(done.text)")
            #expect(try await rig.gateAccepts(person, PortalRig.password + oneTimeCode(key), for: "web"))
            let later = try await browser.get("/akun/2fa")
            #expect(!later.text.contains(RecoveryText.recoveryUsedTitle.text(in: .indonesian)))
            #expect(lines.text.contains("recovery code used") && !codes.contains { lines.text.contains($0) })
        }
    }

    @Test func `a code is good for one sign-in, also when two come at the same time`() async throws {
        let rig = try await PortalRig.shared()
        let (person, codes) = try await protectedPerson(rig)
        try await rig.serving { browser, _ in
            let two = [browser.stranger(), browser.stranger(), browser.stranger(), browser.stranger()]
            for one in two {
                try await one.signIn(person, PortalRig.password)
                try await one.get("/masuk/pemulihan")
            }
            let paths = try await withThrowingTaskGroup(of: String.self) { group in
                for one in two {
                    group.addTask {
                        let page = try await one.post("/masuk/pemulihan", ["recovery": codes[0]])
                        return page.status == 422 ? page.problem : page.path
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(paths.count { $0 == "/akun/2fa" } == 1 && paths.count { $0 == wrong } == 3, "\(paths)")
            try await browser.signIn(person, PortalRig.password)
            try await browser.get("/masuk/pemulihan")
            #expect(try await browser.post("/masuk/pemulihan", ["recovery": codes[0]]).problem == wrong)
            let account = try await rig.store.account(try #require(MailAddress(person)))
            #expect(account.recoveryCodes.count == 9)
            #expect(try await browser.post("/masuk/pemulihan", ["recovery": codes[1]]).path == "/akun/2fa")
        }
    }

    @Test func `whatever is wrong, the answer is one, and no code is used up`() async throws {
        let rig = try await PortalRig.shared()
        let (person, codes) = try await protectedPerson(rig)
        let (blocked, blockedCodes) = try await protectedPerson(rig)
        let plain = rig.person(of: PortalRig.early)
        let dn = try await rig.store.account(try #require(MailAddress(blocked))).dn
        try await rig.stack.slapd.modify(
            "dn: \(dn)\nchangetype: modify\nreplace: pamongAccountStatus\npamongAccountStatus: blocked\n\n"
        )
        try await rig.serving { browser, _ in
            for (address, password, code) in [
                (person, PortalRig.password, "aaaa-bbbb-cccc-dddd"), (person, "salah-sekali", codes[0]),
                (blocked, PortalRig.password, blockedCodes[0]), (plain, "salah-sekali", codes[0]),
                ("tidak.ada@bandungkab.go.id", PortalRig.password, codes[0]),
                (person, PortalRig.password, blockedCodes[1]),
            ] {
                let stranger = browser.stranger()
                try await stranger.signIn(address, password)
                try await stranger.get("/masuk/pemulihan")
                let page = try await stranger.post("/masuk/pemulihan", ["recovery": code])
                #expect(page.status == 422 && page.problem == wrong, "\(address)")
                #expect(try await stranger.get("/akun").path == "/masuk")
            }
            for address in [person, blocked] {
                #expect(try await rig.store.account(try #require(MailAddress(address))).recoveryCodes.count == 10)
            }
        }
    }

    @Test func `attempts are limited, and without a sign-in under way the page leads back to it`() async throws {
        let rig = try await PortalRig.shared()
        let (person, codes) = try await protectedPerson(rig)
        try await rig.serving { browser, _ in
            #expect(try await browser.get("/masuk/pemulihan").title == "Masuk")
            try await browser.signIn(person, "salah-sekali")
            try await browser.get("/masuk/pemulihan")
            for _ in 0..<Session.WaitingSignIn.attempts {
                #expect(try await browser.post("/masuk/pemulihan", ["recovery": codes[0]]).problem == wrong)
            }
            let over = try await browser.post("/masuk/pemulihan", ["recovery": codes[0]])
            #expect(over.title == "Masuk" && over.problem == PageText.signInExpired.text(in: .indonesian))
            #expect(try await browser.post("/masuk/pemulihan", ["recovery": codes[0]], token: "x").status == 403)
        }
        try await rig.serving({ $0.limits.perAccount = 1 }) { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            try await browser.get("/masuk/pemulihan")
            #expect(try await browser.post("/masuk/pemulihan", ["recovery": codes[0]]).status == 429)
        }
    }

    @Test func `the page for a lost phone needs no sign-in and says whom to call`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            let page = try await browser.get("/bantuan/ponsel-hilang")
            #expect(page.status == 200 && page.title == "Jika ponsel Anda hilang")
            #expect(page.text.contains("<strong>WhatsApp 0800-1-HELPDESK</strong>"))
            let english = try await browser.get("/bahasa/en?ke=/bantuan/ponsel-hilang")
            #expect(english.title == "If you have lost your phone" && english.path == "/bantuan/ponsel-hilang")
            #expect(try await browser.get("/masuk").text.contains("href=\"/bantuan/ponsel-hilang\""))
        }
    }

    @Test func `with a second factor a password is changed with password and code`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.late)
        let new = "Sangat-Rahasia-47x"
        try await rig.serving { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            let key = try await browser.activate()
            let form = try await browser.get("/akun/kata-sandi")
            #expect(form.text.contains("name=\"code\""), "\(form.text)")
            func change(_ code: String) async throws -> Page {
                try await browser.post(
                    "/akun/kata-sandi",
                    ["old": PortalRig.password, "new": new, "repeat": new, "code": code]
                )
            }
            for code in ["", "123"] {
                #expect(try await change(code).problem == PageText.passwordOldWrong.text(in: .indonesian))
            }
            let code = try await oneTimeCode(key)
            let page = try await change(code)
            #expect(page.path == "/akun" && page.text.contains(PageText.passwordChanged.text(in: .indonesian)))
            let next = try await oneTimeCode(key, steps: 1)
            #expect(try await !rig.gateAccepts(person, new, for: "web"))
            #expect(try await !rig.gateAccepts(person, PortalRig.password + next, for: "web"))
            #expect(try await rig.gateAccepts(person, new + next, for: "web"))
        }
    }
}
