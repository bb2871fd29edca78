import Glibc
import LocalStack
import TestEntries
import Testing

@testable import WebPortal

/// `/admin/instansi`, with everybody's own rights in a real directory.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct TenantPageTests {
    private static let list = "/admin/instansi"
    private static let medan = "/admin/instansi/multidomain.mail.go.id/Kota%20Medan"
    private static let bandung = "/admin/instansi/multidomain.mail.go.id/Kabupaten%20Bandung"

    private func entry(_ rig: PortalRig, _ base: String) async throws -> String {
        try await rig.stack.slapd.search("(objectClass=*)", base: base)
    }

    private static func dn(_ tenant: String, _ service: String = PortalRig.late) -> String {
        "o=\(tenant),cn=\(service),ou=services,\(SampleEntries.suffix)"
    }

    @Test func `Admin Pusat finds tenants by service, name, and domain`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .headOffice)
            // Other tests make tenants too, and the list has pages.
            let all = try await browser.get("\(Self.list)?cari=Kota")
            #expect(all.status == 200 && all.text.contains(">Kota Medan</a>"), "\(all.text)")
            #expect(all.text.contains(AdministrationText.workerSilent.text(in: .indonesian)), "no worker runs")
            #expect(all.text.contains("href=\"\(Self.medan)\""))
            for query in ["cari=medan", "cari=Medan.go.id", "layanan=multidomain.mail.go.id&cari=ota%20M"] {
                let found = try await browser.get("\(Self.list)?\(query)")
                #expect(found.text.contains(">Kota Medan</a>") && !found.text.contains(">Kabupaten Bandung</a>"))
            }
            for query in ["layanan=sakti.mail.go.id&cari=medan", "cari=*", "langkah=left", "layanan=tidak.ada"] {
                let none = try await browser.get("\(Self.list)?\(query)")
                #expect(none.status == 200 && !none.text.contains(">Kota Medan</a>"), "\(query)")
            }
            let page = try await browser.get(Self.medan)
            #expect(page.title == "Kota Medan" && page.text.contains("medan.go.id"), "\(page.text)")
            #expect(page.text.contains(Officer.medan.address))
            #expect(try await browser.get(Self.list + "/multidomain.mail.go.id/Tidak%20Ada").status == 404)
            let english = try await browser.get("/bahasa/en?ke=\(Self.medan)")
            #expect(english.path == Self.medan && english.text.contains("Most accounts"), "\(english.text)")
        }
    }

    @Test func `a treasury office is made, gets caps, and gets and loses administrators`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, _ in
            try await browser.signIn(as: .headOffice)
            var form = ["service": PortalRig.late, "name": "KPPN Sabang, Aceh", "code": "001", "maxAccounts": "banyak"]
            try await browser.get(Self.list + "/baru")
            let wrong = try await browser.post(Self.list + "/baru", form)
            #expect(wrong.status == 422 && wrong.problem == TenantsText.tenantMaxAccountsWrong.text(in: .indonesian))
            #expect(wrong.text.contains("value=\"KPPN Sabang, Aceh\"") && wrong.text.contains("value=\"banyak\""))
            #expect(wrong.text.contains("class=\"administration\""))
            form["maxAccounts"] = "40"
            form["service"] = PortalRig.early
            let letter = try await browser.post(Self.list + "/baru", form)
            #expect(letter.problem == TenantsText.tenantServiceWrong.text(in: .indonesian), "that one needs a letter")
            form["service"] = PortalRig.late
            let made = try await browser.post(Self.list + "/baru", form)
            #expect(made.title == "KPPN Sabang, Aceh", "\(made.text)")
            #expect(made.text.contains(TenantsText.tenantMade.text(in: .indonesian)))
            let path = made.path
            let dn = Self.dn("KPPN Sabang\\2C Aceh")
            let nobody = "member: cn=nobody,ou=system,\(SampleEntries.suffix)"
            #expect(try await entry(rig, dn).contains(nobody), "nobody administers it yet")
            try await browser.get(Self.list + "/baru")
            let again = try await browser.post(Self.list + "/baru", form)
            #expect(again.status == 422 && again.problem == TenantsText.tenantNameTaken.text(in: .indonesian))

            try await browser.get(path)
            let caps = ["code": "001", "maxAccounts": "10000000", "maxQuota": ""]
            #expect(try await browser.post(path + "/batas", caps).status == 422)
            let size = ["code": "001", "maxAccounts": "50", "maxQuota": "0"]
            let refused = try await browser.post(path + "/batas", size)
            #expect(refused.problem == TenantsText.tenantMaxQuotaWrong.text(in: .indonesian), "\(refused.text)")
            let saved = try await browser.post(path + "/batas", ["code": "", "maxAccounts": "50", "maxQuota": "2048"])
            #expect(saved.text.contains(TenantsText.tenantCapsSaved.text(in: .indonesian)), "\(saved.text)")
            let changed = try await entry(rig, dn)
            #expect(changed.contains("pamongMaxAccounts: 50") && changed.contains("pamongMaxQuota: 2147483648"))
            #expect(!changed.contains("pamongTenantCode"))

            let address = "kepala@sakti.mail.go.id"
            try await rig.stack.slapd.modify(
                SampleEntries.account(address, tenant: "KPPN Sabang\\2C Aceh", service: PortalRig.late)
            )
            for foreign in ["admin@medan.go.id", "x"] {
                let unknown = try await browser.post(path + "/admin", ["administrator": foreign])
                #expect(unknown.problem == TenantsText.tenantAdminWrong.text(in: .indonesian))
            }
            let appointed = try await browser.post(path + "/admin", ["administrator": address])
            #expect(appointed.text.contains(TenantsText.tenantAdminAdded.text(in: .indonesian)), "\(appointed.text)")
            #expect(try await !entry(rig, dn).contains(nobody))
            let asked = try await browser.get(path + "/admin/cabut?akun=\(address)")
            #expect(asked.text.contains(TenantsText.tenantAdminRemoveLead.text(in: .indonesian)), "\(asked.text)")
            let dismissed = try await browser.post(path + "/admin/cabut", ["administrator": address])
            #expect(dismissed.text.contains(TenantsText.tenantNoAdmins.text(in: .indonesian)), "\(dismissed.text)")
            #expect(try await entry(rig, dn).contains(nobody), "the group keeps its placeholder")
            #expect(try await browser.get(path + "/admin/cabut?akun=\(address)").status == 404)
        }
    }

    @Test func `a tenant lists domains, and Admin Pusat alone confirms them`() async throws {
        let rig = try await PortalRig.shared()
        try await rig.serving { browser, log in
            try await browser.signIn(as: .medan)
            let own = try await browser.get(Self.list)
            #expect(own.path == Self.medan, "there is one tenant for them")
            #expect(!own.text.contains("/batas"), "caps are not theirs")
            for (domain, reason) in [
                ("perumda medan", TenantsText.tenantDomainWrong), ("bandungkab.go.id", .tenantDomainTaken),
                ("sakti.mail.go.id", .tenantDomainTaken),
            ] {
                let refused = try await browser.post(Self.medan + "/domain", ["domain": domain])
                #expect(refused.status == 422 && refused.problem == reason.text(in: .indonesian), "\(domain)")
                #expect(refused.text.contains("value=\"\(domain)\""))
            }
            let domain = "perumda.medan.go.id"
            let listed = try await browser.post(Self.medan + "/domain", ["domain": domain])
            #expect(listed.text.contains(TenantsText.tenantDomainListed.text(in: .indonesian)), "\(listed.text)")
            #expect(!listed.text.contains("/domain/sahkan"))
            let twice = try await browser.post(Self.medan + "/domain", ["domain": domain])
            #expect(twice.status == 409)
            #expect(try await browser.post(Self.medan + "/domain/sahkan", ["domain": domain]).status == 404)
            let base = "associatedDomain=\(domain),ou=domains,\(Self.dn("Kota Medan", PortalRig.early))"
            #expect(try await !entry(rig, base).contains("pamongMxStatus"))

            let pusat = browser.stranger()
            try await pusat.signIn(as: .headOffice)
            #expect(try await pusat.get(Self.medan).text.contains("/domain/sahkan"))
            let confirmed = try await pusat.post(Self.medan + "/domain/sahkan", ["domain": domain])
            #expect(
                confirmed.text.contains(TenantsText.tenantDomainConfirmed.text(in: .indonesian)),
                "\(confirmed.text)"
            )
            #expect(confirmed.text.contains("confirmed \(domain)"), "it is recorded")
            #expect(try await entry(rig, base).contains("pamongMxStatus: pending"))
            #expect(try await pusat.post(Self.medan + "/domain/sahkan", ["domain": domain]).status == 409)

            let asked = try await browser.get(Self.medan + "/domain/hapus?domain=\(domain)")
            #expect(asked.text.contains(TenantsText.tenantDomainRemoveLead.text(in: .indonesian)))
            let removed = try await browser.post(Self.medan + "/domain/hapus", ["domain": domain])
            #expect(removed.status == 200 && !removed.text.contains("hapus?domain=\(domain)"), "\(removed.text)")
            #expect(try await browser.get(Self.medan + "/domain/hapus?domain=\(domain)").status == 404)
            #expect(log.text.contains("tenantDomainRemoved"))
        }
    }

    @Test func `another tenant does not exist, whatever is asked`() async throws {
        let rig = try await PortalRig.shared()
        let uuid = try await rig.stack.slapd.search(
            "(o=Kabupaten Bandung)",
            base: "cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)",
            attributes: ["entryUUID"]
        ).firstMatch(of: /entryUUID: (\S+)/)?.1
        let joining = "/admin/bergabung/\(try #require(uuid))"
        try await rig.serving { browser, _ in
            let others = browser.stranger()
            try await others.signIn(as: .headOffice)
            for path in [Self.bandung, joining] { #expect(try await others.get(path).status == 200, "\(path)") }
            try await browser.signIn(as: .medan)
            let token = try await browser.get(Self.medan).formToken
            for path in [
                Self.bandung, Self.bandung + "/domain/hapus?domain=bandungkab.go.id",
                Self.bandung + "/admin/cabut?akun=admin@bandungkab.go.id", Self.list + "/baru", joining,
                joining + "/tangguhkan", joining + "/keluar", "/admin/bergabung/baru",
                Self.medan + "/admin/cabut?akun=admin@medan.go.id",
            ] {
                #expect(try await browser.get(path).status == 404, "\(path)")
            }
            let fields = [
                "domain": "bandungkab.go.id", "administrator": "admin@bandungkab.go.id", "reason": "x", "code": "1",
                "date": "2026-01-05", "address": "admin@bandungkab.go.id", "host": "narada.mail.go.id",
            ]
            let forms =
                ["batas", "domain", "domain/sahkan", "domain/hapus", "admin", "admin/cabut"].map {
                    "\(Self.bandung)/\($0)"
                }
                + ["nda", "kredensial", "mx", "periksa", "aktifkan", "tangguhkan", "lanjutkan", "keluar"]
                .map { "\(joining)/\($0)" }
                + [Self.list + "/baru", "/admin/bergabung/baru", Self.medan + "/batas", Self.medan + "/admin"]
            for path in forms {
                #expect(try await browser.post(path, fields, token: token).status == 404, "\(path)")
                #expect(try await browser.post(path, fields, token: "").status == 403, "\(path) without a token")
            }
            let person = browser.stranger()
            try await person.signIn(rig.person(of: PortalRig.early), PortalRig.password)
            for path in [Self.list, Self.medan, "/admin/bergabung", joining] {
                #expect(try await person.get(path).status == 404, "\(path)")
            }
        }
    }
}
