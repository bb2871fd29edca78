internal import Foundation
internal import LocalStack

extension Platform {
    /// Mail from outside goes through Postfix and Dovecot's LMTP into the mailbox, and is read by IMAP.
    func showDelivery(to person: Person) async throws {
        narrator.chapter("Mail is delivered")
        let session = try await require(logIn(person.address), "\(person.address) logs in")
        try narrator.check(
            "the standard folders are there",
            Set(try await session.folders()).isSuperset(of: ["INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive"])
        )
        let before = try await session.select()
        let accepted = try await deliver(to: person.address)
        try narrator.check("Postfix accepts mail for \(person.address)", accepted == 250, otherwise: "\(accepted)")
        try await eventually("the mail is in the mailbox") { try await session.select() == before + 1 }
        narrator.tell("✔ \(person.address) reads it by IMAP")
        let refused = try await deliver(to: "nobody.at.all@\(person.address.split(separator: "@")[1])")
        try narrator.check("mail for an unknown address is refused (550)", refused == 550, otherwise: "\(refused)")
        await session.logout()
    }

    /// Hands a message to Postfix; answers the reply's code.
    func deliver(to address: String) async throws -> Int {
        let session = try await SMTPSession(port: try stack.postfix.smtpPort)
        let reply = try await session.send(
            from: "sender@example.org",
            to: address,
            "Subject: demonstration\r\n\r\nSelamat pagi.\r\n"
        )
        await session.quit()
        return reply.code
    }

    /// Insists on a login.
    func require(_ session: IMAPSession?, _ claim: String) throws -> IMAPSession {
        guard let session else { throw DemonstrationFailure(claim, found: "the password was refused") }
        return session
    }
}
