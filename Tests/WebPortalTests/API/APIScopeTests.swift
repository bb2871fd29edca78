import Foundation
import Glibc
import LocalStack
import TestEntries
import Testing

@testable import WebPortal

/// What a program may not see does not exist for it.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct APIScopeTests {
    /// Every way to ask for something, with the names of what is and what is not the program's.
    private static func questions(_ uuids: [String], _ holds: [String]) -> [String] {
        let reports = ["census", "delta?from=2020-01-01", "growth?by=day", "growth"]
        let lists = ["feed?limit=10000", "holds", "quarantine", "tenants", "accounts?limit=200"]
        let places =
            [APIRig.own, APIRig.foreign].map { "service=\(APIRig.service)&tenant=\(escaped($0))" }
            + APIRig.services.map { "service=\($0)" }
        let asked = (reports + ["quarantine", "accounts", "tenants"]).flatMap { path in
            places.map { "\(path)\(path.contains("?") ? "&" : "?")\($0)" }
        }
        let single =
            [APIRig.own, APIRig.foreign].map { "tenants/\(APIRig.service)/\(escaped($0))" }
            + uuids.map { "accounts/\($0)" } + holds.map { "holds/\($0)" }
            + ["accounts/\(APIRig.person(1))", "accounts/\(APIRig.stranger(1))", "status"]
        return reports + lists + asked + single
    }

    @Test func `nothing foreign is in any answer, whatever is asked`() async throws {
        let rig = try await APIRig.shared()
        let worker = rig.worker.client
        let all = try await worker.accounts(.init(service: APIRig.service, limit: 1000)).accounts
        let foreign = all.filter { $0.tenant == APIRig.foreign }
        let holds = try await worker.holds().map { "\(SampleEntries.host)-\($0.id)" }
        let other = try await worker.accounts(.init(service: PortalRig.early, limit: 3)).accounts
        let words =
            ["asing", "Asing"] + APIRig.services.filter { $0 != APIRig.service && $0 != "mail.go.id" }
            + foreign.map(\.uuid) + other.flatMap { [$0.uuid, $0.address] }
        #expect(foreign.count > APIRig.people && !holds.isEmpty && !other.isEmpty)
        try await rig.serving(.office) { caller in
            var seen = 0
            for question in Self.questions(foreign.map(\.uuid) + other.map(\.uuid), holds) {
                for accept in ["application/json", "text/csv"] {
                    let answer = try await caller.get(question, accept: accept)
                    #expect([200, 403, 404, 406, 422].contains(answer.status), "\(question): \(answer.text)")
                    if answer.status == 200 { seen += 1 }
                    for word in words where answer.text.contains(word) && !word.isEmpty {
                        // One that moved away is known by its uuid, from before.
                        let isOld = question.hasPrefix("feed") && word.count == 36
                        #expect(isOld, "\(question) tells of \(word)")
                    }
                }
            }
            #expect(seen > 20)
        }
    }

    @Test func `what is the program's own it is told, and the figures are of that alone`() async throws {
        let rig = try await APIRig.shared()
        try await rig.serving(.office) { caller in
            let census = try await caller.get("census")
            #expect(census.json["services"]?.elements.compactMap { $0["service"]?.text } == [APIRig.service])
            #expect(census.json["tenants"]?.elements.compactMap { $0["tenant"]?.text } == [APIRig.own])
            #expect(census.json["total"]?["uploaded"] == census.json["tenants"]?.elements.first?["uploaded"])
            let delta = try await caller.get("delta?from=2020-01-01")
            let moved = delta.json["total"]?["accounts"]?["movedOut"]?.whole
            #expect(delta.status == 200 && moved == 1, "\(delta.text)")
            let growth = try await caller.get("growth?by=day&service=\(APIRig.service)")
            #expect(growth.json["services"]?.elements.count == 1)
            let holds = try await caller.get("holds?state=open")
            #expect(Set(holds.names("tenant")) == [APIRig.own] && holds.items.allSatisfy { $0["decidedBy"] == nil })
            let id = try #require(holds.names("id").first)
            let hold = try await caller.get("holds/\(id)?limit=2")
            #expect(hold.items.count == 2 && hold.json["hold"]?["tenant"]?.text == APIRig.own)
            #expect(try await caller.walk("holds/\(id)?limit=1").count >= 2)
            let quarantine = try await caller.get("quarantine")
            #expect(quarantine.names("tenant") == [APIRig.own] && quarantine.text.contains("remedy"))
            #expect(try await caller.get("tenants").names("tenant") == [APIRig.own])
            let tenant = try await caller.get("tenants/\(APIRig.service)/\(escaped(APIRig.own))")
            #expect(tenant.json["status"]?.text == "active" && tenant.json["domains"]?.elements.isEmpty == true)
            let account = try await caller.get("accounts/\(APIRig.person(2))")
            let uuid = try #require(account.json["uuid"]?.text)
            #expect(try await caller.get("accounts/\(uuid)").text == account.text)
            #expect(
                try await caller.get("accounts?status=blocked").items.allSatisfy { $0["status"]?.text == "blocked" }
            )
            #expect(try await caller.get("accounts?secondFactor=yes").items.isEmpty)
            #expect(try await caller.get("status").problem == "forbidden")
        }
    }

    @Test func `a program of all services sees them all, one of none sees nothing`() async throws {
        let rig = try await APIRig.shared()
        try await rig.serving(.everything) { caller in
            let status = try await caller.get("status")
            let worker = status.json["workers"]?.elements.first
            #expect(status.status == 200 && worker?["reachable"]?.isTrue == true, "\(status.text)")
            #expect(worker?["status"]?["mailHost"]?.text == SampleEntries.host)
            let services = try await caller.get("census").json["services"]?.elements.compactMap { $0["service"]?.text }
            #expect(Set(services ?? []).isSuperset(of: [APIRig.service, PortalRig.early]))
            let feed = try await caller.get("feed?limit=10000")
            let moves = feed.json["events"]?.elements.filter { $0["peer"]?["tenant"]?.text == APIRig.foreign }
            #expect(moves?.count == 1 && moves?.first?["event"]?.text == "movedOut")
            #expect(try await caller.get("tenants/\(APIRig.service)/\(escaped(APIRig.foreign))").status == 200)
            #expect(try await caller.get("accounts/\(APIRig.stranger(1))").status == 200)
            let nothing = caller.with(rig.token(.nothing))
            #expect(try await nothing.get("census").json["total"]?["uploaded"]?.whole == 0)
            for list in ["holds", "quarantine", "tenants", "accounts"] {
                let answer = try await nothing.get(list)
                #expect(answer.status == 200 && answer.items.isEmpty, "\(list): \(answer.text)")
            }
            #expect(try await nothing.get("feed").json["events"]?.elements.isEmpty == true)
            #expect(try await nothing.get("status").problem == "forbidden")
        }
    }
}
