import DirectoryModel
import TwoFactor

/// The entries of people who log in, as LDIF.
struct PeopleEntries {
    /// The `userPassword` of everybody.
    let passwordHash: String
    let keys: GateKeys

    /// A tenant and so many accounts, to be loaded offline.
    func text(_ kind: Person.Kind, count: Int) throws -> String {
        var text = tenant(kind)
        for person in Person.first(count, kind) { text += try account(person) }
        return text
    }

    /// What an activation leaves of so many people's codes.
    func records(count: Int) -> String {
        Person.first(count, .secured).map { person in
            """
            dn: \(CodeRecord.name(of: person.uuid))
            objectClass: \(CodeRecord.objectClass)
            \(CodeRecord.account): \(person.uuid)
            pamongTotpFailures: 0


            """
        }.joined()
    }

    private func tenant(_ kind: Person.Kind) -> String {
        """
        dn: \(kind.tenant)
        objectClass: organization
        objectClass: pamongTenant
        o: \(kind.rawValue)
        pamongTenantStatus: active

        dn: \(kind.parent)
        objectClass: organizationalUnit\(kind == .overlay ? "\n" + SlapdOverlay.parameters : "")
        ou: accounts


        """
    }

    private func account(_ person: Person) throws -> String {
        """
        dn: \(person.dn)
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount\(person.kind.classes)
        mail: \(person.address)
        cn: \(person.kind.rawValue) \(person.number)
        sn: \(person.number)
        mailHost: \(WorkerAccess.mailHost)
        pamongAccountStatus: active
        pamongRegisteredTime: 20260101000000Z
        userPassword: \(passwordHash)
        \(try secondFactor(person))


        """
    }

    private func secondFactor(_ person: Person) throws -> String {
        switch person.kind {
        case .plain:
            return "entryUUID: \(person.uuid)"
        case .secured:
            let appPassword = keys.storedAppPassword(of: person).map { "\npamongAppPassword: \($0)" } ?? ""
            return """
                entryUUID: \(person.uuid)
                pamongTwoFactorSince: 20260102000000Z
                pamongTotpSecret: \(try keys.ring.seal(keys.secret, for: person.uuid, attribute: .secret).text)\(appPassword)
                """
        case .overlay:
            return """
                oathTOTPToken: \(person.dn)
                oathTOTPParams: \(person.kind.parent)
                oathSecret: \(GateKeys.key)
                """
        }
    }
}

extension Person.Kind {
    /// What an account of this kind is besides. The lines of one attribute stand together: slapadd wants that.
    fileprivate var classes: String {
        switch self {
        case .plain: ""
        case .secured: "\nobjectClass: pamongTwoFactor"
        case .overlay: "\nobjectClass: oathTOTPUser\nobjectClass: oathTOTPToken"
        }
    }
}
