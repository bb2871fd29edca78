import DirectoryModel
import Foundation
import HTTPTypes
import LocalStack
import Logging
import NIOCore
import TestEntries
import Testing

@testable import WebPortal

/// Many accounts from a file: sent, planned, accepted, written, taken up again.
@Suite(.timeLimit(.minutes(10)))
struct UploadTests {
    /// A portal with uploads in a folder of its own.
    private static func serving<Value: Sendable>(
        _ folder: String = NSTemporaryDirectory() + "unggah-\(UUID())",
        _ change: @Sendable (inout PortalConfiguration.Uploads) -> Void = { _ in },
        _ body: @Sendable (PortalRig, Browser, String) async throws -> Value
    ) async throws -> Value {
        let rig = try await PortalRig.shared()
        var uploads = PortalConfiguration.Uploads(folder: folder)
        change(&uploads)
        let chosen = uploads
        return try await rig.serving({ ($0.uploads, $0.mailHost) = (chosen, SampleEntries.host) }) { browser, _ in
            try await body(rig, browser, folder)
        }
    }

    private static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

    @Test func `a file with bad rows is planned, and written without them`() async throws {
        try await Self.serving { rig, browser, folder in
            defer { Self.remove(folder) }
            let agency = try await Agency.make(rig)
            try await rig.stack.slapd.modify(agency.account("lama", "title: Staf"))
            try await browser.signIn(agency.administrator, PortalRig.password)
            #expect(try await browser.get("/admin/unggah").text.contains("Belum ada unggahan"))
            let bad = "siapa@asing.go.id,Orang Asing,\r\nbukan alamat,X,\r\n\(agency.address("p1")),Ganda,\r\n"
            let change = "\(agency.address("lama")),\(agency.address("lama")),diblokir\r\n"
            let page = try await browser.plan(agency.csv(60, more: bad + change))
            #expect(page.stage == "Menunggu persetujuan Anda", "\(page.text)")
            #expect(page.counts == ["3", "60", "1", "0"], "\(page.counts)")
            #expect(page.text.contains("Domain alamat bukan milik instansi ini"))
            #expect(page.text.contains("Alamat ini ada dua kali di berkas"))
            #expect(page.text.contains("1 akun akan diblokir"))
            #expect(
                try await rig.stack.slapd.entryUUID(ofAccount: agency.address("p1")) == nil,
                "nothing is written yet"
            )
            try await Self.checkListings(browser, page.path)
            #expect(try await browser.post("\(page.path)/terima", ["fingerprint": "0000000000000000"]).status == 409)
            #expect(try await browser.get(page.path).fingerprint == page.fingerprint)

            let done = try await browser.accept(page, skipping: true)
            #expect(done.stage == "Selesai", "\(done.text)")
            let cells = done.text.matches(of: /<td class="number">([0-9.]+)<\/td>/).map { String($0.1) }
            #expect(cells.suffix(4) == ["61", "0", "3", "0"], "\(cells)")
            #expect(try await rig.stack.slapd.entryUUID(ofAccount: agency.address("p60")) != nil)
            let results = try await browser.get("\(page.path)/hasil/1")
            #expect(results.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(results.text.split(separator: "\r\n").count == 65, "\(results.text)")
            #expect(results.text.contains("refused,refused"))
            #expect(try await browser.get("\(page.path)/hasil/2").status == 404)
            try await Self.checkAuthor(rig, agency)

            try await browser.get(page.path)
            #expect(try await browser.post("\(page.path)/rencana", [:]).status == 200)
            #expect(try await browser.settled(page.path).counts == ["3", "0", "0", "61"])
            #expect(try await browser.post("\(page.path)/hapus", [:]).text.contains("Unggahan dihapus"))
            #expect(try await browser.get(page.path).status == 404)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    private static func checkListings(_ browser: Browser, _ path: String) async throws {
        let refused = try await browser.get("\(path)/baris/refused")
        #expect(
            refused.text.contains("bukan alamat") && refused.text.contains("<th scope=\"row\" class=\"number\">62</th>")
        )
        let created = try await browser.get("\(path)/baris/create")
        let next = try #require(created.first("rel=\"next\" href=\"([^\"]+)\""))
        #expect(try await browser.get(next).text.contains("p60@"))
        #expect(try await browser.get("\(path)/baris/change").text.contains("active → blocked"))
        #expect(try await browser.get("\(path)/baris/same").status == 404)
        #expect(try await browser.get("\(path)/baris/create?mulai=7").status == 404)
        let plan = try await browser.get("\(path)/rencana.csv")
        #expect(plan.text.hasPrefix("line,address,verdict,detail\r\n") && plan.text.contains(",refused,"))
        #expect(plan.headers[.contentDisposition]?.contains("attachment") == true)
        try await browser.get("/bahasa/en")
        #expect(try await browser.get("\(path)/baris/refused").text.contains("is none of this tenant"))
        try await browser.get("/bahasa/id")
    }

    /// It is the administrator who wrote, not the portal.
    private static func checkAuthor(_ rig: PortalRig, _ agency: Agency) async throws {
        let entry = try await rig.stack.slapd.search("(mail=\(agency.address("p60")))", attributes: ["creatorsName"])
        #expect(entry.contains("creatorsName: mail=\(agency.administrator),"), "\(entry)")
    }

    @Test func `what is no upload is refused, and leaves nothing behind`() async throws {
        try await Self.serving(
            NSTemporaryDirectory() + "unggah-\(UUID())",
            { $0.greatestFile = 20_000 }
        ) { rig, browser, folder in
            defer { Self.remove(folder) }
            let agency = try await Agency.make(rig)
            try await browser.signIn(agency.administrator, PortalRig.password)
            let csv = agency.csv(3)
            for (page, status, problem) in [
                (try await browser.upload("PK\u{3}\u{4}xxxx", name: "buku.xlsx"), 422, "Excel"),
                (try await browser.upload("", name: "kosong.csv"), 422, "kosong"),
                (try await browser.upload(String(repeating: "x", count: 20_001)), 413, "lebih besar"),
                (try await browser.upload(String(repeating: "x", count: 200_000)), 413, "lebih besar"),
            ] {
                #expect(page.status == status && page.problem.contains(problem), "\(page.status) \(page.problem)")
                #expect(page.text.contains("<input id=\"file\""))
            }
            #expect(try await browser.upload(csv, token: "palsu").status == 403)
            #expect(try await browser.upload(csv, token: "").status == 403)
            #expect(try await browser.upload(csv, [("tenant", Officer.foreignAgency)]).status == 404)
            #expect(try await browser.upload(csv, [("service", PortalRig.late)]).status == 404)
            #expect(try await browser.upload(csv, [("tenant", "a"), ("tenant", "b")]).status == 400)
            let late = MultipartBody.of([], file: ("file", "a.csv", Array(csv.utf8)))
            let token = try await browser.get("/admin/unggah/baru").formToken
            let fileFirst = Self.withLast("token", token, late)
            let type = MultipartBody.contentType
            #expect(
                try await browser.post("/admin/unggah", body: .init(bytes: fileFirst), contentType: type).status == 403
            )
            let cut = ByteBuffer(bytes: MultipartBody.of([("token", token)], file: ("file", "a", [65])).dropLast(60))
            #expect(try await browser.post("/admin/unggah", body: cut, contentType: type).status == 400)
            #expect(try await browser.post("/admin/unggah", ["a": "b"]).status == 400)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)

            let unknown = try await browser.plan("alamat,warna\r\na@b.id,merah\r\n")
            #expect(unknown.stage == "Berkas tidak dapat dibaca" && unknown.text.contains("is no known column"))
            let stranger = browser.stranger()
            try await stranger.signIn(rig.person(of: PortalRig.early), PortalRig.password)
            #expect(try await stranger.get("/admin/unggah").status == 404)
            #expect(try await stranger.post("/admin/unggah", ["a": "b"]).status == 404)
        }
    }

    /// A body with a field behind the file.
    private static func withLast(_ name: String, _ value: String, _ body: [UInt8]) -> [UInt8] {
        let field = MultipartBody.of([(name, value)], file: nil)
        return Array(body.dropLast(MultipartBody.boundary.count + 6)) + field
    }

    @Test func `the head office names service and tenant; what is nobody's is told, and kept`() async throws {
        try await Self.serving { rig, browser, folder in
            defer { Self.remove(folder) }
            let agency = try await Agency.make(rig)
            try await browser.signIn(as: .headOffice)
            let service = ("service", PortalRig.early)
            let wrong = try await browser.upload(agency.csv(1), [service, ("tenant", "Kabupaten <Salah>")])
            #expect(wrong.status == 422 && wrong.problem.contains("tidak ada"))
            #expect(wrong.text.contains("value=\"Kabupaten &lt;Salah&gt;\""))
            #expect(wrong.text.contains("<option value=\"\(PortalRig.early)\" selected>"))
            #expect(try await browser.upload(agency.csv(1), [("tenant", agency.name)]).problem.contains("layanan"))
            #expect(try await browser.upload(agency.csv(1), [service]).problem.contains("instansi"))
            let page = try await browser.plan(agency.csv(2), [service, ("tenant", agency.name)])
            #expect(page.counts == ["0", "2", "0", "0"], "\(page.text)")

            for officer in [Officer.medan, .bandung] {
                let other = browser.stranger()
                try await other.signIn(as: officer)
                for path in ["", "/kemajuan", "/baris/create", "/rencana.csv", "/hasil/1"] {
                    #expect(try await other.get(page.path + path).status == 404, "\(path)")
                }
                try await other.get("/admin/unggah")
                let token = try await other.get("/admin/unggah/baru").formToken
                for act in ["terima", "lanjut", "rencana", "batal", "hapus"] {
                    let answer = try await other.post(
                        "\(page.path)/\(act)",
                        ["fingerprint": page.fingerprint],
                        token: token
                    )
                    #expect(answer.status == 404, "\(act)")
                }
            }
            #expect(try await browser.get(page.path).counts == ["0", "2", "0", "0"])
        }
    }

    @Test func `a plan that is no longer true is not written`() async throws {
        try await Self.serving { rig, browser, folder in
            defer { Self.remove(folder) }
            let agency = try await Agency.make(rig)
            try await browser.signIn(agency.administrator, PortalRig.password)
            let page = try await browser.plan(agency.csv(3))
            try await rig.stack.slapd.modify(agency.account("p2", status: "uploaded"))
            let changed = try await browser.accept(page)
            #expect(changed.stage == "Menunggu persetujuan Anda")
            #expect(changed.text.contains("Direktori berubah sejak rencana disetujui"))
            #expect(changed.counts == ["0", "2", "1", "0"] && changed.fingerprint != page.fingerprint)
            #expect(try await rig.stack.slapd.entryUUID(ofAccount: agency.address("p1")) == nil)
            #expect(try await browser.post("\(page.path)/terima", ["fingerprint": page.fingerprint]).status == 409)
            try await browser.get(page.path)
            #expect(try await browser.accept(changed).stage == "Selesai")
            try await browser.get(page.path)
            #expect(try await browser.post("\(page.path)/lanjut", [:]).status == 409, "nothing is left to go on with")
        }
    }

    @Test func `an upload that was cut off is taken up by another portal on the same folder`() async throws {
        let folder = NSTemporaryDirectory() + "unggah-\(UUID())"
        defer { Self.remove(folder) }
        let rig = try await PortalRig.shared()
        let agency = try await Agency.make(rig)
        let planned = try await Self.serving(folder) { _, browser, _ in
            try await browser.signIn(agency.administrator, PortalRig.password)
            return try await browser.plan(agency.csv(6))
        }
        try Self.killedWhileWriting(folder, planned)
        // What the killed portal had written by then.
        try await rig.stack.slapd.modify(Self.written(agency, 1...2))
        try await Self.serving(folder) { _, browser, _ in
            try await browser.signIn(agency.administrator, PortalRig.password)
            let page = try await browser.get(planned.path)
            #expect(page.stage == "Terputus, dapat dilanjutkan" && page.text.contains("dimulai ulang"), "\(page.text)")
            #expect(try await browser.get("/admin/unggah").text.contains("Terputus"))
            try await browser.get(planned.path)
            try await browser.post("\(planned.path)/lanjut", [:])
            let done = try await browser.settled(planned.path)
            #expect(done.stage == "Selesai", "\(done.text)")
            #expect(done.text.contains("Belum selesai atau terputus"), "the first run stays as it was")
            let cells = done.text.matches(of: /<td class="number">([0-9.]+)<\/td>/).map { String($0.1) }
            #expect(cells.suffix(4) == ["4", "2", "0", "0"], "\(cells)")
            #expect(try await browser.get("\(planned.path)/hasil/2").text.contains(",create,done,"))
        }
    }

    @Test func `what is left is written only as far as it was accepted`() async throws {
        let folder = NSTemporaryDirectory() + "unggah-\(UUID())"
        defer { Self.remove(folder) }
        let rig = try await PortalRig.shared()
        let agency = try await Agency.make(rig)
        let planned = try await Self.serving(folder) { _, browser, _ in
            try await browser.signIn(agency.administrator, PortalRig.password)
            return try await browser.plan(agency.csv(4))
        }
        try Self.killedWhileWriting(folder, planned)
        // Somebody else made this one, under another name: the row would now change it, which nobody has accepted.
        try await rig.stack.slapd.modify(agency.account("p3", status: "uploaded"))
        try await Self.serving(folder) { _, browser, _ in
            try await browser.signIn(agency.administrator, PortalRig.password)
            try await browser.get(planned.path)
            try await browser.post("\(planned.path)/lanjut", [:])
            let page = try await browser.settled(planned.path)
            #expect(page.stage == "Menunggu persetujuan Anda", "\(page.text)")
            #expect(page.text.contains("bukan lagi yang Anda setujui") && page.counts == ["0", "3", "1", "0"])
            #expect(try await rig.stack.slapd.entryUUID(ofAccount: agency.address("p1")) == nil)
        }
    }

    /// Leaves the folder as a portal does that was killed while it wrote.
    private static func killedWhileWriting(_ path: String, _ page: Page) throws {
        let folder = try UploadFolder(path)
        var upload = try #require(try folder.all().first)
        upload.stage = .writing
        upload.acceptance = .init(fingerprint: page.fingerprint, skipsRefused: false)
        upload.runs = [.init(begun: .now)]
        try PlanKeeper(folder: folder, id: upload.id).accept()
        try folder.save(upload)
    }

    private static func written(_ agency: Agency, _ numbers: ClosedRange<Int>) -> String {
        numbers.map { number in
            """
            dn: \(agency.dn(of: "p\(number)"))
            objectClass: inetOrgPerson
            objectClass: inetLocalMailRecipient
            objectClass: pamongAccount
            cn: Pegawai \(number)
            sn: \(number)
            mail: \(agency.address("p\(number)"))
            mailHost: \(SampleEntries.host)
            pamongAccountStatus: uploaded


            """
        }.joined()
    }

    @Test func `one upload of a person at a time; it can be stopped, and is kept as long as it is said`() async throws {
        try await Self.serving { rig, browser, folder in
            defer { Self.remove(folder) }
            let agency = try await Agency.make(rig)
            try await browser.signIn(agency.administrator, PortalRig.password)
            let first = try await browser.upload(agency.csv(3000))
            #expect(first.text.contains("/skrip/kemajuan.js") || first.stage == "Menunggu persetujuan Anda")
            let planned = try await browser.settled(first.path)
            try await browser.post("\(first.path)/terima", ["fingerprint": planned.fingerprint])
            let state = try await browser.get("\(first.path)/kemajuan")
            #expect(state.text.contains("\"stage\":") && state.headers[.contentType] == "application/json")
            try await browser.get(first.path)
            let stopped = try await browser.post("\(first.path)/batal", [:])
            #expect([200, 409].contains(stopped.status), "409: it was quicker than we")
            let page = try await browser.settled(first.path)
            #expect(["Dibatalkan", "Selesai"].contains(page.stage), "\(page.stage)")
            if page.stage == "Dibatalkan" {
                try await browser.post("\(first.path)/lanjut", [:])
                #expect(try await browser.settled(first.path).stage == "Selesai")
            }
            #expect(try await rig.stack.slapd.entryUUID(ofAccount: agency.address("p3000")) != nil)
        }
    }

    @Test func `the shelf lets each person have one upload under way and ten in all, for a time`() async throws {
        var limits = PortalConfiguration.Uploads(folder: NSTemporaryDirectory() + "shelf-\(UUID())")
        limits.retention = .seconds(3600)
        defer { Self.remove(limits.folder) }
        let shelf = try UploadShelf(limits, logger: .init(label: "test"))
        let (siti, budi) = (EntryUUID(high: 1, low: 1), EntryUUID(high: 2, low: 2))
        let first = try Self.upload("a1", siti)
        try shelf.folder.make(first.id)
        try await shelf.take(first)
        await #expect(throws: UploadShelf.Refusal.busy) { try await shelf.checkRoom(for: siti) }
        try await shelf.checkRoom(for: budi)
        #expect(await shelf.upload("a1", of: budi) == nil)
        await #expect(throws: UploadShelf.Refusal.stale) { try await shelf.stop("a1", of: budi) }
        await #expect(throws: UploadShelf.Refusal.stale) { try await shelf.remove("a1", of: siti) }
        try await shelf.stop("a1", of: siti)
        #expect(await shelf.upload("a1", of: siti)?.stage == .cancelled)
        for number in 2...10 {
            let next = try Self.upload("a\(number)", siti)
            try shelf.folder.make(next.id)
            try await shelf.take(next)
            try await shelf.stop(next.id, of: siti)
        }
        await #expect(throws: UploadShelf.Refusal.tooMany) { try await shelf.checkRoom(for: siti) }
        await shelf.sweep(now: .now + .seconds(3500))
        #expect(await shelf.uploads(of: siti).count == 10)
        await shelf.sweep(now: .now + .seconds(3700))
        #expect(await shelf.uploads(of: siti).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: limits.folder).isEmpty)
    }

    private static func upload(_ id: String, _ owner: EntryUUID) throws -> Upload {
        Upload(
            id: id,
            owner: owner.description,
            ownerAddress: try #require(MailAddress("siti@contoh.go.id")),
            ownerName: "mail=siti@contoh.go.id",
            service: "s",
            tenant: "t",
            fileName: "a.csv",
            format: "csv",
            size: 10,
            received: .now
        )
    }

    @Test func `without a folder there are no uploads, and that is said`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .medan)
            let page = try await browser.get("/admin/unggah")
            #expect(page.status == 503 && page.problem.contains("belum diaktifkan"))
            #expect(
                try await browser.get("/skrip/kemajuan.js").headers[.contentType] == "text/javascript; charset=utf-8"
            )
        }
    }

    @Test func `the sample file is one that can be uploaded`() throws {
        for language in Language.allCases {
            let lines = UploadTemplate.csv(in: language).split(separator: "\r\n")
            let names = lines[0].split(separator: ",").map(String.init)
            #expect(
                lines.count == 2 && names.count == 15 && names.allSatisfy { ColumnWords(named: $0) != nil }
            )
        }
        #expect(UploadTemplate.csv(in: .indonesian).contains("nip"))
    }
}
