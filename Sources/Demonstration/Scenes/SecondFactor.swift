internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import SampleDirectory

extension Platform {
    private static let village = "desa.mail.go.id"

    /// The day comes from which a service demands a second factor: who has one logs in with it, who has none is told where
    /// to get one, and whatever is revoked is cut off at once.
    func showSecondFactor() async throws {
        narrator.chapter("The second factor is enforced in \(Self.village)")
        let people = try await people(below: "cn=\(Self.village),ou=services,\(stack.slapd.options.suffix)")
            .filter { !$0.isMarked }
        guard people.count > 1 else { throw DemonstrationFailure("there are two villagers", found: "\(people.count)") }
        let (late, early) = (people[0], people[1])
        try narrator.check(
            "before the day \(late.address) logs in with the password",
            try await logIn(late.address) != nil
        )
        try await showDeadline(for: late)
        let authenticator = try await showActivation(of: early)
        try await showWebLogin(of: early, authenticator)
        try await showAppPassword(of: early)
        try await showBlocked(early)
        try await stack.slapd.modify(DeadlineChange.of(Self.village, to: "20991231170000Z", in: stack.slapd))
        try await showAdministrator()
    }

    private func showDeadline(for person: Person) async throws {
        try await stack.slapd.modify(DeadlineChange.of(Self.village, to: "20260125170000Z", in: stack.slapd))
        try await eventually("after the day \(person.address) is refused by IMAP") {
            try await logIn(person.address) == nil
        }
        narrator.tell("✔ after the day \(person.address) is refused by IMAP")
        let answer = try await ask(person, "imap", password)
        try narrator.check(
            "and the directory's answer says what to do",
            !answer.isAccepted && answer.text.contains("https://portal.mail.go.id/2fa"),
            otherwise: answer.text
        )
        narrator.show("$ ldapwhoami -D mail=\(person.address),cn=imap,cn=login\n\(answer.text)")
    }

    private func showActivation(of person: Person) async throws -> Authenticator {
        let authenticator = try await office.enrol(person.address)
        narrator.tell("✔ \(person.address) activates a second factor: the codes come from oathtool")
        let answers = [
            try await ask(person, "imap", password), try await ask(person, "imap", password + authenticator.code()),
        ]
        try narrator.check(
            "IMAP no longer takes the main password, with a code or without",
            answers.allSatisfy { !$0.isAccepted }
        )
        return authenticator
    }

    private func showWebLogin(of person: Person, _ authenticator: Authenticator) async throws {
        // The code after the present one: a clock may be half a minute off.
        let code = try await authenticator.code(steps: 1)
        let first = try await ask(person, "web", password + code)
        try narrator.check("the web takes password and code", first.isAccepted, otherwise: first.text)
        let second = try await ask(person, "web", password + code)
        try narrator.check("the same code is refused the second time", !second.isAccepted, otherwise: second.text)
    }

    private func showAppPassword(of person: Person) async throws {
        let phone = try await office.addAppPassword(to: person.address, for: ["imap", "smtp"])
        let session = try await require(
            logIn(person.address, password: phone.text),
            "\(person.address) logs in with an app password"
        )
        try await session.select()
        try await session.startIdling()
        let submission = try await SMTPSession(port: try stack.postfix.submissionPort)
        let reply = try await submission.authenticate(person.address, password: phone.text)
        await submission.quit()
        let web = try await ask(person, "web", phone.text)
        try narrator.check(
            "an app password is good for IMAP and for sending, not for the web",
            reply.code == 235 && !web.isAccepted,
            otherwise: "\(reply), \(web.text)"
        )
        let revoked = ContinuousClock.now
        let cut = Task {
            try await session.waitUntilCut(within: .seconds(20))
            return ContinuousClock.now
        }
        try await office.revoke(phone, of: person.address)
        let time = try await cut.value - revoked
        let again = try await logIn(person.address, password: phone.text)
        try narrator.check(
            "revoked, it is refused, and the open session is cut after \(milliseconds(time))",
            again == nil
        )
    }

    private func showBlocked(_ person: Person) async throws {
        let phone = try await office.addAppPassword(to: person.address, for: ["imap"])
        try await setStatus(.blocked, of: person)
        let answers = [try await ask(person, "imap", phone.text), try await ask(person, "web", password)]
        try narrator.check(
            "blocked, \(person.address) gets in with no password at all",
            answers.allSatisfy { !$0.isAccepted }
        )
        try await setStatus(.active, of: person)
    }

    /// An administrator with any LDAP tool, by the name of the entry.
    private func showAdministrator() async throws {
        guard let administrator = sample.treasuryAdministrators.first else {
            throw DemonstrationFailure("there is an administrator", found: "none")
        }
        let authenticator = try await office.enrol(administrator.address)
        let code = try await authenticator.code()
        let name = administrator.distinguishedName
        let found = try await stack.slapd.search(
            "(objectClass=groupOfNames)",
            base: administrator.tenant,
            attributes: ["member"],
            as: .account(dn: name, password: password + code, gateURI: try stack.gate.uri)
        )
        let count = found.split(separator: "\n").count { $0.hasPrefix("member:") }
        try narrator.check(
            "ldapsearch with password and code shows \(administrator.address) who administers the treasury office: \(count)",
            count > 0
        )
        let again = try await stack.slapd.logIn(name, password: password + code, at: try stack.gate.uri)
        let past = try await stack.slapd.logIn(name, password: password, at: stack.slapd.uri)
        try narrator.check("the same code is refused the second time", !again.isAccepted, otherwise: again.text)
        try narrator.check("past the gate, slapd takes no password at all", !past.isAccepted, otherwise: past.text)
    }

    private func ask(_ person: Person, _ service: String, _ password: String) async throws -> (
        isAccepted: Bool, text: String
    ) {
        try await stack.slapd.logIn(
            "mail=\(person.address),cn=\(service),cn=login",
            password: password,
            at: try stack.gate.uri
        )
    }
}
