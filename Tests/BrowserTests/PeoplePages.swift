import Demonstration
import LocalStack
import Testing

extension RealBrowserTests {
    /// Every page for people, in both languages, and in all forms of each.
    @Suite struct PeoplePages {
        @Test(arguments: ["id", "en"])
        func `pages are whole, readable and usable in every form`(language: String) async throws {
            let rig = try await BrowserRig.shared()
            let (tab, person) = (rig.tab, try rig.person(of: BrowserRig.late))
            let gallery = try Gallery(tab, language: language)
            try await tab.begin(at: "/bahasa/\(language)?ke=/masuk")
            try await gallery.take("masuk")
            try await tab.go("/bantuan/ponsel-hilang")
            try await gallery.take("ponsel-hilang")
            try await tab.go("/tidak-ada")
            try await gallery.take("tidak-ada")
            let key = try await activation(person, tab, gallery, rig)
            try await settings(tab, gallery)
            try await tab.signOutAndIn(person)
            try await tab.waitForPath("/masuk/kode")
            try await gallery.take("kode")
            try await tab.type("000000", into: "code")
            try await tab.submit()
            try await tab.waitForProblem()
            try await gallery.take("kode-salah")
            try await recovery(person, tab, gallery, rig)
            _ = key
        }

        private func activation(
            _ person: String,
            _ tab: Tab,
            _ gallery: Gallery,
            _ rig: BrowserRig
        ) async throws -> String {
            try await tab.go("/masuk")
            try await tab.signIn(person, BrowserRig.password)
            try await tab.waitForPath("/akun/2fa")
            try await gallery.take("2fa-wajib")
            try await tab.submit()
            let key = try await tab.scannedKey(rig)
            try await gallery.take("2fa-pasang")
            try await tab.type("12", into: "code")
            try await tab.submit()
            try await tab.waitForProblem()
            try await gallery.take("2fa-kode-salah")
            try await tab.type(try await oneTimeCode(key), into: "code")
            try await tab.submit()
            try await waitUntil("the recovery codes") { try await tab.texts(of: ".codes li").count == 10 }
            try await gallery.take("kode-pemulihan")
            return key
        }

        private func settings(_ tab: Tab, _ gallery: Gallery) async throws {
            try await tab.go("/akun/sandi-aplikasi")
            try await gallery.take("sandi-aplikasi-kosong")
            try await tab.type("Thunderbird", into: "label")
            try await tab.submit()
            _ = try await tab.shownKey()
            try await gallery.take("sandi-aplikasi-dibuat")
            for (path, name) in [
                ("/akun", "akun"), ("/akun/2fa", "2fa-aktif"), ("/akun/sandi-aplikasi", "sandi-aplikasi"),
                ("/akun/kata-sandi", "kata-sandi"), ("/akun/verifikasi?ke=/akun/2fa", "verifikasi"),
                ("/akun/masuk-terakhir", "masuk-terakhir"),
            ] {
                try await tab.go(path)
                try await gallery.take(name)
            }
        }

        private func recovery(_ person: String, _ tab: Tab, _ gallery: Gallery, _ rig: BrowserRig) async throws {
            let codes = try await rig.office.renewRecoveryCodes(of: person)
            try await tab.go("/masuk/pemulihan")
            try await gallery.take("pemulihan")
            try await tab.type(codes[0], into: "recovery")
            try await tab.submit()
            try await tab.waitForPath("/akun/2fa")
            try await gallery.take("2fa-pulih")
        }
    }
}

extension Tab {
    /// Presses the form's button.
    func submit() async throws { try await driver.post("element/\(submitButton())/click") }

    func waitForPath(_ path: String) async throws {
        do {
            try await waitUntil("the page \(path)", within: .seconds(30), every: .milliseconds(20)) {
                try await self.path() == path
            }
        } catch {
            throw LocalStackError("\(error)", details: try await "\(self.path())\n\(text())")
        }
    }

    func waitForProblem() async throws {
        try await waitUntil("a complaint", within: .seconds(30)) { try await !text(of: "#problem-text").isEmpty }
    }

    /// Ends the session, keeps the language, and begins another sign-in.
    func signOutAndIn(_ person: String) async throws {
        try await driver.delete("cookie/pamong")
        try await go("/masuk")
        try await signIn(person, BrowserRig.password)
    }
}
