import DirectoryModel
import Glibc
import HTTPTypes
import LDAPClient
import Testing

@testable import WebPortal

/// Finding accounts: by pages, by search, as CSV.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct AccountListTests {
    @Test func `accounts are listed by pages and filtered, in both languages`() async throws {
        let rig = try await PortalRig.shared()
        try await ListingWorker.serving(rig) { worker in
            try await rig.serving {
                $0.workers = [worker]
            } _: { browser, _ in
                try await browser.signIn(as: .headOffice)
                let page = try await browser.get("/admin/akun")
                #expect(page.status == 200 && page.title == "Akun email", "\(page.text)")
                let next = try #require(page.first("href=\"(/admin/akun\\?[^\"]+)\" rel=\"next\"")).replacing(
                    "&amp;",
                    with: "&"
                )
                let second = try await browser.get(next)
                let (first, other) = (addresses(page), addresses(second))
                #expect(first.count == 50 && !other.isEmpty && Set(first).isDisjoint(with: other))
                #expect(second.text.contains("Halaman pertama"))
                let office = try await browser.get(
                    "/admin/akun?layanan=\(PortalRig.early)&instansi=Kota+Medan&status=active"
                )
                #expect(addresses(office) == [Officer.medan.address], "\(office.text)")
                #expect(addresses(try await browser.get("/admin/akun?status=closed&duafaktor=ya")).isEmpty)
                for wrong in ["status=x", "duafaktor=x", "sesudah=x", "urut=x", "q=%zz"] {
                    #expect(try await browser.get("/admin/akun?\(wrong)").status == 400, "\(wrong)")
                }
                #expect(try await browser.get("/bahasa/en?ke=/admin/akun").title == "Mail accounts")
                #expect(try await browser.get("/admin/akun/cari").title == "Find an account")
            }
        }
    }

    @Test func `a tenant's administrators find, list and export their own accounts alone`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Daftar", domain: "daftar.go.id", people: 3)
        try await office.change("orang1", "replace: cn\ncn: =SUM(A1)\n")
        try await ListingWorker.serving(rig) { worker in
            try await rig.serving {
                $0.workers = [worker]
            } _: { browser, _ in
                try await browser.signIn(office.address("admin1"), PortalRig.password)
                let own = ["admin1", "admin2", "orang1", "orang2", "orang3"].map { office.address($0) }
                for query in ["", "?instansi=Kota+Medan&layanan=\(PortalRig.early)"] {
                    #expect(addresses(try await browser.get("/admin/akun\(query)")) == own)
                }
                let byChange = addresses(try await browser.get("/admin/akun?urut=perubahan"))
                #expect(
                    byChange.last == own[2] && byChange.sorted() == own.sorted(),
                    "what was changed last comes last"
                )
                let file = try await browser.get("/admin/akun/unduh?instansi=Kota+Medan")
                #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
                let lines = file.text.split(separator: "\r\n")
                #expect(lines.count == 6 && lines.first?.hasPrefix("address,name,") == true, "\(file.text)")
                #expect(file.text.contains("'=SUM(A1)") && !file.text.contains(Officer.medan.address))
                for (text, found) in [
                    ("daftar.go.id", own), ("orang2@daf", [own[3]]), ("ora", Array(own[2...])), ("medan", []),
                ] {
                    #expect(addresses(try await browser.get("/admin/akun/cari?q=\(text)")) == found, "\(text)")
                }
            }
        }
    }

    @Test func `a search is a page or a part of one, needs three letters, and finds further addresses`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Cari", domain: "cari.go.id", people: 30)
        try await office.change("orang7", "add: mailLocalAddress\nmailLocalAddress: lain@cari.go.id\n")
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .headOffice)
            let page = try await browser.get("/admin/akun/cari?q=lain%40cari.go.id")
            #expect(page.text.contains("<html") && addresses(page) == [office.address("orang7")], "\(page.text)")
            let part = try await browser.get("/admin/akun/cari?bagian=1&q=orang7%40cari")
            #expect(!part.text.contains("<html") && addresses(part) == [office.address("orang7")])
            let many = try await browser.get("/admin/akun/cari?q=cari.go.id")
            #expect(addresses(many).count == 25 && many.text.contains("lebih banyak akun"))
            let short = try await browser.get("/admin/akun/cari?q=ab")
            #expect(short.status == 422 && short.problem.contains("3 huruf") && short.text.contains("value=\"ab\""))
            #expect(
                try await browser.get("/admin/akun/cari?q=tidak-ada-sama-sekali").text.contains(
                    "Tidak ada yang ditemukan"
                )
            )
            #expect(
                try await browser.get("/admin/akun/cari?q=%2A%29%28mail%3D%2A").text.contains(
                    "Tidak ada yang ditemukan"
                )
            )
            #expect(try await browser.get("/skrip/cari.js").headers[.contentType]?.hasPrefix("text/javascript") == true)
        }
    }

    @Test func `while the worker is silent the page says so, and the search goes on`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .bandung)
            let page = try await browser.get("/admin/akun")
            #expect(page.status == 200 && page.text.contains("Layanan sinkronisasi tidak menjawab"))
            #expect(addresses(try await browser.get("/admin/akun/cari?q=admin%40bandung")) == [Officer.bandung.address])
            #expect(try await browser.get("/admin/akun/unduh").status == 503)
            let stranger = browser.stranger()
            #expect(try await stranger.get("/admin/akun").path == "/masuk")
        }
    }

    @Test func `short words are looked for where values begin, longer ones anywhere`() throws {
        #expect(AccountSearchText("ab") == nil && AccountSearchText(" a b ") == nil)
        let short = try #require(AccountSearchText("bud")).filter.description
        #expect(short == "(&(objectClass=pamongAccount)(|(mail=bud*)(cn=bud*)))")
        let words = try #require(AccountSearchText("budi  an")).filter.description
        #expect(words == "(&(objectClass=pamongAccount)(|(mail=*budi*an*)(cn=*budi*an*)))")
    }

    private func addresses(_ page: Page) -> [String] {
        page.text.matches(of: /<th scope="row"><a href="\/admin\/akun\/[0-9a-f\-]{36}">([^<]+)</).map { String($0.1) }
    }
}
