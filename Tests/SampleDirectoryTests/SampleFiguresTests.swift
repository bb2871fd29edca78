import SampleDirectory
import Testing

@Suite struct `The sample's figures` {
    private static let hash = "{SSHA}q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS"

    private static func sample(_ scale: SampleScale) -> SampleDirectory {
        SampleDirectory(scale: scale, passwordHash: hash)
    }

    /// What is in the text of each scale, counted once for all tests.
    private static let counts = Dictionary(
        uniqueKeysWithValues: SampleScale.allCases.map { scale in
            var count = LDIFCount()
            sample(scale).writeLDIF { count.count($0) }
            return (scale, count)
        }
    )

    @Test func `the full scale is the platform of the dashboards`() {
        let sample = Self.sample(.full)
        let figures = Dictionary(uniqueKeysWithValues: sample.expectedFigures.map { ($0.service, $0) })
        #expect(figures["mail.go.id"]?.accounts == 108_817)
        #expect(figures["desa.mail.go.id"]?.accounts == 5_653)
        #expect(figures["sakti.mail.go.id"]?.accounts == 128_992)
        #expect(figures["sakti.mail.go.id"]?.registered == 104_067)
        #expect(figures["sakti.mail.go.id"]?.blocked == 1_695)
        #expect(figures["sakti.mail.go.id"]?.tenants == 182)
        #expect(figures["sakti.mail.go.id"]?.administrators == 182)
        #expect(figures["multidomain.mail.go.id"]?.accounts == 22_625)
        #expect(figures["multidomain.mail.go.id"]?.activeTenants == 57)
        #expect(sample.expectedAccounts == 266_087)
    }

    @Test(arguments: SampleScale.allCases)
    func `what is written is what the figures say`(_ scale: SampleScale) throws {
        let count = try #require(Self.counts[scale])
        for figures in Self.sample(scale).expectedFigures {
            let found = try #require(count.services[figures.service])
            #expect(found.tenants == figures.tenants)
            #expect(found.activeTenants == figures.activeTenants)
            #expect(found.statuses.values.reduce(0, +) == figures.accounts + figures.closed)
            #expect(found.statuses["closed"] ?? 0 == figures.closed)
            #expect(found.statuses["blocked"] ?? 0 == figures.blocked)
            #expect(found.statuses["uploaded"] ?? 0 == figures.accounts - figures.registered)
            #expect(found.registered == figures.registered)
            #expect(found.twoFactor == figures.twoFactor)
            #expect(found.administrators == figures.administrators)
        }
        #expect(count.repeatedAddresses == [])
    }

    @Test func `the full scale is on one mail host, the small one on two`() {
        let counts = Self.counts
        #expect(counts[.full]?.hosts == ["narada.mail.go.id": 266_087])
        #expect(counts[.small]?.hosts.keys.sorted() == ["narada.mail.go.id", "yamadipati.mail.go.id"])
        #expect(counts[.small]?.hosts.values.reduce(0, +) == 2_000)
        #expect((counts[.small]?.hosts.values.min() ?? 0) > 900)
    }

    @Test func `the same arguments give the same bytes, and as a stream of text too`() {
        var first: [UInt8] = []
        var second: [UInt8] = []
        var text = ""
        Self.sample(.small).writeLDIF { first += $0 }
        Self.sample(.small).writeLDIF { second += $0 }
        Self.sample(.small).writeLDIF(to: &text)
        #expect(first == second)
        #expect(Array(text.utf8) == first)
    }

    @Test func `suffix, hash and hosts are the ones given`() {
        var text = ""
        let sample = SampleDirectory(
            scale: .small,
            suffix: "o=uji",
            passwordHash: "{SSHA}uji",
            mailHosts: ["satu.uji.go.id"]
        )
        sample.writeLDIF(to: &text)
        let lines = Set(text.split(separator: "\n"))
        #expect(!text.contains("dc=mail"))
        #expect(lines.filter { $0.hasPrefix("userPassword:") } == ["userPassword: {SSHA}uji"])
        #expect(lines.filter { $0.hasPrefix("mailHost:") } == ["mailHost: satu.uji.go.id"])
        #expect(sample.administratorsChange.contains("dn: cn=administrators,o=uji\n"))
        #expect(lines.contains("dn: \(sample.headquarters.distinguishedName)"))
    }

    @Test func `every situation occurs at the small scale`() throws {
        var text = ""
        let sample = Self.sample(.small)
        sample.writeLDIF(to: &text)
        let lines = Set(text.split(separator: "\n").map(String.init))
        for status in ["uploaded", "active", "blocked", "closed"] {
            #expect(lines.contains("pamongAccountStatus: \(status)"))
        }
        for status in ["requested", "nda", "credentials", "mx", "active", "suspended", "left"] {
            #expect(lines.contains("pamongTenantStatus: \(status)"))
        }
        #expect(lines.contains { $0.hasPrefix("cn:: ") }, "a name beyond ASCII")
        #expect(lines.contains { $0.hasPrefix("cn: ") && $0.contains("'") }, "an apostrophe")
        #expect(lines.contains { $0.hasPrefix("cn: ") && $0.count > 64 }, "a long name")
        #expect(lines.contains { $0.hasPrefix("cn: ") && $0.dropFirst(4).allSatisfy(\.isLetter) }, "a single name")
        #expect(lines.contains { $0.hasPrefix("mailRoutingAddress: ") }, "a forward")
        #expect(lines.contains { $0.hasPrefix("dn: ") && $0.contains("\\,") }, "a comma in a tenant's name")
        #expect(lines.contains { $0.hasPrefix("mailLocalAddress: tim@") }, "a group that gets mail")
        #expect(lines.contains("associatedDomain: dinkes.slemankab.go.id"), "a second domain")
        let small = try #require(sample.agencyAdministrators.last)
        let members = lines.filter { $0.hasPrefix("dn: mail=") && $0.hasSuffix(",ou=accounts,\(small.tenant)") }
        #expect(members.count == 40)
    }

    @Test func `one account in five has aliases`() {
        let aliases = (Self.counts[.full]?.addresses ?? []).count { $0.contains("_") }
        #expect((53_000...75_000).contains(aliases))
    }
}
