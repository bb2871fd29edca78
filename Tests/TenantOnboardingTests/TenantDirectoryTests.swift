import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import TenantOnboarding

@Suite(.timeLimit(.minutes(10)))
struct TenantDirectoryTests {
    private typealias Rig = OnboardingRig
    private let address = MailAddress(trusted: "admin@bandungkab.go.id")

    private func refusal(_ code: OnboardingError.Code, _ body: () async throws -> Void) async {
        let error = await #expect(throws: OnboardingError.self) { try await body() }
        #expect(error?.code == code, "\(String(describing: error))")
    }

    @Test func `an agency joins, works, is suspended, comes back, leaves, and comes back again`() async throws {
        try await Rig.run { rig in
            try await rig.asPusat { directory, person in
                let letter = try Rig.letter()
                let details = TenantDetails(code: "k17", maxAccounts: 50, maxQuota: 1_073_741_824)
                let made = try await directory.request(
                    letter,
                    tenant: Rig.bandung,
                    service: Rig.service,
                    details: details,
                    as: person
                )
                #expect(made.status == .requested)
                #expect(made.domains.isEmpty)
                #expect(made.requestedDomain == "bandungkab.go.id")
                #expect(made.letterSignerRank == "sekda")
                await refusal(.outOfOrder) { try await directory.take(.mxAwaited, on: made, as: person) }

                try await directory.take(.ndaSigned(.now), on: made, as: person)
                let signed = try await directory.tenant("K17")
                #expect(signed.status == .nda)
                let password = try await directory.issueCredentials(
                    for: address,
                    host: "narada.mail.go.id",
                    on: signed,
                    as: person
                )

                let issued = try await directory.tenant(Rig.bandung)
                #expect(issued.status == .credentials)
                #expect(issued.domains.map(\.name) == ["bandungkab.go.id"])
                #expect(issued.administrators.count == 1)
                try await directory.take(.mxAwaited, on: issued, as: person)
                let waiting = try await directory.tenant("bandungkab.go.id", service: Rig.service)
                let wrong = try Rig.report("bandungkab.go.id", isRight: false)
                await refusal(.mxNotRight) { try await directory.take(.activated([wrong]), on: waiting, as: person) }
                let right = try Rig.report("bandungkab.go.id", isRight: true)
                try await directory.take(.activated([right]), on: waiting, as: person)
                try await directory.take(.suspended(reason: "surat"), on: try await directory.tenant("k17"), as: person)
                #expect(try await directory.tenant("k17").reason == "surat")
                try await directory.take(.resumed([right]), on: try await directory.tenant("k17"), as: person)
                #expect(try await directory.tenant("k17").status == .active)
                #expect(try await directory.tenant("k17").reason == nil)
                try await directory.take(.left(reason: "pindah"), on: try await directory.tenant("k17"), as: person)

                let records = try await directory.tenant("k17").records
                #expect(records.map(\.step) == JoiningStep.allCases.filter { $0 != .domain })
                #expect(records.allSatisfy { $0.who == person.description })

                // The administrator signs in with the one-time password, sees the records and cannot write them.
                let secret = password.shown.withBytes { String(decoding: $0, as: UTF8.self) }
                try await rig.signedIn(as: Rig.dn(address.text, tenant: Rig.bandung), password: secret) {
                    own,
                    administrator in
                    let seen = try await own.tenant("k17")
                    #expect(seen.records.count == 8)
                    await refusal(.notAllowed) {
                        try await own.take(.requested(try Rig.letter(number: "2")), on: seen, as: administrator)
                    }
                    await refusal(.noSuchTenant) { _ = try await own.tenant(Rig.other) }
                }
                let back = try await directory.request(
                    try Rig.letter(number: "2"),
                    tenant: Rig.bandung,
                    service: Rig.service,
                    as: person
                )
                #expect(back.status == .requested)
                #expect(back.ndaDate == nil)
                #expect(back.credentialsDate == nil)
                #expect(back.letterNumber == "2")
                #expect(back.records.count == 9)
            }
        }
    }

    @Test func `what was interrupted is finished by doing it again, wherever it stopped`() async throws {
        try await Rig.run { rig in
            try await rig.asPusat { directory, person in
                let letter = try Rig.letter()
                let name = directory.name(of: Rig.bandung, service: Rig.service)
                func request() async throws -> JoiningTenant {
                    try await directory.request(letter, tenant: Rig.bandung, service: Rig.service, as: person)
                }
                _ = try await request()
                // As after a kill: each part of the subtree missing once.
                for child in ["ou=accounts", "ou=domains", "cn=administrators"] {
                    try await directory.connection.delete(try DistinguishedName("\(child),\(name)"))
                    #expect(try await request().records.count == 1)
                    #expect(try await directory.connection.entry(try DistinguishedName("\(child),\(name)")) != nil)
                }
                await refusal(.outOfOrder) {
                    _ = try await directory.request(
                        try Rig.letter(number: "2"),
                        tenant: Rig.bandung,
                        service: Rig.service,
                        as: person
                    )
                }
                try await directory.take(.ndaSigned(.now), on: try await request(), as: person)

                // Claimed and nothing more.
                let signed = try await directory.tenant(Rig.bandung)
                try await directory.take(.credentialsIssued(address), on: signed, as: person)
                let bare = try await directory.tenant(Rig.bandung)
                #expect(bare.status == .credentials)
                await refusal(.outOfOrder) { try await directory.take(.mxAwaited, on: bare, as: person) }
                // Appointed, and no account yet; then the account, and no password yet.
                let account = try DistinguishedName(Rig.dn(address.text, tenant: Rig.bandung))
                try await directory.connection.modify(
                    name.child("cn", "administrators"),
                    [.add("member", account.description)]
                )
                func issue() async throws -> OneTimePassword {
                    let tenant = try await directory.tenant(Rig.bandung)
                    return try await directory.issueCredentials(
                        for: address,
                        host: "narada.mail.go.id",
                        on: tenant,
                        as: person
                    )
                }
                let first = try await issue()
                let second = try await issue()
                #expect(first.shown != second.shown)
                // Neither the directory nor its log of changes keeps one that can be read.
                let kept = Self.decoded(
                    try await rig.stack.slapd.search("(objectClass=*)", attributes: ["*", "+"])
                        + rig.stack.slapd.search("(objectClass=*)", base: "cn=accesslog", attributes: ["*", "+"])
                )
                #expect(
                    kept.contains { $0.hasPrefix("userPassword:= {ARGON2}") },
                    "the log shows that there was a change"
                )
                for (password, isGood) in [(first, false), (second, true)] {
                    let text = password.shown.withBytes { String(decoding: $0, as: UTF8.self) }
                    #expect(!kept.contains { $0.contains(text) })
                    let login = try await rig.stack.slapd.logIn(
                        account.description,
                        password: text,
                        at: rig.stack.slapd.gateURI
                    )
                    #expect(login.isAccepted == isGood)
                }
                let done = try await directory.tenant(Rig.bandung)
                #expect(done.administrators == [account.description])
                try await directory.take(.mxAwaited, on: done, as: person)
            }
        }
    }

    /// The values of LDIF, those in base 64 decoded.
    private static func decoded(_ ldif: String) -> [String] {
        ldif.split(separator: "\n").map { line in
            let coded = line.firstRange(of: ":: ").flatMap { Data(base64Encoded: String(line[$0.upperBound...])) }
            return coded.map { String(decoding: $0, as: UTF8.self) } ?? String(line)
        }
    }

    @Test func `of two officers at the same moment one is told so, and nothing is done twice`() async throws {
        try await Rig.run { rig in
            try await rig.asPusat { directory, person in
                let made = try await directory.request(
                    try Rig.letter(),
                    tenant: Rig.bandung,
                    service: Rig.service,
                    as: person
                )
                try await directory.take(.ndaSigned(.now), on: made, as: person)
                await refusal(.conflict) { try await directory.take(.ndaSigned(.now), on: made, as: person) }
                await refusal(.conflict) { try await directory.take(.left(reason: "x"), on: made, as: person) }
                let signed = try await directory.tenant(Rig.bandung)
                #expect(signed.records.count == 2)
                let outcomes = await withTaskGroup(of: OnboardingError.Code?.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do {
                                _ = try await directory.issueCredentials(
                                    for: MailAddress(trusted: "admin@bandungkab.go.id"),
                                    host: "narada.mail.go.id",
                                    on: signed,
                                    as: person
                                )
                                return nil
                            } catch { return (error as? OnboardingError)?.code ?? .invalid }
                        }
                    }
                    return await group.reduce(into: [OnboardingError.Code?]()) { $0.append($1) }
                }
                #expect(outcomes.filter { $0 == nil }.count == 1)
                // Who comes when the account is there already is told that the address is taken.
                #expect(outcomes.allSatisfy { $0 == nil || $0 == .conflict || $0 == .taken }, "\(outcomes)")
                #expect(try await directory.tenant(Rig.bandung).records.count == 3)
            }
        }
    }

    @Test func `domains and addresses of others stay theirs`() async throws {
        try await Rig.run { rig in
            try await rig.asPusat { directory, person in
                func request(_ domain: String, _ name: String) async throws -> JoiningTenant {
                    try await directory.request(try Rig.letter(domain), tenant: name, service: Rig.service, as: person)
                }
                await refusal(.taken) { _ = try await request("kotabogor.go.id", "Lain") }
                await refusal(.taken) { _ = try await request("sakti.mail.go.id", "Lain") }
                let first = try await request("bandungkab.go.id", Rig.bandung)
                await refusal(.taken) { _ = try await request("bandungkab.go.id", "Lain") }
                await refusal(.noSuchTenant) { _ = try await directory.tenant("Lain") }
                await refusal(.invalid) { _ = try await request("lain.go.id", String(repeating: "n", count: 200)) }

                try await directory.take(.ndaSigned(.now), on: first, as: person)
                let signed = try await directory.tenant(Rig.bandung)
                // An ordinary account with the address is not taken over.
                let ordinary = SampleEntries.account(address.text, tenant: Rig.bandung, service: Rig.service)
                try await rig.stack.slapd.modify(ordinary)
                await refusal(.taken) {
                    _ = try await directory.issueCredentials(
                        for: address,
                        host: "narada.mail.go.id",
                        on: signed,
                        as: person
                    )
                }
                #expect(try await directory.tenant(Rig.bandung).status == .nda)
                await refusal(.invalid) {
                    _ = try await directory.issueCredentials(
                        for: MailAddress(trusted: "x@kotabogor.go.id"),
                        host: "narada.mail.go.id",
                        on: signed,
                        as: person
                    )
                }
                // A domain that goes free is free again for others.
                try await directory.take(.left(reason: "batal"), on: signed, as: person)
                #expect(try await request("bandungkab.go.id", "Lain").status == .requested)
            }
        }
    }

    @Test func `who is not Admin Pusat is refused by the directory, and nothing is written`() async throws {
        try await Rig.run { rig in
            try await rig.signedIn(as: Rig.dn(Rig.admin)) { directory, person in
                await refusal(.notAllowed) {
                    _ = try await directory.request(
                        try Rig.letter(),
                        tenant: Rig.bandung,
                        service: Rig.service,
                        as: person
                    )
                }
                let own = try await directory.tenant(Rig.other)
                #expect(own.administrators.count == 1)
                await refusal(.notAllowed) { try await directory.take(.suspended(reason: "x"), on: own, as: person) }
                await #expect(throws: LDAPError.self) {
                    try await directory.note([try Rig.report("kotabogor.go.id", isRight: true)], on: own)
                }
            }
            try await rig.asPusat { directory, _ in
                #expect(try await directory.tenants().map(\.name) == [Rig.other])
                let other = try await directory.tenant(Rig.other)
                #expect(other.records.isEmpty)
                #expect(other.mxStatus == nil)
            }
        }
    }

    @Test func `a tenant lists domains, Admin Pusat confirms them, and a look confirms nothing`() async throws {
        try await Rig.run { rig in
            try await rig.signedIn(as: Rig.dn(Rig.admin)) { directory, person in
                let own = try await directory.tenant(Rig.other)
                await refusal(.invalid) { try await directory.addDomain("bogor", to: own, as: person) }
                await refusal(.taken) { try await directory.addDomain("sakti.mail.go.id", to: own, as: person) }
                try await directory.addDomain("Perumda.kotabogor.go.id.", to: own, as: person)
                let listed = try await directory.tenant(Rig.other)
                await refusal(.conflict) { try await directory.addDomain("kotabogor.go.id", to: listed, as: person) }
                #expect(listed.domains.map(\.name) == ["kotabogor.go.id", "perumda.kotabogor.go.id"])
                #expect(listed.confirmedDomains.map(\.name) == ["kotabogor.go.id"])
                await refusal(.notAllowed) {
                    try await directory.confirmDomain("perumda.kotabogor.go.id", of: listed, as: person)
                }
            }
            let listed = try await rig.asPusat { directory, _ in try await directory.tenant(Rig.other) }
            var pretended = listed
            pretended.domains[1].mxStatus = .correct
            try await rig.asIdentity(.portal) { [pretended] directory in
                let reports = [try Rig.report("perumda.kotabogor.go.id", isRight: true)]
                try await directory.note(reports, on: listed)
                try await directory.note(reports, on: pretended)
            }
            try await rig.asPusat { directory, person in
                let seen = try await directory.tenant(Rig.other)
                #expect(seen.confirmedDomains.map(\.name) == ["kotabogor.go.id"])
                await refusal(.invalid) { try await directory.confirmDomain("x.go.id", of: seen, as: person) }
                try await directory.confirmDomain("perumda.kotabogor.go.id", of: seen, as: person)
                let confirmed = try await directory.tenant(Rig.other)
                #expect(confirmed.domains.map(\.mxStatus) == [.pending, .pending])
                #expect(confirmed.records.map(\.note) == ["confirmed perumda.kotabogor.go.id"])
                await refusal(.conflict) {
                    try await directory.confirmDomain("perumda.kotabogor.go.id", of: confirmed, as: person)
                }
            }
            try await rig.signedIn(as: Rig.dn(Rig.admin)) { directory, person in
                let own = try await directory.tenant(Rig.other)
                await refusal(.invalid) { try await directory.removeDomain("x.go.id", from: own, as: person) }
                try await directory.removeDomain("perumda.kotabogor.go.id", from: own, as: person)
                await refusal(.notAllowed) {
                    try await directory.removeDomain("perumda.kotabogor.go.id", from: own, as: person)
                }
                #expect(try await directory.tenant(Rig.other).domains.count == 1)
            }
        }
    }

    @Test func `a tenant without a letter is made, changed and administered by Admin Pusat alone`() async throws {
        try await Rig.run { rig in
            let sakti = "sakti.mail.go.id"
            try await rig.signedIn(as: Rig.dn(Rig.admin)) { directory, person in
                let own = try await directory.tenant(Rig.other)
                await refusal(.notAllowed) {
                    try await directory.create("KPPN Bogor", service: sakti, details: TenantDetails(), as: person)
                }
                await refusal(.notAllowed) {
                    try await directory.change(TenantDetails(maxAccounts: 1), of: own, as: person)
                }
                let pusat = try #require(MailAddress(Rig.pusat))
                await refusal(.notAllowed) { try await directory.appoint(pusat, in: own, as: person) }
                await refusal(.notAllowed) {
                    try await directory.dismiss(own.administrators[0], from: own, as: person)
                }
                #expect(try await directory.tenants(TenantSelection()).map(\.name) == [Rig.other])
            }
            try await rig.asPusat { directory, person in
                let caps = TenantDetails(code: "022", maxAccounts: 10, maxQuota: 2_000_000)
                await refusal(.invalid) {
                    try await directory.create(" ", service: sakti, details: caps, as: person)
                }
                let made = try await directory.create("KPPN Bogor", service: sakti, details: caps, as: person)
                #expect((made.code, made.maxAccounts, made.maxQuota) == ("022", 10, 2_000_000))
                #expect(made.status == .active && made.records.map(\.step) == [.active])
                await refusal(.taken) {
                    try await directory.create("KPPN Bogor", service: sakti, details: caps, as: person)
                }
                try await directory.change(TenantDetails(maxAccounts: 20), of: made, as: person)
                await refusal(.conflict) {
                    try await directory.change(TenantDetails(maxAccounts: 30), of: made, as: person)
                }
                let uuid = try #require(made.uuid)
                let now = try #require(try await directory.tenant(uuid: uuid))
                #expect((now.code, now.maxAccounts, now.maxQuota) == (nil, 20, nil))
                #expect(now.administrators.isEmpty)
                await refusal(.conflict) { try await directory.dismiss(Rig.dn(Rig.pusat), from: now, as: person) }
                for word in ["kppn", "KPPN Bogor"] {
                    #expect(try await directory.tenants(TenantSelection(text: word)).map(\.name) == ["KPPN Bogor"])
                }
                #expect(
                    try await directory.tenants(TenantSelection(text: "kotabogor.go.id")).map(\.name) == [Rig.other]
                )
                #expect(try await directory.tenants(TenantSelection(status: .left)).isEmpty)
                #expect(try await directory.serviceList().filter { !$0.sharesDomains }.map(\.name) == [Rig.service])
            }
        }
    }

    @Test func `the portal's identity notes what it saw in DNS, and nothing else`() async throws {
        try await Rig.run { rig in
            let tenant = try await rig.asPusat { directory, _ in try await directory.tenant(Rig.other) }
            let portal = try DistinguishedName(rig.stack.slapd.dn(of: .portal))
            try await rig.asIdentity(.portal) { directory in
                try await directory.note([try Rig.report("kotabogor.go.id", isRight: false)], on: tenant)
                // It may not even see what the step assumes.
                await refusal(.conflict) { try await directory.take(.suspended(reason: "x"), on: tenant, as: portal) }
            }
            try await rig.asPusat { directory, _ in
                let seen = try await directory.tenants(service: Rig.service)
                #expect(seen.first?.mxStatus == .noDomain)
                #expect(seen.first?.domains.first?.mxStatus == .noDomain)
                #expect(seen.first?.hasDrifted == true)
                #expect(seen.first?.mxChecked != nil)
            }
            var gone = tenant
            gone.domains.append(
                TenantDomain(dn: "associatedDomain=x.id,ou=domains,\(tenant.dn)", name: "x.id", mxStatus: .pending)
            )
            try await rig.asIdentity(.portal) { [gone] directory in
                let reports = ["kotabogor.go.id", "x.id"].map { try? Rig.report($0, isRight: true) }.compactMap { $0 }
                try await directory.note(reports, on: gone)
            }
            let now = try await rig.asPusat { directory, _ in try await directory.tenant(Rig.other) }
            #expect(now.mxStatus == .correct)
            #expect(!now.hasDrifted)
        }
    }

    @Test func `a name that two tenants have is not guessed`() async throws {
        try await Rig.run { rig in
            try await rig.stack.slapd.modify(SampleEntries.tenant(Rig.other, service: "sakti.mail.go.id"))
            try await rig.asPusat { directory, _ in
                await refusal(.ambiguous) { _ = try await directory.tenant(Rig.other) }
                let found = try await directory.tenant(Rig.other, service: "sakti.mail.go.id")
                #expect(found.service == "sakti.mail.go.id")
                await refusal(.noSuchTenant) { _ = try await directory.tenant("*") }
            }
        }
    }
}
