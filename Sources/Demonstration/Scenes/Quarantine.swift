internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import SampleDirectory
internal import StateDatabase

extension Platform {
    /// An entry that breaks a rule keeps its last good state, is listed with how to mend it, and heals when mended.
    func showQuarantine() async throws {
        narrator.chapter("An entry is given an address of somebody else's domain")
        guard let administrator = sample.agencyAdministrators.last,
            let person = try await people(below: administrator.tenant).first(where: {
                $0.address != administrator.address && !$0.isMarked
            })
        else { throw DemonstrationFailure("there is somebody to show", found: "nobody") }
        let known = try readState { try $0.quarantineCount() }
        try await change(person, "add", alias: "pengumuman@kementerian-lain.go.id")
        try await eventually("the entry is quarantined") { try readState { try $0.quarantineCount() } == known + 1 }
        let entry = try readState { try $0.quarantined(person.uuid) }
        for violation in entry?.violations ?? [] {
            narrator.show(
                "\(entry?.dn ?? "")\n\(violation.attribute): \(violation.detail)\nto mend it: \(violation.remedy)"
            )
        }
        try narrator.check(
            "its last good state stays in force: \(person.address) logs in",
            try await logIn(person.address) != nil
        )
        try await change(person, "delete", alias: "pengumuman@kementerian-lain.go.id")
        try await eventually("the entry heals") { try readState { try $0.quarantineCount() } == known }
        narrator.tell("✔ mended in the directory, it has left the quarantine by itself")
    }

    private func change(_ person: Person, _ operation: String, alias: String) async throws {
        try await stack.slapd.modify(
            """
            dn: \(person.dn)
            changetype: modify
            \(operation): mailLocalAddress
            mailLocalAddress: \(alias)

            """
        )
    }
}
