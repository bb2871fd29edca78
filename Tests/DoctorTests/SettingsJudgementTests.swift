import LDAPClient
import Testing

@testable import Doctor

/// slapd's configuration as it must not be.
struct SettingsJudgementTests {
    private typealias Overlay = ServerSettings.Overlay

    @Test func `overlays and settings are put under their database`() throws {
        let settings = ServerSettings([
            LDAPEntry(
                dn: "olcDatabase={-1}frontend,cn=config",
                attributes: [LDAPAttribute("olcDatabase", "{-1}frontend")]
            ),
            LDAPEntry(
                dn: "olcDatabase={2}mdb,cn=config",
                attributes: [
                    LDAPAttribute("olcDatabase", "{2}mdb"), LDAPAttribute("olcSuffix", "dc=x"),
                    LDAPAttribute("olcDbNoSync", "TRUE"),
                ]
            ),
            LDAPEntry(
                dn: "olcOverlay={0}syncprov,olcDatabase={2}mdb,cn=config",
                attributes: [LDAPAttribute("olcOverlay", "{0}syncprov"), LDAPAttribute("olcSpSessionlog", "1000")]
            ),
            LDAPEntry(
                dn: "olcOverlay={0}sock,olcDatabase={-1}frontend,cn=config",
                attributes: [LDAPAttribute("olcOverlay", "{0}sock")]
            ),
        ])
        let database = try #require(settings.database(of: try DistinguishedName("dc=x")))
        #expect(database.overlays.map(\.kind) == ["syncprov"])
        #expect(Finding.judge(syncOverlay: database.overlay("syncprov")).outcome == .warning)
        #expect(Finding.judge(bindOverlaysIn: settings).outcome == .failed)
        #expect(Finding.judge(durabilityOf: database).outcome == .failed)
        #expect(settings.database(of: try DistinguishedName("dc=y")) == nil)
    }

    @Test func `syncprov is judged by what it would forget`() {
        #expect(Finding.judge(syncOverlay: nil).outcome == .failed)
        #expect(Finding.judge(syncOverlay: Overlay(kind: "syncprov")).what.contains("checkpoint"))
        let good = Overlay(kind: "syncprov", settings: ["olcspcheckpoint": ["1 1"]])
        #expect(Finding.judge(syncOverlay: good).outcome == .ok)
        let silent = Overlay(kind: "syncprov", settings: ["olcspcheckpoint": ["1 1"], "olcspnopresent": ["TRUE"]])
        #expect(Finding.judge(syncOverlay: silent).outcome == .failed)
    }

    @Test func `missing indexes and overlays are named`() {
        let some = Finding.judge(indexes: ["objectClass,entryUUID,entryCSN eq", "mail eq,sub", "member pres"])
        #expect(some.what.contains("mailLocalAddress,member,pamongAccountStatus"))
        #expect(Finding.judge(overlays: ["unique", "refint"]).what.contains("constraint, ppolicy, accesslog"))
    }

    @Test(arguments: [
        ("to attrs=userPassword by anonymous auth", "pamongAccountStatus"),
        ("to attrs=userPassword filter=(pamongAccountStatus=active) by anonymous auth", "sockurl"),
    ]) func `a rule that lets blocked accounts or direct logins in is found`(_ rule: String, _ missing: String) {
        let finding = Finding.judge(accessRules: [rule])
        #expect(finding.outcome == .failed)
        #expect(finding.what.contains(missing))
    }

    @Test func `a small database is told in time`() {
        let small = ServerSettings.Database(suffixes: [], settings: ["olcdbmaxsize": ["1073741824"]])
        #expect(Finding.judge(durabilityOf: small).outcome == .warning)
        #expect(Finding.judge(durabilityOf: ServerSettings.Database(suffixes: [])).what.contains("10 MB"))
    }
}
