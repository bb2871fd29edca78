internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import SampleDirectory
internal import StateDatabase

extension Platform {
    /// Somebody blocks a whole agency by mistake: it waits for a second person, and everything else flows.
    func showHeldBatch() async throws {
        narrator.chapter("A whole agency is blocked by mistake")
        guard let administrator = sample.agencyAdministrators.last else {
            throw DemonstrationFailure("the sample has an agency of 40", found: "none")
        }
        let people = try await people(below: administrator.tenant).filter { $0.address != administrator.address }
        guard let last = people.last(where: { !$0.isMarked }) else {
            throw DemonstrationFailure("the agency has people", found: "none")
        }
        let session = try await require(logIn(last.address), "\(last.address) logs in")
        try await modifyAsAdministrator(people.map { change($0, to: .blocked) }.joined())
        try await eventually("a batch is held") { try !readState { try $0.holds(in: .open) }.isEmpty }
        try await eventually("all of the agency's changes were taken in") {
            try readState { try $0.account(last.uuid)?.account.status } == .blocked
        }
        let hold = try readState { try $0.holds(in: .open) }.first
        let list = try readState { try $0.suspects(hold: hold?.id ?? 0) }
        try narrator.check(
            "hold \(hold?.id ?? 0) keeps \(list.count) of \(people.count) blocks of \(hold?.tenant ?? "") waiting",
            list.count > people.count / 2,
            otherwise: "\(list.count)"
        )
        let shown = try await command(["holds", "list"])
        narrator.show("$ pamong holds list\n\(shown.text)")
        try await session.command("NOOP")
        narrator.tell("✔ the open session of \(last.address) goes on")
        try await modifyAsAdministrator(people.map { change($0, to: .active) }.joined())
        try await eventually("the hold is withdrawn") { try readState { try $0.holds(in: .open) }.isEmpty }
        narrator.tell("✔ the entries were put back: the hold has withdrawn itself")
        await session.logout()
    }

    private func change(_ person: Person, to status: AccountStatus) -> String {
        """
        dn: \(person.dn)
        changetype: modify
        replace: pamongAccountStatus
        pamongAccountStatus: \(status.rawValue)


        """
    }
}
