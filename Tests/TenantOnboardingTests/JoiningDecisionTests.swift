import DirectoryModel
import LDAPClient
import Testing
import TwoFactor

@testable import TenantOnboarding

struct JoiningDecisionTests {
    private static let now = Timestamp(generalizedTime: Array("20261120080000Z".utf8)) ?? .now
    private static let who = "mail=kepala@mail.go.id,dc=x"

    private static func request(_ domain: String = "bandungkab.go.id") throws -> JoiningRequest {
        try JoiningRequest(
            letterNumber: "800/17/SEKDA/2026",
            letterDate: now - .seconds(10 * 86_400),
            signer: "Drs. H. Suryana, M.Si.",
            rank: "Sekda",
            plannedUse: "Surat dinas",
            domain: domain,
            administrator: "Dewi Kusumawardani",
            contact: "+62 812 0000 0017"
        )
    }

    /// A tenant with everything its status needs.
    private static func tenant(_ status: TenantStatus?) -> JoiningTenant {
        var tenant = JoiningTenant(
            dn: "o=Bandung,dc=x",
            name: "Bandung",
            service: "multidomain.mail.go.id",
            status: status
        )
        tenant.requestedDomain = "bandungkab.go.id"
        tenant.letterDate = now - .seconds(10 * 86_400)
        tenant.ndaDate = now - .seconds(5 * 86_400)
        tenant.credentialsDate = now - .seconds(2 * 86_400)
        tenant.domains = [
            TenantDomain(dn: "associatedDomain=bandungkab.go.id", name: "bandungkab.go.id", mxStatus: .pending)
        ]
        tenant.administrators = ["mail=admin@bandungkab.go.id"]
        return tenant
    }

    private static func report(_ status: MxStatus, _ domain: String = "bandungkab.go.id") throws -> MxReport {
        let right = MailHostRecord.platform.map { MxRecord(host: $0.host, priority: $0.priority) }
        let outcome: ResolverAnswer.Outcome = status == .correct ? .records(right, alias: nil) : .noSuchName
        let resolver = try #require(ResolverAddress("127.0.0.1"))
        return MxReport(
            domain: domain,
            answers: [ResolverAnswer(resolver: resolver, outcome: outcome)],
            expecting: MailHostRecord.platform,
            checked: now
        )
    }

    private static func event(_ step: JoiningStep) throws -> JoiningEvent {
        switch step {
        case .requested: .requested(try request())
        case .nda: .ndaSigned(now - .seconds(86_400))
        case .credentials: .credentialsIssued(try #require(MailAddress("admin@bandungkab.go.id")))
        case .mx: .mxAwaited
        case .active: .activated([try report(.correct)])
        case .suspended: .suspended(reason: "surat permohonan")
        case .resumed: .resumed([try report(.correct)])
        case .left: .left(reason: "pindah layanan")
        case .domain: try #require(nil as JoiningEvent?, "moves no tenant")
        }
    }

    /// Where each step leads from each status; what is not here is refused.
    private static let allowed: [TenantStatus: [JoiningStep: TenantStatus]] = [
        .requested: [.nda: .nda, .left: .left],
        .nda: [.credentials: .credentials, .left: .left],
        .credentials: [.credentials: .credentials, .mx: .mx, .suspended: .suspended, .left: .left],
        .mx: [.active: .active, .suspended: .suspended, .left: .left],
        .active: [.suspended: .suspended, .left: .left],
        .suspended: [.resumed: .mx, .left: .left],
        .left: [.requested: .requested],
    ]

    @Test(arguments: TenantStatus.allCases, JoiningStep.allCases.filter { $0 != .domain })
    func `each step leads where it should, or is refused with what is missing`(
        status: TenantStatus,
        step: JoiningStep
    ) throws {
        let tenant = Self.tenant(status)
        let event = try Self.event(step)
        guard let next = Self.allowed[status]?[step] else {
            let error = #expect(throws: OnboardingError.self) {
                try tenant.change(for: event, by: Self.who, at: Self.now)
            }
            #expect(error?.code == .outOfOrder)
            #expect(error?.description.hasPrefix("Bandung stands at \(status.rawValue): ") == true)
            return
        }
        let change = try tenant.change(for: event, by: Self.who, at: Self.now)
        #expect(change.status == next)
        #expect(change.modifications.first == .replace(TenantAttributes.status, next.rawValue))
        #expect(change.modifications.contains(.add(TenantAttributes.record, change.record.text)))
        #expect(change.record.step == step)
        #expect(change.record.who == Self.who)
        #expect(change.assumption.description.contains("(pamongTenantStatus=\(status.rawValue))"))
        #expect(change.assumption.description.contains("pamongCredentialsDate"))
    }

    @Test(arguments: TenantStatus.allCases, JoiningStep.allCases.filter { $0 != .domain })
    func `nothing follows from a status that nobody knows`(_ status: TenantStatus, step: JoiningStep) throws {
        let event = try Self.event(step)
        #expect(throws: OnboardingError.self) {
            try Self.tenant(nil).change(for: event, by: Self.who, at: Self.now)
        }
    }

    @Test(arguments: [
        (TenantStatus.requested, JoiningStep.credentials, "needs first: the signed NDA"),
        (.requested, .active, "the signed NDA, then credentials handed over, then the wait for the MX records"),
        (.nda, .nda, "recorded already"), (.active, .active, "done already"), (.left, .left, "recorded already"),
        (.left, .nda, "new letter"), (.suspended, .active, "resume"), (.suspended, .suspended, "in force already"),
        (.mx, .requested, "recorded already"), (.active, .resumed, "needs a suspension first"),
        (.mx, .credentials, "handed over already"),
    ])
    func `a refusal says what is missing`(status: TenantStatus, step: JoiningStep, words: String) throws {
        let event = try Self.event(step)
        let error = #expect(throws: OnboardingError.self) {
            try Self.tenant(status).change(for: event, by: Self.who, at: Self.now)
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `dates have to make sense`() throws {
        var tenant = Self.tenant(.requested)
        for date in [Self.now + .seconds(3 * 86_400), Self.now - .seconds(20 * 86_400)] {
            let error = #expect(throws: OnboardingError.self) {
                try tenant.change(for: .ndaSigned(date), by: Self.who, at: Self.now)
            }
            #expect(error?.code == .invalid)
        }
        tenant.status = .nda
        tenant.ndaDate = nil
        let address = try #require(MailAddress("admin@bandungkab.go.id"))
        #expect(throws: OnboardingError.self) {
            try tenant.change(for: .credentialsIssued(address), by: Self.who, at: Self.now)
        }
    }

    @Test func `credentials are for an address of the tenant, and each time with another date`() throws {
        let tenant = Self.tenant(.credentials)
        let stranger = try #require(MailAddress("admin@kotabogor.go.id"))
        let error = #expect(throws: OnboardingError.self) {
            try tenant.change(for: .credentialsIssued(stranger), by: Self.who, at: Self.now)
        }
        #expect(error?.description.contains("bandungkab.go.id") == true)
        let own = try #require(MailAddress("admin@bandungkab.go.id"))
        let issued = try #require(tenant.credentialsDate)
        let again = try tenant.change(for: .credentialsIssued(own), by: Self.who, at: issued)
        #expect(
            again.modifications.contains(
                .replace(TenantAttributes.credentialsDate, (issued + .seconds(1)).generalizedTime)
            )
        )
    }

    @Test func `waiting needs an administrator and a domain, activation right records of every domain`() throws {
        var tenant = Self.tenant(.credentials)
        tenant.administrators = []
        let lacking = #expect(throws: OnboardingError.self) {
            try tenant.change(for: .mxAwaited, by: Self.who, at: Self.now)
        }
        #expect(lacking?.description.contains("lacks an administrator") == true)

        tenant = Self.tenant(.mx)
        tenant.domains.append(TenantDomain(dn: "associatedDomain=y.go.id", name: "y.go.id", mxStatus: .pending))
        for reports in [
            [], [try Self.report(.correct)], [try Self.report(.correct), try Self.report(.noDomain, "y.go.id")],
        ] {
            let error = #expect(throws: OnboardingError.self) {
                try tenant.change(for: .activated(reports), by: Self.who, at: Self.now)
            }
            #expect(error?.code == .mxNotRight)
        }
        let all = [try Self.report(.correct), try Self.report(.correct, "y.go.id")]
        #expect(try tenant.change(for: .activated(all), by: Self.who, at: Self.now).status == .active)
        tenant.domains = []
        #expect(throws: OnboardingError.self) {
            try tenant.change(for: .activated([]), by: Self.who, at: Self.now)
        }
    }

    @Test func `a suspension leads back to where the tenant stood, but active only with right records`() throws {
        var tenant = Self.tenant(.suspended)
        let steps: [JoiningStep] = [.requested, .nda, .credentials, .mx, .active, .suspended]
        tenant.records = steps.map { TenantRecord(time: Self.now, who: Self.who, step: $0) }
        #expect(
            try tenant.change(for: .resumed([try Self.report(.correct)]), by: Self.who, at: Self.now).status == .active
        )
        for reports in [[], [try Self.report(.noDomain)]] {
            #expect(try tenant.change(for: .resumed(reports), by: Self.who, at: Self.now).status == .mx)
        }
        tenant.records = steps.filter { $0 != .active && $0 != .mx }.map {
            TenantRecord(time: Self.now, who: "x", step: $0)
        }
        #expect(try tenant.change(for: .resumed([]), by: Self.who, at: Self.now).status == .credentials)
        tenant.records = []
        #expect(tenant.statusBeforeSuspension == .mx, "from before the records: never active by itself")
        tenant.credentialsDate = nil
        #expect(tenant.statusBeforeSuspension == .nda)
    }

    @Test(arguments: ["", "  \t", String(repeating: "x", count: 501)])
    func `a reason is needed, and not a book`(reason: String) {
        for event in [JoiningEvent.suspended(reason: reason), .left(reason: reason)] {
            #expect(throws: OnboardingError.self) {
                try Self.tenant(.active).change(for: event, by: Self.who, at: Self.now)
            }
        }
    }

    @Test func `a letter with faults is refused with all of them at once`() throws {
        let error = #expect(throws: OnboardingError.self) {
            try JoiningRequest(
                letterNumber: " ",
                letterDate: Self.now,
                signer: "",
                rank: "camat",
                plannedUse: String(repeating: "x", count: 201),
                domain: "bandung_kab",
                administrator: "",
                contact: "WA"
            )
        }
        for word in ["letter's number", "signer's name", "sekda, sekjen", "planned use", "bandung_kab", "contact"] {
            #expect(error?.description.contains(word) == true, "\(word)")
        }
        #expect(try Self.request("BandungKab.go.id.").domain == "bandungkab.go.id")
        for domain in ["go", "a..id", "-a.id", "a.i", "a.1d", "a b.id"] {
            #expect(throws: OnboardingError.self, "\(domain)") { try Self.request(domain) }
        }
    }

    @Test func `a record is read as it was written, whatever is in it`() throws {
        let odd = TenantRecord(
            time: Self.now + .milliseconds(700),
            who: "mail=a@b,o=Rp 5$ \\24,dc=x",
            step: .suspended,
            note: "a$b\\c\nd\u{0}"
        )
        #expect(odd.text.split(separator: "$", omittingEmptySubsequences: false).count == 4)
        let read = try #require(TenantRecord(odd.text))
        #expect(read.who == odd.who)
        #expect(read.note == "a$b\\c d ")
        #expect(read.time == Self.now)
        #expect(TenantRecord(odd.text)?.text == odd.text)
        #expect(
            TenantRecord(time: Self.now, who: "x", step: .left, note: String(repeating: "n", count: 900)).note.count
                == 500
        )
        for bad in ["", "20261120080000Z$x$nda", "x$x$nda$", "20261120080000Z$x$ndas$", "20261120080000Z$x$nda$$"] {
            #expect(TenantRecord(bad) == nil, "\(bad)")
        }
    }

    @Test func `one-time passwords differ, and have no shape that is taken for something else`() throws {
        let passwords = try (0..<50).map { _ in
            try OneTimePassword().shown.withBytes { String(decoding: $0, as: UTF8.self) }
        }
        #expect(Set(passwords).count == 50)
        for password in passwords {
            #expect(password.wholeMatch(of: /([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}/) != nil, "wrong shape")
            #expect(AppPassword(typed: SecretBytes(password)) == nil)
        }
        #expect("\(try OneTimePassword())".contains("•"))
    }
}
