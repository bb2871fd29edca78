import Foundation
import LocalStack
import Reports
import Testing
import WorkerAPI

@Suite(.timeLimit(.minutes(10)), .serialized)
struct HoldsCommandTests {
    /// Runs `body` with a batch held: wati has blocked twelve people of her agency.
    private func withHeldBatch(_ body: (OperatorRig, HoldDetail) async throws -> Void) async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            try await OfficeEntries.promote(OfficeEntries.pusat, rig.stack)
            let first = try await rig.pamong("sync")
            try #require(first.status == 0, "\(first.complaint)")
            try await OfficeEntries.block(Array(OfficeEntries.people.prefix(12)), by: OfficeEntries.wati, rig.stack)
            let second = try await rig.pamong("sync")
            #expect(second.status == 1, "\(second.complaint)")
            #expect(second.output.contains("held for a second person"))
            try await body(rig, try await detail(rig, 1))
        }
    }

    private func detail(_ rig: OperatorRig, _ id: Int) async throws -> HoldDetail {
        let shown = try await rig.pamong("holds", "show", "\(id)", "--json")
        return try JSONDecoder().decode(HoldDetail.self, from: Data(shown.output.utf8))
    }

    /// How many accounts the worker knows to be blocked.
    private func blocked(_ rig: OperatorRig) async throws -> Int {
        let census = try await rig.pamong("report", "census", "--format", "json")
        return try JSONDecoder().decode(CensusReport.self, from: Data(census.output.utf8)).total.blocked
    }

    private func decide(
        _ rig: OperatorRig,
        _ verdict: String,
        _ list: String,
        as name: String,
        password: String = OfficeEntries.password
    ) async throws -> PamongRun {
        let file = rig.stack.folder.url.appending(path: "password-\(UUID()).txt")
        try Data(password.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return try await rig.pamong("holds", verdict, "1", "--list", list, "--as", name, "--password-file", file.path)
    }

    @Test func `a mass block is held, and only somebody else who may releases exactly that list`() async throws {
        try await withHeldBatch { rig, held in
            #expect(held.hold.tenant == OfficeEntries.agency)
            #expect(try await rig.pamong("holds", "list").status == 1)

            let author = try await decide(rig, "release", held.fingerprint, as: OfficeEntries.wati)
            #expect(author.status == 4)
            #expect(author.complaint.contains("a second person has to decide"))
            let stranger = try await decide(rig, "release", held.fingerprint, as: OfficeEntries.orang)
            #expect(stranger.status == 4)
            #expect(stranger.complaint.contains("neither of Admin Pusat nor"))
            let impostor = try await decide(
                rig,
                "release",
                held.fingerprint,
                as: OfficeEntries.tono,
                password: "salah-salah-salah"
            )
            #expect(impostor.status == 4)
            #expect(impostor.complaint.contains("did not accept"))
            let other = try await decide(rig, "release", "0123456789abcdef", as: OfficeEntries.tono)
            #expect(other.status == 4)
            #expect(other.complaint.contains("not the one you looked at"))
            #expect(try await detail(rig, 1).hold.state == .open)

            let second = try await decide(rig, "release", held.fingerprint, as: OfficeEntries.tono)
            #expect(second.status == 0, "\(second.complaint)")
            #expect(try await detail(rig, 1).hold.decidedBy?.contains("tono@") == true)
            let pass = try await rig.pamong("sync")
            #expect(pass.status == 0, "\(pass.output) \(pass.complaint)")
            let again = try await decide(rig, "release", held.fingerprint, as: OfficeEntries.pusat)
            #expect(again.status == 4)
        }
    }

    @Test func `a rejected batch is never done, and its LDIF puts the entries back`() async throws {
        try await withHeldBatch { rig, held in
            let rejected = try await decide(rig, "reject", held.fingerprint, as: OfficeEntries.pusat)
            #expect(rejected.status == 0, "\(rejected.complaint)")
            #expect(try await rig.pamong("sync").output.contains("12 held"))
            let ldif = try await rig.pamong("holds", "show", "1", "--revert-ldif")
            try await rig.stack.slapd.modify(ldif.output)
            let pass = try await rig.pamong("sync")
            #expect(pass.status == 0, "\(pass.output) \(pass.complaint)")
        }
    }

    @Test func `with a worker running the same commands go through it`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            try await rig.withWorker { _ in
                try await waitUntil("in sync", every: .milliseconds(100)) { try await rig.pamong("status").status == 0 }
                try await OfficeEntries.block(Array(OfficeEntries.people.prefix(12)), by: OfficeEntries.wati, rig.stack)
                try await waitUntil("the batch is held", every: .milliseconds(100)) {
                    try await rig.pamong("holds", "list").status == 1
                }
                let status = try await rig.pamong("status", "--json")
                let report = try JSONDecoder().decode(StatusReport.self, from: Data(status.output.utf8))
                #expect(report.phase == .following)
                #expect(status.status == 1)
                try await waitUntil("all twelve were taken in", every: .milliseconds(100)) {
                    try await blocked(rig) == 12
                }
                // Three pass; they join the others unless they are blocked and proved by then.
                #expect((9...12).contains(try await detail(rig, 1).list.count))
                let released = try await decide(
                    rig,
                    "release",
                    try await detail(rig, 1).fingerprint,
                    as: OfficeEntries.tono
                )
                #expect(released.status == 0, "\(released.complaint)")
                try await waitUntil("all done", every: .milliseconds(100)) {
                    try await rig.pamong("status").status == 0
                }
            }
        }
    }
}
