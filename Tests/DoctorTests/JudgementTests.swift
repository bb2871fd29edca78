import DirectoryModel
import Foundation
import LDAPClient
import Testing

@testable import Doctor

/// Judgements are functions from what was seen to a finding; no server is needed to try them.
struct JudgementTests {
    private static let now = Timestamp(microseconds: 1_793_491_200_000_000)

    @Test(arguments: [
        (LDAPServer.plain(host: "127.0.0.1", port: 389), true, Finding.Outcome.ok),
        (.socket(path: "/run/slapd/ldapi"), false, .ok), (.tls(host: "ldap.mail.go.id", port: 636), true, .ok),
        (.plain(host: "ldap.mail.go.id", port: 389), true, .failed),
        (.startTLS(host: "ldap.mail.go.id", port: 389), false, .failed),
    ]) func `the way to the directory must not be open`(
        _ server: LDAPServer,
        _ verifies: Bool,
        _ outcome: Finding.Outcome
    ) {
        #expect(Finding.judge(transportTo: server, verifiesServer: verifies).outcome == outcome)
    }

    @Test(arguments: [(0, Finding.Outcome.ok), (2, .ok), (4, .warning), (-4, .warning), (90, .failed), (-90, .failed)])
    func `the directory's clock is judged both ways`(_ seconds: Int, _ outcome: Finding.Outcome) {
        let theirs = Self.now + .seconds(seconds)
        let finding = Finding.judge(clock: theirs, askedAt: Self.now, answeredAt: Self.now, newestChange: nil)
        #expect(finding.outcome == outcome)
    }

    @Test func `a change from the future is an error even when no clock can be read`() {
        let future = Self.now + .seconds(60)
        let finding = Finding.judge(clock: nil, askedAt: Self.now, answeredAt: Self.now, newestChange: future)
        #expect(finding.outcome == .failed)
        let none = Finding.judge(clock: nil, askedAt: Self.now, answeredAt: Self.now, newestChange: Self.now)
        #expect(none.outcome == .skipped)
    }

    @Test func `reading few entries proves nothing about limits, being cut off does`() {
        #expect(Finding.judge(readEntries: 500).outcome == .skipped)
        #expect(Finding.judge(readEntries: 501).outcome == .ok)
        let cut = Finding.judge(limitError: LDAPError(.sizeLimitExceeded), after: 500)
        #expect(cut.outcome == .failed)
        #expect(cut.remedy?.contains("olcLimits") == true)
        #expect(Finding.judge(limitError: LDAPError(.serverDown), after: 3).remedy?.contains("olcLimits") == false)
    }

    @Test(arguments: [
        (#"{0}dn.onelevel="ou=system,dc=x" size=unlimited time=unlimited"#, Finding.Outcome.ok),
        (#"{0}dn.exact="cn=worker,ou=system,dc=x" size=unlimited time=unlimited"#, .ok),
        (#"dn.subtree="dc=x" size=-1 time.soft=unlimited time.hard=unlimited"#, .ok),
        (#"{0}dn.onelevel="ou=system,dc=x" size=unlimited"#, .failed),
        (#"{0}dn.exact="cn=other,ou=system,dc=x" size=unlimited time=unlimited"#, .failed),
        (#"{0}dn.onelevel="ou=system,dc=x" size.soft=500 time=unlimited"#, .failed),
    ]) func `limit rules are read as slapd reads them`(_ value: String, _ outcome: Finding.Outcome) throws {
        let worker = try DistinguishedName("cn=worker,ou=system,dc=x")
        #expect(Finding.judge(limits: [LimitRule(value)], of: worker).outcome == outcome)
    }

    @Test func `the first limit rule that fits decides`() throws {
        let worker = try DistinguishedName("cn=worker,ou=system,dc=x")
        let rules = [LimitRule("{0}users size=100 time=10"), LimitRule("{1}* size=unlimited time=unlimited")]
        #expect(Finding.judge(limits: rules, of: worker).what.contains("size=100"))
        #expect(Finding.judge(limits: [], of: worker).outcome == .failed)
    }

    @Test func `missing rights and visible secrets are told by name`() {
        let blind = Finding.judge(visibleOf: "mail=a@x", needed: ["mail", "entryUUID"])
        #expect(blind.what.contains("entryCSN, pamongAccountStatus"))
        #expect(Finding.judge(visibleOf: "mail=a@x", needed: Finding.neededAttributes).outcome == .ok)
        #expect(Finding.judge(visibleSecrets: ["userPassword"], searchable: nil).what.contains("userPassword"))
        #expect(Finding.judge(visibleSecrets: [], searchable: "mail=a@x").outcome == .failed)
        #expect(Finding.judge(visibleSecrets: [], searchable: nil).outcome == .ok)
    }

    @Test func `names are found in every form of a schema definition`() {
        let names = SchemaNames(definitions: [
            "( 2.5.4.3 NAME ( 'cn' 'commonName' ) SUP name )", "( 1.2.3 NAME 'pamongQuota' DESC 'NAME of nothing' )",
        ])
        #expect(names.contains("CN") && names.contains("commonname") && names.contains("pamongQuota"))
        #expect(!names.contains("name"))
        #expect(Finding.judge(schema: names).outcome == .failed)
    }

    @Test(arguments: [
        (
            "auth_cache_size = 0\nauth_cache_ttl = 1 hours\nimap_hibernate_timeout = 0\n", Finding.Outcome.ok,
            Finding.Outcome.ok
        ),
        ("auth_cache_size = 10 M\nauth_cache_ttl = 30 s\nimap_hibernate_timeout = 30 s\n", .warning, .failed),
        ("auth_cache_size = 10 M\nauth_cache_ttl = 1 hours\nimap_hibernate_timeout = 0\n", .failed, .ok),
        ("", .skipped, .skipped),
    ]) func `Dovecot's settings are judged`(_ output: String, _ cache: Finding.Outcome, _ hibernation: Finding.Outcome)
    {
        #expect(DovecotSettings(output).findings.map(\.outcome) == [cache, hibernation])
    }

    @Test func `Dovecot's answers are told apart`() {
        func outcome(_ answer: DoveadmProbe.Answer) -> Finding { .judge(doveadm: answer, endpoint: "http://x") }
        #expect(outcome(.body("[]")).outcome == .ok)
        #expect(outcome(.body("<html>")).remedy?.contains("/doveadm/v1") == true)
        #expect(outcome(.unauthorized).remedy?.contains("doveadm_api_key") == true)
        #expect(outcome(.status(404)).outcome == .failed)
        #expect(outcome(.silence("refused")).outcome == .failed)
    }

    @Test func `folders that differ are shown from both sides`() {
        func judge(_ live: String?, _ archive: String?) -> Finding {
            .judge(removedHome: live, expected: "/m/1", archivedHome: archive, expected: "/a/1")
        }
        #expect(judge("/m/1", "/a/1").outcome == .ok)
        #expect(judge("/other/1", "/a/1").what.contains("/other/1"))
        #expect(judge("/m/1", "/b/1").what.contains("/b/1"))
        #expect(judge(nil, "/a/1").outcome == .failed)
    }

    @Test func `Postfix' tables must know the account and nobody else`() {
        typealias Reply = PostfixExamination.Reply
        func judge(_ domain: Reply, _ mailbox: Reply, _ sender: Reply, _ nobody: Reply) -> Finding {
            .judge(sample: "a@x", domain: domain, mailbox: mailbox, sender: sender, nobody: nobody)
        }
        #expect(judge(.found("x"), .found("a"), .found("a"), .unknown).outcome == .ok)
        #expect(judge(.unknown, .found("a"), .found("a"), .unknown).what.contains("virtual_mailbox_domains"))
        #expect(judge(.found("x"), .unknown, .found("a"), .unknown).what.contains("virtual_mailbox_maps"))
        #expect(judge(.found("x"), .found("a"), .unknown, .unknown).what.contains("smtpd_sender_login_maps"))
        #expect(judge(.found("x"), .found("a"), .found("a"), .found("b")).what.contains("all mail is accepted"))
        #expect(judge(.found("x"), .broken("ldap:x: bind"), .found("a"), .unknown).what.contains("ldap:x: bind"))
        let tables = PostfixExamination.tables(in: "proxy:ldap:/a.cf, pipemap:{ldap:/b.cf, regexp:/c}")
        #expect(tables == ["proxy:ldap:/a.cf", "pipemap:{ldap:/b.cf, regexp:/c}"])
    }

    @Test(arguments: [
        (nil as Int?, Finding.Outcome.failed), (50_000_000, .failed), (500_000_000, .warning), (5_000_000_000, .ok),
    ]) func `room for the state file is judged`(_ free: Int?, _ outcome: Finding.Outcome) {
        #expect(Finding.judge(space: SpaceFacts(folder: "/x", free: free)).outcome == outcome)
    }

    @Test func `a diagnosis says the worst, in the order of the checks, as table and as JSON`() throws {
        let diagnosis = Diagnosis([
            .warning(.clock, "off", remedy: "set it"), .ok(.reach, "there"), .skipped(.settings, "not root"),
        ])
        #expect(diagnosis.findings.map(\.check) == [.reach, .clock, .settings])
        #expect(diagnosis.worst == .warning)
        #expect(diagnosis.exitCode == 0)
        #expect(Diagnosis([.failed(.suffix, "gone", remedy: "look")]).exitCode == 1)
        #expect(
            diagnosis.table() == """
                ok       directory.reach  there
                warning  directory.clock  off
                                          → set it
                skipped  slapd.settings   not root

                1 warning, 1 skipped, 1 ok

                """
        )
        #expect(try JSONDecoder().decode(Diagnosis.self, from: Data(try diagnosis.json().utf8)) == diagnosis)
    }
}
