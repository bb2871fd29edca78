import Demonstration
import Foundation
import LocalStack
import Testing

extension RealBrowserTests {
    /// What people do with the second factor, from the sign-in page to the mail program.
    @Suite struct PeopleScenarios {
        @Test func `past the deadline somebody activates by the page's QR code, and reads mail with an app password`()
            async throws
        {
            let rig = try await BrowserRig.shared()
            let (tab, person) = (rig.tab, try rig.person(of: BrowserRig.late))
            #expect(try await rig.mailProgram(person, BrowserRig.password) == nil)
            let key = try await tab.activate(person, rig)
            try await tab.go("/akun/sandi-aplikasi")
            try await tab.type("Thunderbird di kantor", into: "label")
            try await tab.press("Buat kata sandi aplikasi")
            let appPassword = try await tab.shownKey()
            let session = try #require(try await rig.mailProgram(person, appPassword))
            try await session.select()
            try await session.startIdling()
            #expect(try await rig.mailProgram(person, BrowserRig.password) == nil)
            let code = try await oneTimeCode(key)
            #expect(try await rig.mailProgram(person, BrowserRig.password + code) == nil)
            try await tab.go("/akun")
            try await tab.press("Keluar dari semua perangkat")
            try await tab.awaitHeading("Masuk")
            try await session.waitUntilCut()
            let again = try #require(try await rig.mailProgram(person, appPassword))
            await again.logout()
            try await tab.go("/akun")
            #expect(try await tab.path() == "/masuk")
        }

        @Test func `a wrong code keeps the picture, and a lost phone is replaced with a recovery code`() async throws {
            let rig = try await BrowserRig.shared()
            let (tab, person) = (rig.tab, try rig.person(of: BrowserRig.late))
            _ = try await tab.activate(person, rig, tryingFirst: "000000")
            let codes = try await rig.office.renewRecoveryCodes(of: person)
            try await tab.begin()
            try await tab.signIn(person, BrowserRig.password)
            try await tab.awaitHeading("Kode verifikasi")
            try await tab.type("111111", into: "code")
            try await tab.press("Lanjutkan")
            try await waitUntil("the code is refused") { try await !tab.text(of: "#problem-text").isEmpty }
            try await tab.press("Ponsel hilang? Gunakan kode pemulihan")
            try await tab.awaitHeading("Masuk dengan kode pemulihan")
            try await tab.type(codes[0].uppercased(), into: "recovery")
            try await tab.press("Masuk")
            try await tab.awaitHeading("Autentikasi Dua Faktor (2FA)")
            #expect(try await tab.text().contains("Kode yang tersisa: 9."))
            try await tab.press("Ganti ponsel")
            let key = try await tab.scannedKey(rig)
            try await tab.type(try await oneTimeCode(key), into: "code")
            try await tab.press("Verifikasi dan aktifkan")
            try await tab.awaitHeading("Kode pemulihan")
            #expect(try await tab.texts(of: ".codes li").count == 10)
            try await tab.begin()
            try await tab.signIn(person, BrowserRig.password)
            try await tab.awaitHeading("Kode verifikasi")
            try await tab.type(try await oneTimeCode(key, steps: 1), into: "code")
            try await tab.press("Lanjutkan")
            try await tab.awaitHeading("Pengaturan akun")
        }

        @Test func `everything can be reached and used with the keyboard alone, and shows where one is`() async throws {
            let rig = try await BrowserRig.shared()
            let (tab, person) = (rig.tab, try rig.person(of: BrowserRig.early))
            try await tab.begin()
            try await tab.goByTab(to: "#address")
            try await tab.keys(person.map(String.init))
            try await tab.goByTab(to: "#password")
            try await tab.keys(BrowserRig.password.map(String.init) + [Tab.enter])
            try await tab.awaitHeading("Pengaturan akun")
            try await tab.goByTab(to: "a.skip")
            try await tab.keys([Tab.enter])
            #expect(try await tab.driver.run("return document.activeElement.id").text == "main")
            try await tab.goByTab(to: "main a[href='/akun/2fa']")
            try await tab.keys([Tab.enter])
            try await tab.awaitHeading("Autentikasi Dua Faktor (2FA)")
            try await tab.goByTab(to: "main button")
            try await tab.keys([Tab.enter])
            try await waitUntil("the picture") { try await !tab.text(of: "code.key").isEmpty }
            try await tab.goByTab(to: "#code")
        }
    }
}

extension Tab {
    static let enter = "\u{E007}"
    static let tabulator = "\u{E004}"

    func keys(_ keys: [String]) async throws { for key in keys { try await self.keys(key) } }

    /// Presses the tabulator until the element has the focus. Every stop on the way shows that it has it.
    func goByTab(to selector: String) async throws {
        for _ in 0..<60 {
            try await keys(Self.tabulator)
            let stop = try await driver.run(
                """
                const e = document.activeElement, s = getComputedStyle(e);
                return [e.matches(arguments[0]), e === document.body || s.outlineStyle !== 'none', e.outerHTML];
                """,
                [.text(selector)]
            ).list
            #expect(stop[1].bool, "no focus to be seen on \(stop[2].text ?? "")")
            if stop[0].bool { return }
        }
        throw LocalStackError("the keyboard does not get to \(selector)", details: try await text())
    }

    func signIn(_ address: String, _ password: String) async throws {
        try await type(address, into: "address")
        try await type(password, into: "password")
        try await submit()
    }

    func submitButton() async throws -> String {
        let found = try await driver.post("element", ["using": "css selector", "value": "main form button"])
        return found["element-6066-11e4-a52e-4f735466cecf"].text ?? ""
    }

    /// The key in the QR code that the page shows, read from a picture of it.
    func scannedKey(_ rig: BrowserRig) async throws -> String {
        try await waitUntil("the QR code", within: .seconds(30)) { try await !text(of: "code.key").isEmpty }
        let scanned = try await key(inPicture: try await picture(of: ".qr svg"), folder: rig.stack.folder.url)
        #expect(try await text(of: "code.key").replacing(" ", with: "") == scanned)
        return scanned
    }

    /// What a page shows once.
    func shownKey() async throws -> String {
        try await waitUntil("what is shown once", within: .seconds(30)) { try await !text(of: "code.key").isEmpty }
        return try await text(of: "code.key")
    }

    /// From the sign-in page to an active second factor, in Indonesian, as the letter says it. Answers the key.
    func activate(_ person: String, _ rig: BrowserRig, tryingFirst wrong: String? = nil) async throws -> String {
        try await timeLeftInStep()
        try await begin()
        try await signIn(person, BrowserRig.password)
        try await awaitHeading("Autentikasi Dua Faktor (2FA)")
        #expect(try await text().contains("2FA sudah diwajibkan sejak 26 Januari 2026."))
        try await press("Mulai aktivasi")
        let key = try await scannedKey(rig)
        if let wrong {
            try await type(wrong, into: "code")
            try await press("Verifikasi dan aktifkan")
            try await waitUntil("the code is refused") { try await !text(of: "#problem-text").isEmpty }
            #expect(try await scannedKey(rig) == key)
        }
        try await type(try await oneTimeCode(key, steps: -1), into: "code")
        try await press("Verifikasi dan aktifkan")
        try await awaitHeading("Kode pemulihan")
        #expect(try await texts(of: ".codes li").count == 10)
        return key
    }
}
