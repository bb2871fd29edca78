internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// A user as a program wants it: every value read and of the right kind, none held against the directory yet.
struct UserDraft: Sendable {
    var address: MailAddress
    var formatted: String
    var familyName: String
    var givenName: String?
    /// By SCIM's names, see ``UserAttributes/texts``.
    var texts: [String: String] = [:]
    var work: [String] = []
    var mobile: [String] = []
    /// `nil`: as it is.
    var active: Bool?
    var password: SecretBytes?
    var quota: Int64?
    var aliases: [String] = []
    var service: String?
    var tenant: String?

    private static let phoneKinds = ["work", "mobile"]

    /// Reads a normalised resource. Throws ``SCIMError`` with what is wrong, where, and how to mend it.
    init(_ json: JSONValue) throws {
        guard let typed = try Self.text(json["userName"], "userName") else {
            throw SCIMError.badValue("userName is missing: the mail address")
        }
        guard let address = MailAddress(typed) else {
            throw SCIMError.badValue("userName \(typed) is not a mail address")
        }
        self.address = address
        let name = json["name"] ?? .object([:])
        givenName = try Self.text(name["givenName"], "name.givenName")
        let whole = try Self.text(name["formatted"], "name.formatted")
        guard let family = try Self.text(name["familyName"], "name.familyName") ?? Self.lastWord(whole) else {
            throw SCIMError.badValue("name.familyName is missing: the surname, or the only name")
        }
        familyName = family
        formatted = whole ?? Self.joined(givenName, family)
        for (name, _) in UserAttributes.texts { texts[name] = try Self.text(json[name], name) }
        if let given = json["active"] {
            guard let active = given.isTrue else { throw SCIMError.badValue("active has to be true or false") }
            self.active = active
        }
        password = try Self.text(json["password"], "password").map { SecretBytes($0) }
        try readPhoneNumbers(json["phoneNumbers"])
        try readAccount(json[UserSchema.account.id] ?? .object([:]))
    }

    /// A whole name that was only the others put together goes on being so when they change.
    mutating func followName(of user: SCIMUser) {
        let (whole, given) = (user.entry.string(of: "cn"), user.entry.string(of: "givenName"))
        guard formatted == whole, whole == Self.joined(given, user.entry.string(of: "sn") ?? "") else { return }
        formatted = Self.joined(givenName, familyName)
    }

    private static func joined(_ given: String?, _ family: String) -> String {
        [given, family].compactMap(\.self).joined(separator: " ")
    }

    private mutating func readPhoneNumbers(_ json: JSONValue?) throws {
        for number in json?.elements ?? [] {
            guard let value = try Self.text(number["value"], "phoneNumbers.value") else {
                throw SCIMError.badValue("a telephone number has no value")
            }
            let kind = try Self.text(number["type"], "phoneNumbers.type")?.lowercased() ?? "work"
            guard Self.phoneKinds.contains(kind) else {
                throw SCIMError.badValue("phoneNumbers.type is work or mobile, not \(kind)")
            }
            if kind == "mobile" { mobile.append(value) } else { work.append(value) }
        }
    }

    private mutating func readAccount(_ json: JSONValue) throws {
        service = try Self.text(json["service"], "service")
        tenant = try Self.text(json["tenant"], "tenant")
        if let given = json["quota"] {
            guard let quota = given.whole, (1_000_000...9_999_999_999_999).contains(quota) else {
                throw SCIMError.badValue("quota has to be a whole number of bytes, 1000000 to 9999999999999")
            }
            self.quota = quota
        }
        var seen: Set<String> = [address.text]
        for given in json["aliases"]?.elements ?? [] {
            guard let alias = try Self.text(given, "aliases").flatMap({ MailAddress($0) }) else {
                throw SCIMError.badValue("aliases has to be a list of mail addresses")
            }
            if seen.insert(alias.text).inserted { aliases.append(alias.text) }
        }
        guard aliases.count <= 50 else { throw SCIMError.badValue("an account has 50 aliases at most") }
    }

    /// Not empty, bounded, without control characters; `nil` for nothing.
    private static func text(_ value: JSONValue?, _ name: String) throws -> String? {
        guard let value else { return nil }
        guard let text = value.text, text.utf8.count <= 1024, !text.unicodeScalars.contains(where: { $0.value < 32 })
        else { throw SCIMError.badValue("\(name) has to be a text of one line, 1024 bytes at most") }
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    private static func lastWord(_ name: String?) -> String? {
        name?.split(separator: " ").last.map(String.init)
    }
}
