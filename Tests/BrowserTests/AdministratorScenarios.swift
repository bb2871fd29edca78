import Demonstration
import Foundation
import LocalStack
import TestEntries
import Testing

extension RealBrowserTests {
    /// What administrators do, from the page to what is then so in the directory.
    @Suite struct AdministratorScenarios {
        @Test func `a file with bad rows shows what is wrong with each, and only the good ones are written`()
            async throws
        {
            let rig = try await BrowserRig.shared()
            let (tab, gallery) = (rig.tab, try Gallery(rig.tab, language: "id"))
            let file = rig.stack.folder.url.appending(path: "pegawai.csv")
            try Data(
                "surel,nama\r\nbaru1@bandungkab.go.id,Budi Baru\r\nbukan alamat,Siti\r\ntono@domain-lain.go.id,Tono\r\n"
                    .utf8
            ).write(to: file)
            try await tab.begin()
            try await tab.signIn(Officer.bandung.address, BrowserRig.password)
            try await tab.waitForPath("/admin")
            try await tab.go("/admin/unggah/baru")
            try await tab.type(file.path, into: "file", clearing: false)
            try await tab.submit()
            try await tab.waitForText("Menunggu persetujuan Anda")
            try await gallery.take("admin-unggahan-rencana")
            let text = try await tab.text()
            #expect(text.contains("bukan alamat") && text.contains("tono@domain-lain.go.id"), "\(text)")
            #expect(text.contains("Domain alamat bukan milik instansi ini."), "\(text)")
            try await tab.driver.run("document.querySelector('input[name=skip]').click()")
            try await tab.press("Setujui dan tulis 1 akun")
            try await tab.waitForText("Selesai")
            try await gallery.take("admin-unggahan-hasil")
            let found = try await rig.stack.slapd.search("(mail=*@bandungkab.go.id)", attributes: ["mail"])
            #expect(found.contains("mail: baru1@bandungkab.go.id") && !found.contains("tono"), "\(found)")
        }

        @Test func `an administrator blocks somebody, whose mail program is cut and not let in again`() async throws {
            let rig = try await BrowserRig.shared()
            let (tab, person) = (rig.tab, try rig.person(of: BrowserRig.early))
            var session: IMAPSession?
            try await waitUntil("the mailbox is there", every: .milliseconds(200)) {
                session = try await rig.mailProgram(person, BrowserRig.password)
                return session != nil
            }
            let idling = try #require(session)
            try await idling.select()
            try await idling.startIdling()
            try await tab.begin()
            try await tab.signIn(Officer.bandung.address, BrowserRig.password)
            try await tab.waitForPath("/admin")
            try await tab.go("/admin/akun/cari")
            try await tab.type(person, into: "q")
            try await tab.press("Cari")
            try await waitUntil("what was found") { try await tab.path().contains("q=") }
            try await tab.press(person)
            try await tab.press("Blokir akun")
            try await tab.type("Ponsel dinas dicuri", into: "reason")
            try await tab.submit()
            try await idling.waitUntilCut()
            #expect(try await rig.mailProgram(person, BrowserRig.password) == nil)
        }

        @Test func `an agency joins: letter, NDA, credentials, wrong MX records, right ones, active`() async throws {
            let rig = try await BrowserRig.shared()
            let (tab, gallery) = (rig.tab, try Gallery(rig.tab, language: "id"))
            let domain = "garutkab.go.id"
            for server in rig.nameServers { try await server.serve([domain: "@ IN MX 5 mail.lama.example."]) }
            try await tab.signIn(.headOffice, rig)
            try await tab.go("/admin/bergabung/baru")
            try await tab.fillLetter(domain: domain)
            try await gallery.take("admin-bergabung-surat")
            try await tab.press("Simpan surat permohonan")
            try await tab.waitForText("Catat NDA")
            try await tab.set("date", "2026-01-12")
            try await tab.press("Catat NDA")
            try await tab.waitForText("Buat kredensial")
            try await tab.type("admin@\(domain)", into: "address")
            try await tab.press("Buat kredensial")
            try await tab.awaitHeading("Kredensial admin")
            #expect(try await tab.shownKey().count >= 16)
            try await gallery.take("admin-bergabung-kredensial")
            try await tab.press("Selesai")
            try await tab.press("Kredensial sudah diserahkan, tunggu rekaman MX")
            try await tab.press("Periksa rekaman MX dan aktifkan")
            try await tab.waitForText("mail.lama.example")
            try await gallery.take("admin-bergabung-mx-salah")
            #expect(try await Self.status(of: domain, rig) == "mx")
            for server in rig.nameServers {
                try await server.serve([
                    domain: "@ IN MX 10 narada.mail.go.id.\n@ IN MX 10 yamadipati.mail.go.id."
                ])
            }
            try await tab.press("Periksa rekaman MX dan aktifkan")
            try await waitUntil("the agency is active", within: .seconds(30)) {
                try await Self.status(of: domain, rig) == "active"
            }
            try await gallery.take("admin-bergabung-aktif")
        }

        private static func status(of domain: String, _ rig: BrowserRig) async throws -> String {
            let found = try await rig.stack.slapd.search("(o=Kabupaten Garut)", attributes: ["pamongTenantStatus"])
            return found.split(separator: "\n").first { $0.hasPrefix("pamongTenantStatus: ") }
                .map { String($0.dropFirst(20)) } ?? ""
        }

        @Test func `a treasury office's administrator sees nothing of another one, by whatever address`() async throws {
            let rig = try await BrowserRig.shared()
            let tab = rig.tab
            try await tab.signIn(.jakarta, rig)
            let service = BrowserRig.late
            let foreign = Officer.foreignOffice.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let uuids = try await rig.uuids(
                below: "o=\(Officer.foreignOffice),cn=\(service),ou=services,\(SampleEntries.suffix)"
            )
            #expect(uuids.count >= 3)
            let paths =
                [
                    "/admin/instansi/\(service)/\(foreign)",
                    "/admin/instansi/\(service)/\(foreign)/domain/hapus?domain=a.go.id",
                ]
                + uuids.flatMap { ["/admin/bergabung/\($0)", "/admin/akun/\($0)", "/admin/jejak/\($0)"] }
            for path in paths {
                try await tab.go(path)
                #expect(try await tab.heading() == "Permintaan tidak dapat dipenuhi", "\(path)")
            }
            for path in [
                "/admin", "/admin/akun?cari=medan", "/admin/instansi", "/admin/instansi?cari=Medan", "/admin/bergabung",
                "/admin/unggah", "/admin/tahanan", "/admin/karantina", "/admin/laporan", "/admin/jejak",
                "/admin/unggah/baru?layanan=\(service)&instansi=\(foreign)",
            ] {
                try await tab.go(path)
                let text = try await tab.driver.run("return document.querySelector('main').innerHTML").text ?? ""
                #expect(!text.contains(Officer.foreignOffice) && !text.contains(Officer.medan.address), "\(path)")
            }
        }

        @Test(arguments: ["id", "en"])
        func `administrators' pages are whole, readable and usable in every form`(language: String) async throws {
            let rig = try await BrowserRig.shared()
            let (tab, gallery) = (rig.tab, try Gallery(rig.tab, language: language))
            try await tab.begin(at: "/bahasa/\(language)?ke=/masuk")
            try await tab.signIn(Officer.bandung.address, BrowserRig.password)
            try await tab.waitForPath("/admin")
            let account = try #require(try await rig.uuids(below: Officer.bandung.dn).first)
            let agency = BrowserRig.agency.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            for (path, name) in [
                ("/admin", "dasbor"), ("/admin/akun", "akun"), ("/admin/akun/cari?q=orang1", "akun-cari"),
                ("/admin/akun/baru", "akun-baru"), ("/admin/akun/\(account)", "akun-satu"),
                ("/admin/akun/\(account)/ubah", "akun-ubah"), ("/admin/persetujuan", "persetujuan"),
                ("/admin/instansi/\(BrowserRig.early)/\(agency)", "instansi-sendiri"), ("/admin/unggah", "unggah"),
                ("/admin/unggah/baru", "unggah-baru"), ("/admin/tahanan", "tahanan"), ("/admin/karantina", "karantina"),
                ("/admin/laporan", "laporan"),
            ] {
                try await tab.go(path)
                try await gallery.take("admin-\(name)")
            }
        }
    }
}

extension Tab {
    /// Signs an officer in with a second factor of their own; in Indonesian.
    func signIn(_ officer: Officer, _ rig: BrowserRig) async throws {
        try await timeLeftInStep()
        let authenticator = try await rig.office.enrol(officer.address)
        try await begin()
        try await signIn(officer.address, BrowserRig.password)
        try await waitForPath("/masuk/kode")
        try await type(try await authenticator.code(), into: "code")
        try await submit()
        try await waitForPath("/admin")
    }

    func waitForText(_ text: String) async throws {
        do {
            try await waitUntil("the text \(text)", within: .seconds(60), every: .milliseconds(50)) {
                // A page that is just being replaced cannot be asked.
                (try? await self.text().contains(text)) == true
            }
        } catch {
            throw LocalStackError("\(error)", details: try await "\(path())\n\(self.text())")
        }
    }

    /// Gives a field that is not typed into, a date or a choice, its value.
    func set(_ field: String, _ value: String) async throws {
        try await driver.run(
            "document.querySelector(`[name=${arguments[0]}]`).value = arguments[1]",
            [.text(field), .text(value)]
        )
    }

    /// An agency's letter, as it comes to the help desk.
    func fillLetter(domain: String) async throws {
        try await set("service", BrowserRig.early)
        for (field, text) in [
            ("tenant", "Kabupaten Garut"), ("letterNumber", "005/123/2026"), ("signer", "Sekretaris Daerah Garut"),
            ("use", "Surat dinas seluruh perangkat daerah"), ("domain", domain), ("administrator", "Asep Sunandar"),
            ("contact", "0812-1111-2222"),
        ] { try await type(text, into: field) }
        try await set("letterDate", "2026-01-05")
        try await set("rank", "sekda")
    }
}

extension BrowserRig {
    /// The entryUUIDs of everything below a name.
    func uuids(below base: String) async throws -> [String] {
        let found = try await stack.slapd.search("(objectClass=*)", base: base, attributes: ["entryUUID"])
        return found.split(separator: "\n").filter { $0.hasPrefix("entryUUID: ") }.map { String($0.dropFirst(11)) }
    }
}
