import DirectoryModel
import Glibc
import TestEntries
import Testing

@testable import WebPortal

/// Making accounts and changing them, against the real directory's rules.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct AccountChangeTests {
    @Test func `an account is made and edited; what is wrong is said at its field, and nothing typed is lost`()
        async throws
    {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Buat", domain: "buat.go.id", people: 1)
        try await rig.serving { browser, _ in
            try await browser.signIn(office.address("admin1"), PortalRig.password)
            #expect(try await browser.get("/admin/akun/baru").title == "Akun baru")
            let good = ["address": "baru@buat.go.id", "name": "Siti Rahma", "quota": "2 GB", "status": "uploaded"]
            let wrong: [([String: String], String)] = [
                (["address": "baru@medan.go.id"], "Domain alamat itu"), (["address": "Ba ru"], "tidak dapat dipakai"),
                (["name": ""], "Isi nama"), (["quota": "banyak"], "bukan kuota"), (["host": "x"], "bukan nama server"),
                (["aliases": "baru@buat.go.id"], "alamat utama"), (["address": "orang1@buat.go.id"], "sudah dipakai"),
            ]
            for (change, text) in wrong {
                let page = try await browser.post("/admin/akun/baru", good.merging(change) { $1 })
                #expect(page.status == 422 && page.problem.contains(text), "\(change): \(page.problem)")
                #expect(page.text.contains("value=\"\(change["name"] ?? "Siti Rahma")\""))
            }
            let made = try await browser.post("/admin/akun/baru", good)
            #expect(made.status == 200 && made.title == "baru@buat.go.id" && made.text.contains("2 GB"), "\(made.text)")
            let entry = try await office.entry("baru")
            #expect(entry.contains("sn: Rahma") && entry.contains("pamongAccountStatus: uploaded"))
            #expect(entry.contains("pamongQuota: 2147483648"))

            let form = try await browser.get("\(made.path)/ubah")
            let was = ["was_name": "Siti Rahma", "was_surname": "Rahma", "was_quota": "2 GB"]
            #expect(form.title == "Ubah akun" && form.text.contains("name=\"was_quota\" value=\"2 GB\""))
            let edit = [
                "name": "Siti R.", "surname": "Rahma", "aliases": "siti@buat.go.id", "forwards": "a@contoh.id",
                "quota": "",
            ]
            for (change, text) in [
                (["aliases": "siti@medan.go.id"], "Domain"), (["aliases": "orang1@buat.go.id"], "tidak mengizinkan"),
                (["forwards": "bukan"], "bukan alamat"),
            ] {
                let page = try await browser.post("\(made.path)/ubah", edit.merging(was) { $1 }.merging(change) { $1 })
                #expect(page.status == 422 && page.problem.contains(text), "\(change): \(page.problem)")
            }
            let saved = try await browser.post("\(made.path)/ubah", edit.merging(was) { $1 })
            #expect(
                saved.text.contains("Perubahan sudah disimpan") && saved.text.contains("siti@buat.go.id"),
                "\(saved.text)"
            )
            let after = try await office.entry("baru")
            #expect(after.contains("cn: Siti R.") && after.contains("mailRoutingAddress: a@contoh.id"))
            #expect(!after.contains("pamongQuota"))
            _ = try await browser.get("\(made.path)/ubah")
            let late = try await browser.post(
                "\(made.path)/ubah",
                edit.merging(was) { $1 }.merging(["name": "Lain"]) { $1 }
            )
            #expect(late.status == 409, "the form is older than the last change")
            #expect(try await office.entry("baru").contains("cn: Siti R."))
        }
    }

    @Test func `an account is registered, blocked, let in and closed, each after a question`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Blokir", domain: "blokir.go.id", people: 2)
        let path = try await office.path("orang1")
        try await rig.serving { browser, _ in
            try await browser.signIn(office.address("admin1"), PortalRig.password)
            let person = browser.stranger()
            try await person.signIn(office.address("orang1"), PortalRig.password)
            let question = try await browser.get("\(path)/blokir")
            #expect(question.title == "Blokir akun" && question.text.contains("langsung keluar"))
            let silent = try await browser.post("\(path)/blokir", ["was": "active", "reason": " "])
            #expect(silent.status == 422 && silent.problem.contains("alasan"))
            let stale = try await browser.post("\(path)/blokir", ["was": "uploaded", "reason": "Mutasi"])
            #expect(stale.status == 409)
            _ = try await browser.get("\(path)/blokir")
            let blocked = try await browser.post("\(path)/blokir", ["was": "active", "reason": "Mutasi"])
            #expect(blocked.text.contains("Akun sudah diblokir") && blocked.text.contains("Mutasi"), "\(blocked.text)")
            #expect(try await office.entry("orang1").contains("pamongAccountStatus: blocked"))
            #expect(try await person.get("/akun").path == "/masuk")
            #expect(try await rig.gateAccepts(office.address("orang1"), PortalRig.password, for: "imap") == false)

            _ = try await browser.get("\(path)/buka-blokir")
            #expect(
                try await browser.post("\(path)/buka-blokir", ["was": "blocked"]).text.contains("Blokir sudah dibuka")
            )
            #expect(try await rig.gateAccepts(office.address("orang1"), PortalRig.password, for: "imap"))
            try await person.signIn(office.address("orang1"), PortalRig.password)
            _ = try await browser.get("\(path)/sesi")
            #expect(
                try await browser.post("\(path)/sesi", ["was": "active"]).text.contains("Semua sesi sudah diakhiri")
            )
            #expect(try await person.get("/akun").path == "/masuk")
            #expect(try await office.entry("orang1").contains("pamongSessionsRevokedTime"))

            _ = try await browser.get("\(path)/tutup")
            let closing = ["was": "active", "reason": "Pensiun", "confirm": "orang2@blokir.go.id"]
            let untyped = try await browser.post("\(path)/tutup", closing)
            #expect(untyped.status == 422 && untyped.text.contains("value=\"Pensiun\""))
            let closed = try await browser.post(
                "\(path)/tutup",
                closing.merging(["confirm": "orang1@blokir.go.id"]) { $1 }
            )
            #expect(closed.text.contains("Akun sudah ditutup") && !closed.text.contains("\(path)/blokir"))
            #expect(try await browser.get("\(path)/buka-blokir").path == path, "what is closed stays closed")

            try await office.change(
                "orang2",
                "replace: pamongAccountStatus\npamongAccountStatus: uploaded\n-\ndelete: pamongRegisteredTime\n"
            )
            let other = try await office.path("orang2")
            _ = try await browser.get("\(other)/daftarkan")
            #expect(
                try await browser.post("\(other)/daftarkan", ["was": "uploaded"]).text.contains("terdaftar dan aktif")
            )
            #expect(try await office.entry("orang2").contains("pamongRegisteredTime"))
        }
    }

    @Test func `Admin Pusat moves an account to another tenant, its own administrators only rename it`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Lama", domain: "lama.go.id", people: 1)
        let target = try await AccountOffice(rig, tenant: "Kantor Tujuan", domain: "tujuan.go.id", people: 1)
        let path = try await office.path("orang1")
        try await rig.serving { browser, _ in
            let admin = browser.stranger()
            try await admin.signIn(office.address("admin1"), PortalRig.password)
            #expect(try await admin.get("\(path)/pindah").title == "Pindahkan akun")
            let used = try await admin.post(
                "\(path)/pindah",
                ["was_address": "orang1@lama.go.id", "address": "admin2@lama.go.id"]
            )
            #expect(used.status == 422 && used.problem.contains("sudah dipakai"), "\(used.problem)")
            let attempt = ["was_address": "orang1@lama.go.id", "address": "nama@lama.go.id", "tenant": "Kantor Tujuan"]
            let renamed = try await admin.post("\(path)/pindah", attempt)
            #expect(renamed.title == "nama@lama.go.id" && renamed.text.contains("Kantor Lama"), "\(renamed.text)")
            _ = try await admin.get("\(path)/pindah")
            #expect(try await admin.post("\(path)/pindah", attempt).status == 409)

            try await browser.signIn(as: .headOffice)
            _ = try await browser.get("\(path)/pindah")
            var move = [
                "was_address": "nama@lama.go.id", "address": "nama@lama.go.id", "service": PortalRig.early,
                "tenant": "Kantor Tujuan",
            ]
            let foreign = try await browser.post("\(path)/pindah", move)
            #expect(foreign.status == 422 && foreign.problem.contains("tujuan.go.id"), "\(foreign.problem)")
            move["tenant"] = "Tidak Ada"
            #expect(try await browser.post("\(path)/pindah", move).problem.contains("Tidak Ada"))
            (move["tenant"], move["address"]) = ("Kantor Tujuan", "nama@tujuan.go.id")
            let moved = try await browser.post("\(path)/pindah", move)
            #expect(moved.path == path && moved.title == "nama@tujuan.go.id" && moved.text.contains("Kantor Tujuan"))
            #expect(try await target.entry("nama").contains("o=Kantor Tujuan"))
            #expect(try await admin.get(path).status == 404)
        }
    }

    @Test func `a foreign account does not exist by any URL, and no form goes without its token`() async throws {
        let rig = try await PortalRig.shared()
        let office = try await AccountOffice(rig, tenant: "Kantor Tertutup", domain: "tertutup.go.id", people: 1)
        let path = try await office.path("orang1")
        let acts = ["ubah", "pindah"] + AccountAct.allCases.map(\.rawValue)
        let decisions = path.replacing("/akun/", with: "/persetujuan/")
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .medan)
            let token = try await browser.get("/admin/akun/baru").formToken
            for page in [path, decisions] + acts.map({ "\(path)/\($0)" }) + ["\(path)/lain", "/admin/akun/bukan-akun"] {
                #expect(try await browser.get(page).status == 404, "\(page)")
            }
            let fields = ["was": "active", "reason": "x", "confirm": office.address("orang1"), "name": "x"]
            for form in acts.map({ "\(path)/\($0)" }) + ["\(decisions)/setujui", "\(decisions)/tolak"] {
                #expect(try await browser.postOnce(form, fields, token: token).status == 404, "\(form)")
                #expect(try await browser.postOnce(form, fields, token: "x").status == 403, "\(form)")
            }
            #expect(try await browser.postOnce("/admin/akun/baru", fields, token: "x").status == 403)
            let smuggled = [
                "address": "x@tertutup.go.id", "name": "X", "service": PortalRig.early, "tenant": "Kantor Tertutup",
            ]
            #expect(try await browser.postOnce("/admin/akun/baru", smuggled, token: token).status == 422)
            #expect(try await office.entry("orang1").contains("pamongAccountStatus: active"))
            let person = browser.stranger()
            try await person.signIn(office.address("orang1"), PortalRig.password)
            for page in [
                "/admin/akun", "/admin/akun/cari?q=orang", "/admin/akun/unduh", "/admin/akun/baru", path,
                "/admin/persetujuan",
            ] {
                #expect(try await person.get(page).status == 404, "\(page)")
            }
        }
    }
}
