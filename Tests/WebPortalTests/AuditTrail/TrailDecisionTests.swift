import DirectoryModel
import Foundation
import LDAPClient
import Testing

@testable import WebPortal

/// The audit trail's decisions, without a server.
struct TrailDecisionTests {
    @Test func `modifications of the log are told attribute by attribute`() {
        let changes = TrailChange.list([
            "pamongAccountStatus:- active", "pamongAccountStatus:+ blocked", "mailHost:= yamadipati.mail.go.id",
            "title:- ", "mailLocalAddress:+ a@b.id", "mailLocalAddress:+ c@b.id", "nonsense", "x:?",
        ])
        #expect(
            changes == [
                TrailChange(attribute: "pamongAccountStatus", removed: ["active"], added: ["blocked"]),
                TrailChange(attribute: "mailHost", added: ["yamadipati.mail.go.id"], isReplaced: true),
                TrailChange(attribute: "title", isReplaced: true),
                TrailChange(attribute: "mailLocalAddress", added: ["a@b.id", "c@b.id"]),
            ]
        )
    }

    @Test func `a record says who, what, which entry, and what it is called now`() throws {
        let entry = LDAPEntry(
            dn: "reqStart=x,cn=accesslog",
            attributes: [
                LDAPAttribute("reqStart", "20260126070509.000012Z"), LDAPAttribute("reqType", "modrdn"),
                LDAPAttribute("reqAuthzID", "mail=a@b.id,dc=id"),
                LDAPAttribute("reqDN", "mail=x@b.id,ou=accounts,dc=id"),
                LDAPAttribute("reqNewRDN", "mail=y@b.id"),
                LDAPAttribute("reqEntryUUID", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            ]
        )
        let record = try #require(TrailRecord(entry))
        #expect(record.kind == .moved && record.newEntry == "mail=y@b.id,ou=accounts,dc=id")
        #expect(record.time.generalizedTime == "20260126070509.000012Z" && record.uuid != nil)
        #expect(TrailRecord(LDAPEntry(dn: "reqStart=x", attributes: [LDAPAttribute("reqType", "bind")])) == nil)
        #expect(TrailCSV.line(record).hasPrefix("\"2026-01-26T07:05:09.000012Z\",\"mail=a@b.id,dc=id\",\"dipindah\","))
    }

    /// A log that is asked as the directory is: windows with more than the most are refused.
    @Test(arguments: [0, 1, 40, 499, 500, 501, 5000])
    func `every record is found once, newest first, however dense the log is`(count: Int) {
        let now = Timestamp(microseconds: 2_000_000_000_000_000)
        let day = Int64(86_400) * 1_000_000
        // Half of them within one second, a few days ago; the others all over the time.
        let times = (0..<count).map { number in
            number.isMultiple(of: 2)
                ? now.microseconds - 3 * day - Int64(number) * 1_000
                : now.microseconds - 1 - Int64(number) * (13 * day / Int64(count))
        }
        var walk = TrailWalk(newest: now, oldest: now - .seconds(14 * 86_400))
        var (found, searches): ([Int64], Int) = ([], 0)
        while let window = walk.window, searches < 1000 {
            searches += 1
            let here = times.filter { (window.from.microseconds..<window.to.microseconds).contains($0) }
            if here.count > TrailWalk.mostOfWindow, !walk.isLeast {
                walk.overflowed()
            } else {
                found += here.sorted(by: >)
                walk.found(here.count)
            }
        }
        #expect(found == times.sorted(by: >))
        #expect(searches < 200, "\(searches) searches")
    }

    @Test func `an administrator of a tenant asks for that tenant only, and nobody for the gate's notes`() throws {
        let tenant = try DistinguishedName("o=Kota (Medan),cn=s,dc=id")
        var question = TrailQuestion()
        question.subtree = tenant
        question.leftOut = [try DistinguishedName("cn=gate,dc=id")]
        question.kind = .removed
        let time = Timestamp(microseconds: 1_769_411_109_000_000)
        let filter = question.filter(from: time, to: time + .seconds(1)).description
        #expect(filter.contains("(reqDN:dnSubtreeMatch:=o=Kota \\28Medan\\29,cn=s,dc=id)"), "\(filter)")
        #expect(filter.contains("(reqStart>=20260126070509.000000Z)(reqStart<=20260126070510.000000Z)"), "\(filter)")
        #expect(filter.contains("(!(reqAuthzID=cn=gate,dc=id))") && filter.contains("(objectClass=auditDelete)"))
    }

    @Test func `days are the readers' days, both included, as far as the log goes back`() throws {
        let jakarta = try #require(TimeZone(identifier: "Asia/Jakarta"))
        let now = try #require(Timestamp(generalizedTime: "20260130000000Z".utf8))
        let kept = Duration.seconds(14 * 86_400)
        var search = TrailSearch(from: "2026-01-26", to: "2026-01-26")
        let (newest, oldest) = try search.period(jakarta, now: now, kept: kept)
        #expect(oldest.rfc3339 == "2026-01-25T17:00:00Z" && newest.rfc3339 == "2026-01-26T17:00:00Z")
        search.from = "2020-01-01"
        #expect(try search.period(jakarta, now: now, kept: kept).oldest == now - kept)
        search.before = "\(newest.microseconds - 5)"
        #expect(try search.period(jakarta, now: now, kept: kept).newest == newest - .microseconds(5))
        for (from, to, before, fault) in [
            ("26.1.2026", "", "", TrailSearch.Fault.date), ("2026-02-30", "", "", .date),
            ("2026-01-26", "2026-01-25", "", .order), ("", "", "x", .cursor),
        ] {
            #expect(throws: fault) {
                try TrailSearch(from: from, to: to, before: before).period(jakarta, now: now, kept: kept)
            }
        }
    }
}
