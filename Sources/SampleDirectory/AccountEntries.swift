/// Writes the accounts of one tenant. What is the same for all of them is put together once.
struct AccountEntries {
    /// Where in the list of names the tenant's people begin.
    private let firstPerson: Int
    private let opened: Int
    private let administrator: [UInt8]?
    private let domain: [UInt8]
    private let furtherDomains: [[UInt8]]
    private let dnTail: [UInt8]
    private let classes: [UInt8]
    private let securedClasses: [UInt8]
    private let hosts: [[UInt8]]
    private let password: [UInt8]
    private let codeNumber: Int

    init(
        plan: ServicePlan,
        tenant: TenantPlan,
        tenantName: String,
        passwordHash: [UInt8],
        mailHosts: [[UInt8]],
        firstPerson: Int
    ) {
        self.firstPerson = firstPerson
        opened = plan.opened
        administrator = tenant.administrator.map { Array($0.utf8) }
        domain = Array("@\(tenant.domains[0])".utf8)
        furtherDomains = tenant.domains.dropFirst().map { Array("@\($0)".utf8) }
        dnTail = Array(",ou=accounts,\(tenantName)\n".utf8)
        classes = Array(Self.classLines.utf8)
        securedClasses = Array((Self.classLines + "objectClass: pamongTwoFactor\n").utf8)
        hosts = mailHosts.map { Array("mailHost: ".utf8) + $0 + [UInt8(ascii: "\n")] }
        password = Array("userPassword: ".utf8) + passwordHash + [UInt8(ascii: "\n")]
        codeNumber = tenant.code.utf8.reduce(0) { ($0 * 31 + Int($1)) % 97 }
    }

    /// Writes the tenant's account `number`; the first is its administrator, if it has one.
    func write(_ number: Int, standing: AccountStanding, hasSecondFactor: Bool, into text: inout LDIFText) {
        let person = Self.names.person(firstPerson + number)
        let address = self.address(of: person, number: number)
        let chance = Self.mixed(UInt64(firstPerson + number) &+ UInt64(codeNumber) << 32 &+ UInt64(opened))
        text.raw(Self.entryStart)
        text.raw(address)
        text.raw(dnTail)
        text.raw(hasSecondFactor ? securedClasses : classes)
        text.line(Self.mail, address)
        text.safeLine(Self.commonName, person.name.full)
        text.safeLine(Self.surname, person.name.last)
        text.raw(Self.statusLines[standing] ?? [])
        text.raw(hosts[number % hosts.count])
        text.raw(password)
        writeAliases(of: person, chance: chance, into: &text)
        writeForward(number, standing: standing, chance: chance, into: &text)
        if standing != .uploaded { writeHistory(chance, hasSecondFactor: hasSecondFactor, into: &text) }
        if chance & 0xF00 < 0x500 { text.raw(Self.quotaLines[Int(chance >> 12 & 3)]) }
        text.endLine()
    }

    /// The address of account `number`.
    func address(_ number: Int) -> [UInt8] {
        address(of: Self.names.person(firstPerson + number), number: number)
    }

    private func address(of person: (name: PersonName, round: Int), number: Int) -> [UInt8] {
        if number == 0, let administrator { return administrator + domain }
        return person.name.given + [UInt8(ascii: ".")] + person.name.family + Self.ordinal(person.round) + domain
    }

    /// One account in five has another address; with an underscore, as no primary address has.
    private func writeAliases(of person: (name: PersonName, round: Int), chance: UInt64, into text: inout LDIFText) {
        guard chance % 5 == 0 else { return }
        let local = person.name.given + [UInt8(ascii: "_")] + person.name.family + Self.ordinal(person.round)
        text.line(Self.alias, local + domain)
        for further in furtherDomains { text.line(Self.alias, local + further) }
    }

    /// A few active accounts send their mail on to the tenant's administrator.
    private func writeForward(_ number: Int, standing: AccountStanding, chance: UInt64, into text: inout LDIFText) {
        guard standing == .active, number > 0, chance % 211 == 7, let administrator else { return }
        text.line(Self.forward, administrator + domain)
    }

    private func writeHistory(_ chance: UInt64, hasSecondFactor: Bool, into text: inout LDIFText) {
        let registered = opened + Int(chance >> 20 % UInt64(Self.lastRegistration - opened))
        text.line(Self.registeredTime, generalizedTime(registered))
        guard hasSecondFactor else { return }
        // People follow the letter in the seven weeks before the deadline; who came later does so at once.
        let campaign = Self.letterSent + Int(chance >> 30 % 4_200_000)
        text.line(Self.secondFactorSince, generalizedTime(max(campaign, registered + 600)))
    }

    private static func ordinal(_ round: Int) -> [UInt8] {
        round == 0 ? [] : Array(String(round + 1).utf8)
    }

    /// SplitMix64: a number that looks like chance and is the same in every run.
    private static func mixed(_ seed: UInt64) -> UInt64 {
        var value = seed &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    private static let names = PersonNames()
    /// 1 December 2025, when the letter about the second factor went out.
    private static let letterSent = 1_764_522_000
    /// The end of June 2026.
    private static let lastRegistration = 1_782_838_800

    private static let classLines = """
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount

        """
    private static let entryStart = Array("dn: mail=".utf8)
    private static let mail = Array("mail: ".utf8)
    private static let commonName = Array("cn: ".utf8)
    private static let surname = Array("sn: ".utf8)
    private static let alias = Array("mailLocalAddress: ".utf8)
    private static let forward = Array("mailRoutingAddress: ".utf8)
    private static let registeredTime = Array("pamongRegisteredTime: ".utf8)
    private static let secondFactorSince = Array("pamongTwoFactorSince: ".utf8)
    private static let statusLines: [AccountStanding: [UInt8]] = [
        .uploaded: Array("pamongAccountStatus: uploaded\n".utf8),
        .active: Array("pamongAccountStatus: active\n".utf8),
        .blocked: Array("pamongAccountStatus: blocked\npamongStatusReason: Mutasi pegawai\n".utf8),
        .closed: Array("pamongAccountStatus: closed\npamongStatusReason: Pensiun\n".utf8),
    ]
    private static let quotaLines = [1, 2, 5, 10].map { Array("pamongQuota: \($0 << 30)\n".utf8) }
}
