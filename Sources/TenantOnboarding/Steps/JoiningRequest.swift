public import DirectoryModel

/// Who may sign a letter of request: `sekda`, `sekjen` or `kestama` at least.
public enum SignerRank: String, Sendable, Hashable, CaseIterable {
    /// Sekretaris daerah.
    case sekda
    /// Sekretaris jenderal.
    case sekjen
    /// Kepala sekretariat utama.
    case kestama
    /// A regent.
    case bupati
    /// A mayor.
    case walikota
    /// A governor.
    case gubernur
    /// The head of an agency.
    case kepala
    /// A minister.
    case menteri
}

/// What a letter of request says, checked.
public struct JoiningRequest: Hashable, Sendable {
    /// The letter's number.
    public let letterNumber: String
    /// Its date.
    public let letterDate: Timestamp
    /// Who signed it.
    public let signer: String
    /// In which rank.
    public let rank: SignerRank
    /// What the agency wants to use mail for.
    public let plannedUse: String
    /// The domain it brings.
    public let domain: String
    /// The employee who will be its mail administrator.
    public let administrator: String
    /// That person's telephone number.
    public let contact: String

    /// Checks everything and says all that is wrong at once. Throws ``OnboardingError`` with `.invalid`.
    public init(
        letterNumber: String,
        letterDate: Timestamp,
        signer: String,
        rank: String,
        plannedUse: String,
        domain: String,
        administrator: String,
        contact: String
    ) throws(OnboardingError) {
        let texts = [
            ("the letter's number", letterNumber), ("the signer's name", signer), ("the planned use", plannedUse),
            ("the administrator's name", administrator),
        ]
        var problems = texts.compactMap { Self.problem($0.0, $0.1) }
        let rank = SignerRank(rawValue: rank.lowercased())
        if rank == nil { problems.append(Self.aboutRank) }
        let domain = DNSName.canonical(domain)
        if !Self.isDomain(domain) { problems.append("\(domain) is not a domain name such as bandungkab.go.id") }
        if contact.filter(\.isNumber).count < 6 || contact.count > 40 {
            problems.append("the administrator's contact is a telephone number of at least six digits")
        }
        guard problems.isEmpty, let rank else { throw OnboardingError(.invalid, problems.joined(separator: "; ")) }
        (self.letterNumber, self.letterDate, self.signer, self.rank) = (letterNumber, letterDate, signer, rank)
        (self.plannedUse, self.domain) = (plannedUse, domain)
        (self.administrator, self.contact) = (administrator, contact)
    }

    private static let aboutRank =
        "the letter has to be signed at the level of sekda, sekjen or kestama at least; known ranks are "
        + SignerRank.allCases.map(\.rawValue).joined(separator: ", ")

    /// As the directory's own constraint on `associatedDomain`.
    static func isDomain(_ text: String) -> Bool {
        guard DNSName.isHostName(text), let top = text.split(separator: ".").last else { return false }
        return top.utf8.count >= 2 && top.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }

    private static func problem(_ what: String, _ text: String) -> String? {
        if text.allSatisfy(\.isWhitespace) { return "\(what) is missing" }
        return text.count > 200 ? "\(what) is longer than 200 characters" : nil
    }
}
