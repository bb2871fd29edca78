import Foundation
import HTTPTypes
import LocalStack
import TestEntries
import Testing
import WorkerAPI

@testable import WebPortal

/// The dashboard and the reports, over a real worker on a real directory.
@Suite(.timeLimit(.minutes(10)))
struct DashboardPageTests {
    private let agency = AgencyUnderTest.counting

    /// The figure of a card.
    private func card(_ label: String, _ page: Page) -> String? {
        page.first("<span>\(label)</span> <span class=\"figure\">([^<]*)</span>")
    }

    /// The numbers of a table's row.
    private func numbers(_ name: String, _ caption: String, _ page: Page) -> [Int] {
        guard let start = page.text.range(of: "<caption>\(caption)</caption>"),
            let row = page.text[start.upperBound...].range(of: "<th scope=\"row\">\(name)</th>")
        else { return [] }
        let rest = page.text[row.upperBound...]
        let cells = rest[..<(rest.range(of: "</tr>")?.lowerBound ?? rest.endIndex)]
        return cells.matches(of: /<td class="number">([0-9.]+)<\/td>/).compactMap {
            Int($0.1.replacing(".", with: ""))
        }
    }

    @Test func `a tenant's administrator sees the figures of their own tenant, and no other by any address`()
        async throws
    {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            let page = try await browser.signIn(agency.administrator, PortalRig.password)
            #expect(page.status == 200 && page.text.contains(agency.name), "\(page.text)")
            #expect(card("Total Admin", page) == "2")
            #expect(card("Email Di-Upload", page) == "12" && card("Email Ter-Registrasi", page) == "11")
            #expect(page.text.contains("91 % dari email yang di-upload"))
            #expect(card("Email Di-Block", page) == "1" && card("2FA Aktif", page) == "0")
            #expect(card("Instansi", page) == nil)
            #expect(page.text.contains("Sinkron dengan direktori") && page.text.contains(SampleEntries.host))
            // The ledger begins with the first load, so this month is not complete; it adds up nevertheless.
            #expect(page.text.contains("Belum lengkap"))
            let month = numbers(PortalRig.early, "Email Di-Upload", page)
            #expect(month.count == 6 && month.last == 12, "\(page.text)")
            #expect(month.count == 6 && month[0] + month[1] + month[2] - month[3] - month[4] == month[5])
            let others = [
                "/admin?layanan=\(PortalRig.late)", "/admin/angka?layanan=\(PortalRig.late)",
                "/admin/laporan?layanan=\(PortalRig.early)&instansi=Kabupaten%20Bandung",
                "/admin/laporan/perubahan?layanan=\(PortalRig.early)&instansi=Kabupaten%20Bandung",
                "/admin/laporan/pertumbuhan?layanan=\(PortalRig.late)",
                "/admin/laporan/jumlah.csv?layanan=\(PortalRig.early)&instansi=Kabupaten%20Bandung",
                "/admin/laporan/perubahan.csv?instansi=Kabupaten%20Bandung",
            ]
            for path in others {
                let other = try await browser.get(path)
                #expect(other.status == 200, "\(path)")
                for name in ["Kabupaten Bandung", PortalRig.late, PortalRig.office, Officer.foreignAgency] {
                    #expect(!other.text.contains(name), "\(path) tells of \(name)")
                }
            }
        }
    }

    @Test func `Admin Pusat chooses a service; the figures are fetched again as a fragment`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            let page = try await browser.signIn(as: .headOffice)
            for service in [PortalRig.early, PortalRig.late, PortalRig.strict] {
                #expect(page.text.contains("href=\"/admin?layanan=\(service)\""), "\(page.text)")
            }
            #expect(page.text.contains("<svg") && !page.text.contains("<style"))
            #expect(card("Instansi", page) != nil && page.text.contains("data-source=\"/admin/angka\""))
            let treasury = try await browser.get("/admin?layanan=\(PortalRig.late)")
            #expect(card("Total Admin KPPN", treasury) == "0")
            #expect(treasury.text.contains("data-source=\"/admin/angka?layanan=\(PortalRig.late)\""))
            #expect(treasury.text.contains("aria-current=\"page\">\(PortalRig.late)</a>"))
            let fragment = try await browser.get("/admin/angka?layanan=\(PortalRig.late)")
            #expect(card("Total Admin KPPN", fragment) == "0" && !fragment.text.contains("<html"))
            #expect(try await browser.get("/admin?layanan=tidak.ada").status == 404)
            let script = try await browser.get("/skrip/dasbor.js")
            #expect(script.headers[.contentType] == "text/javascript; charset=utf-8" && script.text.contains("fetch("))
            let rules = try await browser.get("/bagan.css")
            #expect(rules.headers[.contentType] == "text/css; charset=utf-8" && rules.text.contains(".chart .line.s0"))
            try await browser.get("/bahasa/en?ke=/admin")
            #expect(card("Uploaded", try await browser.get("/admin")) != nil)
        }
    }

    @Test func `a change in the directory shows in the figures`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        let other = AgencyUnderTest.quarantining
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            let before = try await browser.signIn(other.administrator, PortalRig.password)
            let blocked = try #require(card("Email Di-Block", before).flatMap { Int($0) })
            try await other.write(other.setting("blocked", of: 1...1), as: other.administrator, rig)
            try await waitUntil("the block is counted") {
                card("Email Di-Block", try await browser.get("/admin")) == "\(blocked + 1)"
            }
        }
    }

    @Test func `without a worker the pages are there, and say what is missing`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        for workers in [[behind.silent], []] {
            try await rig.serving({ $0.workers = workers }) { browser, log in
                let page = try await browser.signIn(as: .headOffice)
                #expect(page.status == 200 && page.text.contains("Angka belum tersedia"), "\(page.text)")
                #expect(page.text.contains("tidak menjawab. Email tetap berjalan") == !workers.isEmpty)
                #expect(try await browser.get("/admin/tahanan").text.contains("Sebagian layanan sinkronisasi"))
                for path in [
                    "/admin/karantina", "/admin/laporan", "/admin/laporan/perubahan", "/admin/laporan/jumlah.csv",
                ] {
                    let page = try await browser.get(path)
                    #expect(page.status == 503 && page.text.contains("tidak menjawab"), "\(path)")
                }
                #expect(try await browser.get("/admin/tahanan/1/1").status == (workers.isEmpty ? 404 : 503))
                #expect(log.text.contains("no worker"))
            }
        }
        try await rig.serving({ $0.workers = [behind.silent, behind.client] }) { browser, _ in
            let page = try await browser.signIn(as: .headOffice)
            #expect(card("Email Di-Upload", page) != nil && page.text.contains("tidak menjawab. Email tetap berjalan"))
            #expect(page.text.contains("Sinkron dengan direktori"))
        }
    }

    @Test func `reports have tables, charts and files; their ranges stay in the address`() async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            try await browser.signIn(as: .headOffice)
            let census = try await browser.get("/admin/laporan?layanan=\(PortalRig.early)")
            #expect(census.text.contains(">\(agency.name)</a>") && census.text.contains("<svg"))
            #expect(census.text.contains("href=\"/admin/laporan/jumlah.csv?layanan=\(PortalRig.early)\""))
            let file = try await browser.get("/admin/laporan/jumlah.csv")
            #expect(file.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"pamong-jumlah.csv\"")
            #expect(file.text.hasPrefix("level,service,tenant,tenants,administrators,uploaded,registered"))
            #expect(file.text.contains("tenant,\(PortalRig.early),\(agency.name),1,2,12,11,91,1,0\r\n"), "\(file.text)")
            let today = PageDay.today
            let range = "dari=\(today)&sampai=\(today)"
            let delta = try await browser.get("/admin/laporan/perubahan?layanan=\(PortalRig.early)&\(range)")
            #expect(delta.text.contains("value=\"\(today)\"") && delta.text.contains("Pindah masuk"))
            #expect(delta.text.contains("perubahan.csv?layanan=\(PortalRig.early)&amp;dari=\(today)"), "\(delta.text)")
            let growth = try await browser.get("/admin/laporan/pertumbuhan?per=hari")
            #expect(growth.text.contains("<option value=\"hari\" selected>") && growth.text.contains("<svg"))
            let series = try await browser.get("/admin/laporan/pertumbuhan.csv?per=hari")
            #expect(series.text.hasPrefix("level,service,period,end,accounts"))
            #expect(series.text.contains("total,,\(today),"))
        }
    }

    @Test(arguments: [
        ("/admin/laporan?pada=2026-02-30", "Tanggal “2026-02-30” tidak ada"),
        ("/admin/laporan?pada=2020-01-01", "Untuk waktu itu belum ada catatan"),
        ("/admin/laporan?layanan=tidak.ada", "tidak dikenal"),
        ("/admin/laporan?instansi=Tidak%20Ada", "tidak dikenal"),
        ("/admin/laporan/perubahan?dari=2026-03-02&sampai=2026-03-01", "lebih lambat"),
        ("/admin/laporan/perubahan?dari=2998-01-01", "belum tiba"),
        ("/admin/laporan/perubahan.csv?dari=x", "tidak ada"),
        ("/admin/laporan/pertumbuhan?per=hari&dari=1999-01-01", "terlalu panjang"),
    ])
    func `a range that cannot be is told, with what was typed`(path: String, complaint: String) async throws {
        let (rig, behind) = (try await PortalRig.shared(), try await WorkerBehind.shared())
        try await rig.serving({ $0.workers = [behind.client] }) { browser, _ in
            try await browser.signIn(as: .headOffice)
            let page = try await browser.get(path)
            #expect(page.status == 422 && page.problem.contains(complaint), "\(page.problem)")
            let typed = path.split(separator: "?")[1].split(separator: "&")
            for pair in typed where pair.hasPrefix("dari=") || pair.hasPrefix("pada=") {
                #expect(page.text.contains("value=\"\(pair.dropFirst(5))\""))
            }
        }
    }
}

/// Today in Jakarta, as a date field has it.
enum PageDay {
    static var today: String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Jakarta")
        format.dateFormat = "yyyy-MM-dd"
        return format.string(from: Date())
    }
}
