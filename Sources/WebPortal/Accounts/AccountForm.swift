internal import BulkImport
internal import DirectoryModel

/// The fields of an account that are typed; the raw values are their names in the forms.
enum AccountField: String, Sendable, CaseIterable {
    case address, name, surname, aliases, forwards, quota, host, service, tenant
}

/// What is wrong with a field, and how to mend it.
struct AccountFault: Sendable, Hashable {
    let text: AccountsText
    /// What fills the text's blank, `{nilai}`.
    var value = ""

    func text(in language: Language) -> String { text.text(in: language, "nilai", value) }
}

/// A form that cannot be taken as it is.
struct AccountFaults: Error, Sendable, Hashable {
    var byField: [AccountField: AccountFault] = [:]
}

/// What an account is to be, checked.
struct AccountValues: Sendable, Hashable {
    var address: String
    var name: String
    var surname: String
    var aliases: [String]
    var forwards: [String]
    /// In bytes; `nil` leaves it to the service.
    var quota: Int64?
    var host: String?

    /// An account's as they are.
    init(_ record: AccountRecord) {
        (address, name, surname) = (record.address.text, record.fullName, record.surname)
        (aliases, forwards, quota, host) = (record.aliases, record.forwards, record.quota, record.mailHost)
    }
}

extension AccountValues {
    /// Reads what was typed. Throws ``AccountFaults`` with every field that is wrong.
    init(_ typed: AccountText, limits: TenantLimits) throws {
        var reader = AccountFieldReader(typed: typed, limits: limits)
        address = reader.address()
        name = reader.name(.name)
        // Many Indonesian names are one word, which is then both.
        let last = name.split(separator: " ").last.map(String.init) ?? name
        surname = typed[.surname].isEmpty ? last : reader.name(.surname)
        aliases = reader.aliases(besides: address)
        forwards = reader.forwards()
        quota = reader.quota()
        host = reader.host()
        guard reader.faults.byField.isEmpty else { throw reader.faults }
    }
}

/// What stands in the fields, as text.
struct AccountText: Sendable, Hashable {
    private var texts: [AccountField: String] = [:]

    /// What was sent.
    init(_ form: FormFields, prefix: String = "") {
        for field in AccountField.allCases { texts[field] = form.text(prefix + field.rawValue) }
    }

    /// What an account has now.
    init(_ values: AccountValues) {
        texts = [
            .address: values.address, .name: values.name, .surname: values.surname,
            .aliases: values.aliases.joined(separator: " "), .forwards: values.forwards.joined(separator: " "),
            .quota: values.quota.map { QuotaText.shown($0) } ?? "", .host: values.host ?? "",
        ]
    }

    /// Empty fields.
    init() {}

    subscript(field: AccountField) -> String {
        get { texts[field] ?? "" }
        set { texts[field] = newValue }
    }

    /// For the templates: every field by its name.
    func values(prefix: String = "") -> [String: Any] {
        Dictionary(uniqueKeysWithValues: AccountField.allCases.map { (prefix + $0.rawValue, self[$0]) })
    }
}

/// Sizes as people read them.
enum QuotaText {
    /// The largest unit that gives a whole number; reading it again gives the same bytes.
    static func shown(_ bytes: Int64) -> String {
        let units = [(40, "TB"), (30, "GB"), (20, "MB"), (10, "KB")]
        for (shift, unit) in units where bytes > 0 && bytes % (1 << shift) == 0 { return "\(bytes >> shift) \(unit)" }
        return "\(bytes)"
    }

    /// The bytes of what ``shown(_:)`` or a person wrote; `nil` for nothing, or for no size.
    static func bytes(_ text: String) -> Int64? { text.isEmpty ? nil : ByteSize.bytes(text) }
}

/// Reads the fields one by one and collects what is wrong with them.
private struct AccountFieldReader {
    let typed: AccountText
    let limits: TenantLimits
    var faults = AccountFaults()

    mutating func address() -> String {
        let text = typed[.address].lowercased()
        check(text, .address)
        return text
    }

    mutating func aliases(besides address: String) -> [String] {
        let list = Self.list(typed[.aliases].lowercased())
        for alias in list where faults.byField[.aliases] == nil { check(alias, .aliases) }
        if list.contains(address) {
            faults.byField[.aliases] = AccountFault(text: .faultAliasIsAddress, value: address)
        }
        if list.count > 50 { faults.byField[.aliases] = AccountFault(text: .faultTooManyAliases) }
        return list
    }

    mutating func forwards() -> [String] {
        let list = Self.list(typed[.forwards])
        for address in list where !ValueForm.isForwardAddress(address) {
            faults.byField[.forwards] = AccountFault(text: .faultForward, value: address)
        }
        return list
    }

    mutating func name(_ field: AccountField) -> String {
        let name = typed[field].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isReadable = name.unicodeScalars.allSatisfy { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32 }
        if name.isEmpty || name.utf8.count > 256 || !isReadable {
            faults.byField[field] = AccountFault(text: .faultName)
        }
        return name
    }

    mutating func quota() -> Int64? {
        let text = typed[.quota]
        guard !text.isEmpty else { return nil }
        guard let bytes = ByteSize.bytes(text), ValueForm.isQuota(bytes) else {
            faults.byField[.quota] = AccountFault(text: .faultQuota, value: text)
            return nil
        }
        if let most = limits.maxQuota, bytes > most {
            faults.byField[.quota] = AccountFault(text: .faultQuotaTooLarge, value: QuotaText.shown(most))
        }
        return bytes
    }

    mutating func host() -> String? {
        let host = typed[.host].lowercased()
        guard !host.isEmpty else { return nil }
        if !ValueForm.isHostName(host) { faults.byField[.host] = AccountFault(text: .faultHost, value: host) }
        return host
    }

    private mutating func check(_ text: String, _ field: AccountField) {
        guard let address = MailAddress(text), ValueForm.isAddress(address.text) else {
            faults.byField[field] = AccountFault(text: .faultAddress, value: text)
            return
        }
        if !limits.domains.contains(String(address.domain)) {
            faults.byField[field] = AccountFault(text: .faultDomain, value: limits.domainList)
        }
    }

    private static func list(_ text: String) -> [String] {
        Set(text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)).sorted()
    }
}
