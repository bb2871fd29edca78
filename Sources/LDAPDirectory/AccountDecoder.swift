internal import DirectoryModel
internal import LDAPClient

/// Reads one account entry, value by value.
struct AccountDecoder {
    let entry: LDAPEntry
    private let mailHost: String?
    private var violations: [Violation] = []

    /// `mailHost` is the entry's, in lower case: hundreds of thousands share a few, so the caller keeps them.
    init(entry: LDAPEntry, mailHost: String?) {
        self.entry = entry
        self.mailHost = mailHost
    }

    func account() -> ObservedAccount {
        var decoder = self
        return decoder.decode()
    }

    private mutating func decode() -> ObservedAccount {
        let address = mail()
        let status = value(of: ProjectedAttributes.status, allowed: "uploaded, active, blocked or closed") {
            AccountStatus(rawValue: String(decoding: $0, as: UTF8.self).lowercased())
        }
        let quota = value(of: ProjectedAttributes.quota, allowed: "a number of bytes") {
            Int64(String(decoding: $0, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
        }
        let registered = time(ProjectedAttributes.registered)
        let secondFactorSince = time(ProjectedAttributes.secondFactorSince)
        let sessionsRevoked = time(ProjectedAttributes.sessionsRevoked)
        return ObservedAccount(
            address: address,
            aliases: aliases(besides: address),
            mailHost: mailHost,
            status: status,
            quota: quota,
            registered: registered,
            secondFactorSince: secondFactorSince,
            sessionsRevoked: sessionsRevoked,
            violations: violations
        )
    }

    /// The login and primary address: there must be exactly one, or nobody knows which.
    private mutating func mail() -> MailAddress? {
        var count = 0
        var address: MailAddress?
        entry.forEachValue(of: ProjectedAttributes.mail) { value in
            count += 1
            address = MailAddress(bytes: value)
        }
        if count == 1, address != nil { return address }
        let values = entry.strings(of: ProjectedAttributes.mail)
        if count == 1 { reportNoAddress(values[0], ProjectedAttributes.mail) }
        if count > 1 {
            report(ProjectedAttributes.mail, "\(values.joined(separator: ", ")): an account has one primary address")
        }
        return nil
    }

    private mutating func aliases(besides primary: MailAddress?) -> [MailAddress] {
        var aliases: [MailAddress] = []
        entry.forEachValue(of: ProjectedAttributes.mailLocalAddress) { value in
            guard let alias = MailAddress(bytes: value) else {
                return reportNoAddress(String(decoding: value, as: UTF8.self), ProjectedAttributes.mailLocalAddress)
            }
            if alias != primary { aliases.append(alias) }
        }
        return aliases.count > 1 ? aliases.sorted() : aliases
    }

    private mutating func reportNoAddress(_ text: String, _ attribute: AttributeName) {
        report(attribute, "\"\(text)\" is not a mail address")
    }

    private mutating func time(_ attribute: AttributeName) -> Timestamp? {
        value(of: attribute, allowed: "a time such as 20260126000000Z") { Timestamp(generalizedTime: $0) }
    }

    private mutating func value<Value>(
        of attribute: AttributeName,
        allowed: String,
        _ read: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        switch entry.firstValue(of: attribute, read) {
        case .absent: return nil
        case .read(let value): return value
        case .unreadable:
            report(attribute, "\"\(entry.string(of: attribute) ?? "")\" is not \(allowed)")
            return nil
        }
    }

    private mutating func report(_ attribute: AttributeName, _ detail: String) {
        violations.append(Violation(attribute: attribute.text, rule: .brokenValue, detail: detail))
    }
}
