import Demonstration
import DirectoryModel
import Foundation
import Glibc
import HTTPTypes
import LDAPClient
import LDAPDirectory
import LocalStack
import Testing

@testable import WebPortal

/// Signing in at a portal, against the real gate.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct SignInTests {
    @Test func `before the deadline the password is enough, and the session can be ended`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            let page = try await browser.signIn(person, PortalRig.password)
            #expect(page.status == 200 && page.title == "Pengaturan akun", "\(page.text)")
            #expect(page.text.contains(person))
            let out = try await browser.post("/keluar", [:])
            #expect(out.path == "/masuk" && out.text.contains(PageText.signedOut.text(in: .indonesian)))
            #expect(try await browser.get("/akun").path == "/masuk")
        }
    }

    @Test func `with a second factor password and code are needed, and nothing tells which was wrong`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        let authenticator = try await rig.enrol(person)
        try await rig.serving { browser, _ in
            let asked = try await browser.signIn(person, PortalRig.password)
            #expect(asked.path == "/masuk/kode")
            let wrong = try await browser.post("/masuk/kode", ["code": "000000"])
            #expect(wrong.status == 422 && wrong.problem == PageText.signInWrong.text(in: .indonesian))
            let code = try await authenticator.code()
            let page = try await browser.post("/masuk/kode", ["code": code])
            #expect(page.title == "Pengaturan akun", "\(page.text)")
            let second = browser.stranger()
            try await second.signIn(person, PortalRig.password)
            let again = try await second.post("/masuk/kode", ["code": code])
            #expect(again.problem == PageText.signInWrong.text(in: .indonesian), "a code is good for one sign-in")
        }
    }

    @Test func `a wrong password, an unknown address and a protected account look the same`() async throws {
        let rig = try await PortalRig.shared()
        let protected = rig.person(of: PortalRig.early)
        let plain = rig.person(of: PortalRig.early)
        _ = try await rig.enrol(protected)
        try await rig.serving { browser, _ in
            for (address, password) in [
                (protected, PortalRig.password), (protected, "salah-sekali"), (plain, "salah-sekali"),
                ("tidak.ada@bandungkab.go.id", "salah-sekali"),
            ] {
                let stranger = browser.stranger()
                let page = try await stranger.signIn(address, password)
                #expect(page.path == "/masuk/kode" && page.status == 200, "\(address)")
                let refused = try await stranger.post("/masuk/kode", ["code": "123123"])
                #expect(refused.problem == PageText.signInWrong.text(in: .indonesian), "\(address)")
            }
        }
    }

    @Test func `a form without its session's token does nothing`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            try await browser.get("/masuk")
            let fields = ["address": person, "password": PortalRig.password]
            let page = try await browser.postOnce("/masuk", fields, token: "")
            #expect(page.status == 403 && page.text.contains(PageText.errorForgedForm.text(in: .indonesian)))
            let foreign = try await browser.stranger().get("/masuk").formToken
            #expect(foreign.count >= 40)
            #expect(try await browser.postOnce("/masuk", fields, token: foreign).status == 403)
            #expect(try await browser.stranger().postOnce("/masuk", fields, token: foreign).status == 403)
            let good = try await browser.postOnce("/masuk", fields)
            #expect(good.status == 303 && good.headers[.location] == "/akun")
            for path in ["/akun/2fa/mulai", "/akun/kata-sandi", "/akun/sandi-aplikasi", "/keluar", "/keluar-semua"] {
                #expect(try await browser.postOnce(path, [:], token: "salah").status == 403, "\(path)")
            }
        }
    }

    @Test func `cookie and headers are strict, and the session changes its name with the sign-in`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            let page = try await browser.get("/masuk")
            let cookie = try #require(page.cookies.first)
            #expect(cookie.hasPrefix("__Host-pamong="))
            for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(flag), "\(cookie)") }
            #expect(!cookie.contains("Domain"))
            #expect(
                page.headers[.contentSecurityPolicy]?.hasPrefix(
                    "default-src 'none'; object-src 'none'; style-src 'self'"
                ) == true
            )
            #expect(page.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
            #expect(page.headers[.strictTransportSecurity]?.hasPrefix("max-age=") == true)
            #expect(page.headers[.xContentTypeOptions] == "nosniff")
            #expect(page.headers[.cacheControl] == "no-store")
            let before = await browser.cookies["__Host-pamong"]
            try await browser.signIn(person, PortalRig.password)
            let after = await browser.cookies["__Host-pamong"]
            #expect(before != nil && after != nil && before != after)
            let old = browser.stranger()
            await old.setCookie("__Host-pamong", before ?? "")
            #expect(try await old.get("/akun").path == "/masuk")
        }
    }

    @Test func `in development the cookie has no prefix and TLS is not demanded`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving({ $0.isInsecure = true }) { browser, _ in
            let page = try await browser.get("/masuk")
            let cookie = try #require(page.cookies.first)
            #expect(cookie.hasPrefix("pamong=") && !cookie.contains("Secure") && cookie.contains("HttpOnly"))
            #expect(page.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func `too many attempts are refused, for the account and for the address`() async throws {
        let rig = try await PortalRig.shared()
        let (person, other) = (rig.person(of: PortalRig.early), rig.person(of: PortalRig.early))
        try await rig.serving({ $0.limits.perAccount = 2 }) { browser, _ in
            try await browser.get("/masuk")
            for _ in 0..<2 { try await browser.stranger().signIn(person, "salah-sekali") }
            #expect(try await browser.stranger().signIn(person, PortalRig.password).status == 429)
            #expect(try await browser.stranger().signIn(other, PortalRig.password).path == "/akun")
        }
        try await rig.serving({ $0.limits.perAddress = 2 }) { browser, _ in
            for number in 0..<2 { try await browser.stranger().signIn("siapa\(number)@bandungkab.go.id", "salah") }
            #expect(try await browser.stranger().signIn(other, PortalRig.password).status == 429)
        }
    }

    @Test func `a session ends with its idle limit, and everywhere at once`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            let second = browser.stranger()
            try await browser.signIn(person, PortalRig.password)
            try await second.signIn(person, PortalRig.password)
            let out = try await browser.post("/keluar-semua", [:])
            #expect(out.text.contains(PageText.signedOutEverywhere.text(in: .indonesian)))
            #expect(try await second.get("/akun").path == "/masuk")
            #expect(try await browser.signIn(person, PortalRig.password).path == "/akun")
        }
        try await rig.serving({ $0.idleLimit = .zero }) { browser, _ in
            let page = try await browser.signIn(person, PortalRig.password)
            #expect(page.status == 403)
        }
    }

    @Test func `a session of an account that is blocked is over`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        let dn = try await rig.store.account(try #require(.init(person))).dn
        try await rig.serving { browser, _ in
            try await browser.signIn(person, PortalRig.password)
            #expect(try await browser.get("/akun").path == "/akun")
            try await rig.stack.slapd.modify(
                "dn: \(dn)\nchangetype: modify\nreplace: pamongAccountStatus\npamongAccountStatus: blocked\n\n"
            )
            #expect(try await browser.get("/akun").path == "/masuk")
        }
    }

    @Test func `nothing secret is logged`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.late)
        try await rig.serving { browser, lines in
            try await browser.signIn(person, PortalRig.password)
            let key = try await browser.activate()
            let code = try await oneTimeCode(key, steps: 1)
            let second = browser.stranger()
            try await second.signIn(person, PortalRig.password)
            try await second.post("/masuk/kode", ["code": code])
            let made = try await second.postMadePassword()
            let text = lines.text
            #expect(text.contains("path: /masuk/kode") || text.contains("/masuk/kode"))
            #expect(text.contains(person))
            let sessions = await second.cookies.values
            for secret in [PortalRig.password, key, code, made] + sessions { #expect(!text.contains(secret)) }
        }
    }

    @Test func `a directory that does not answer is no wrong code`() async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        let nobody = Int(try LoopbackPort.free())
        try await rig.serving({ $0.gate.server = .plain(host: "127.0.0.1", port: nobody) }) { browser, _ in
            let page = try await browser.signIn(person, PortalRig.password)
            #expect(page.status == 503 && page.problem == PageText.unavailable.text(in: .indonesian))
            #expect(try await browser.get("/healthz").status == 200)
            #expect(try await browser.get("/readyz").status == 200)
            #expect(try await browser.get("/tidak-ada").status == 404)
        }
    }
}

/// What webmail asks for, and pages in both languages.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct TicketAndLanguageTests {
    @Test func `webmail gets a ticket for password and code, and logs in with it until sessions are ended`()
        async throws
    {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.late)
        let authenticator = try await rig.enrol(person)
        try await rig.serving { browser, _ in
            let code = try await authenticator.code()
            let fields = ["address": person, "password": PortalRig.password, "code": code]
            let issued = try await browser.postOnce("/api/v1/sessions", fields)
            #expect(issued.status == 201, "\(issued.text)")
            let ticket = try #require(issued.first("\"ticket\":\"([^\"]+)\""))
            for service in ["imap", "smtp", "submission"] {
                #expect(try await rig.gateAccepts(person, ticket, for: service), "\(service)")
            }
            #expect(try await !rig.gateAccepts(person, ticket, for: "web"))
            let again = try await browser.postOnce("/api/v1/sessions", fields)
            #expect(again.status == 401 && again.headers[.contentType] == "application/problem+json")
            #expect(again.text.contains("\"type\":\"urn:pamong:problem:refused\""))
            let without = try await browser.postOnce("/api/v1/sessions", ["address": person])
            #expect(without.status == 422)
            try await rig.store.revokeSessions(of: try await rig.store.account(try #require(MailAddress(person))))
            #expect(try await !rig.gateAccepts(person, ticket, for: "imap"))
        }
        try await rig.serving({ $0.limits.perAccount = 0 }) { browser, _ in
            let page = try await browser.postOnce("/api/v1/sessions", ["address": person, "password": "x"])
            #expect(page.status == 429)
        }
    }

    @Test(arguments: [("id", "Pengaturan akun"), ("en", "Account settings")])
    func `every page is whole in its language`(language: String, accountTitle: String) async throws {
        let rig = try await PortalRig.shared()
        let person = rig.person(of: PortalRig.early)
        try await rig.serving { browser, _ in
            var pages = [try await browser.get("/bahasa/\(language)?ke=/masuk")]
            #expect(pages[0].path == "/masuk")
            pages.append(try await browser.signIn(person, "salah-sekali"))
            pages.append(try await browser.signIn(person, PortalRig.password))
            #expect(pages.last?.title == accountTitle)
            for path in ["/akun/2fa", "/akun/sandi-aplikasi", "/akun/kata-sandi", "/akun/verifikasi", "/tidak-ada"] {
                pages.append(try await browser.get(path))
            }
            try await timeLeftInStep()
            try await browser.get("/akun/2fa")
            pages.append(try await browser.post("/akun/2fa/mulai", ["app": "google"]))
            let key = try #require(pages.last?.first("<code class=\"key\">([A-Z2-7 ]+)</code>")).replacing(
                " ",
                with: ""
            )
            let code = try await oneTimeCode(key, steps: -1)
            pages.append(try await browser.post("/akun/2fa/aktifkan", ["code": code]))
            _ = try await browser.postMadePassword()
            pages += [try #require(await browser.last), try await browser.get("/akun/sandi-aplikasi")]
            pages += [try await browser.get("/akun/2fa"), try await browser.get("/akun")]
            #expect(try await browser.get("/bahasa/en?ke=//jahat.example").path == "/akun")
            for page in pages {
                #expect(page.text.contains("<html lang=\"\(language)\">"), "\(page.path)")
                #expect(page.text.hasSuffix("</html>\n") && !page.text.contains("{{"), "\(page.path)")
                let empty = /<(h1|h2|p|label|legend|button|th|dt|dd|a|li|strong|code)[^>]*>\s*<\/\1>/
                #expect(page.text.firstMatch(of: empty) == nil, "\(page.path): \(page.text)")
            }
        }
    }
}

extension Browser {
    /// Makes an app password for mail, and answers it.
    func postMadePassword() async throws -> String {
        try await get("/akun/sandi-aplikasi")
        let page = try await post("/akun/sandi-aplikasi", ["label": "Thunderbird", "mail": "1"])
        return try #require(page.first("<code class=\"key\">([a-z2-9-]+)</code>"), "\(page.text)")
    }
}
