internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import MailStores
internal import StateDatabase

extension Platform {
    /// A new address, the same mailbox: it belongs to the entry, not to its name.
    func showRename(of person: Person) async throws {
        narrator.chapter("A user gets a new address")
        let domain = person.address.split(separator: "@")[1]
        let renamed = "nama.baru.\(UInt32.random(in: 1000...9999))@\(domain)"
        let kept = try await messages(of: person.address)
        try await modifyAsAdministrator(
            """
            dn: \(person.dn)
            changetype: modrdn
            newrdn: mail=\(renamed)
            deleteoldrdn: 1

            """
        )
        try await eventually("the new address logs in") { try await logIn(renamed) != nil }
        try await eventually("the worker has ended the old address's sessions") {
            try readState { reader in
                let row = try reader.account(address: MailAddress(trusted: renamed))
                return try row.map { try reader.work(account: $0.id) == nil } ?? false
            }
        }
        let found = try await messages(of: renamed)
        try narrator.check("\(renamed) logs in and finds all \(kept) messages", found == kept, otherwise: "\(found)")
        try narrator.check("the old address is refused", try await logIn(person.address) == nil)
    }

    /// Somebody leaves: no mail, no login, the mailbox in the archive.
    func showRemoval(of person: Person) async throws {
        narrator.chapter("A user is deleted")
        // At the full scale the worker may not have come to this mailbox yet: whoever logs in has one.
        _ = try await messages(of: person.address)
        try await modifyAsAdministrator("dn: \(person.dn)\nchangetype: delete\n\n")
        try await eventually("the mailbox is archived", within: .seconds(60)) {
            try await withMailStore { store in
                let (archives, mailboxes) = (try await store.archives(), try await store.mailboxes())
                return archives.contains(person.uuid) && !mailboxes.contains(person.uuid)
            }
        }
        narrator.tell("✔ the mailbox is in the archive, kept for the retention time, and no longer served")
        let refused = try await deliver(to: person.address)
        try narrator.check("mail for the address is refused (550)", refused == 550, otherwise: "\(refused)")
    }

    private func messages(of address: String) async throws -> Int {
        let session = try await require(logIn(address), "\(address) logs in")
        let count = try await session.select()
        await session.logout()
        return count
    }
}
