internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import StateDatabase

extension Platform {
    /// An administrator's change in the directory cuts an open session and keeps its user out, until it is taken back.
    func showBlock(of person: Person) async throws {
        narrator.chapter("An administrator blocks a user with ldapmodify")
        let session = try await require(logIn(person.address), "\(person.address) logs in")
        try await session.select()
        try await session.startIdling()
        let cut = Task {
            try await session.waitUntilCut(within: .seconds(60))
            return Timestamp.now
        }
        try await setStatus(.blocked, of: person)
        let moment = try await cut.value
        let row = try readState { try $0.account(person.uuid) }
        let committed = try await committedTime(of: person)
        narrator.tell(
            "✔ the open IMAP session was cut \(milliseconds(moment.since(committed))) after the directory's commit"
        )
        try narrator.check("the next login is refused", try await logIn(person.address) == nil)
        try await eventually("the block is proved") { try readState { try $0.lastProof(account: row?.id ?? 0) } != nil }
        let proof = try readState { try $0.lastProof(account: row?.id ?? 0) }
        if let proof {
            narrator.tell(
                "✔ proved: nobody is in, \(milliseconds(proof.proved.since(proof.committed))) after the commit"
            )
        }
        try await setStatus(.active, of: person)
        try await eventually("the user can log in again") { try await logIn(person.address) != nil }
        narrator.tell("✔ unblocked: the user logs in again")
    }

    private func committedTime(of person: Person) async throws -> Timestamp {
        let ldif = try await stack.slapd.search(
            "(objectClass=*)",
            base: person.dn,
            scope: "base",
            attributes: ["entryCSN"]
        )
        let csn = ldif.firstMatch(of: /entryCSN: (\S+)/).flatMap { EntryCSN(bytes: Array($0.1.utf8)) }
        guard let csn else { throw DemonstrationFailure("the entry has an entryCSN", found: ldif) }
        return csn.time
    }
}
