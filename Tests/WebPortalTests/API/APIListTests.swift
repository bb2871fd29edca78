import Foundation
import Glibc
import LocalStack
import TestEntries
import Testing
import WorkerAPI

@testable import WebPortal

/// Lists to their end, the feed, and several workers.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct APIListTests {
    @Test func `pages of accounts lose nobody and show nobody twice while accounts come, change and go`() async throws {
        let rig = try await APIRig.shared()
        let slapd = rig.portal.stack.slapd
        try await rig.serving(.office) { caller in
            let before = Set(try await caller.walk("accounts?limit=200").compactMap { $0["address"]?.text })
            let walked = try await caller.walk("accounts?limit=3") { page in
                guard page <= 3 else { return }
                let made = ["aaa\(page)", "zzz\(page)"].map {
                    SampleEntries.account(
                        "\($0).antarmuka@\(APIRig.service)",
                        tenant: APIRig.own,
                        service: APIRig.service
                    )
                }
                let dn = APIRig.dn(APIRig.person(6 + page), APIRig.own)
                try await slapd.modify(made.joined() + APIRig.setting("uploaded", dn))
                let first = "aaa\(page).antarmuka@\(APIRig.service)"
                try await waitUntil("the worker has listed them") {
                    let query = AccountQuery(service: APIRig.service, tenant: APIRig.own, limit: 1000)
                    return try await rig.worker.client.accounts(query).accounts.contains { $0.address == first }
                }
            }
            let addresses = walked.compactMap { $0["address"]?.text }
            #expect(Set(addresses).count == addresses.count, "\(addresses)")
            #expect(Set(addresses).isSuperset(of: before), "\(before.subtracting(addresses))")
            #expect(addresses == addresses.sorted())
        }
    }

    @Test func `the feed read page by page tells each change once, and goes on where it ended`() async throws {
        let rig = try await APIRig.shared()
        let places = [(APIRig.service, APIRig.own)]
        try await rig.serving(.office) { caller in
            var (events, path, pages) = ([JSONValue](), "feed?limit=7", 0)
            while pages < 1000 {
                let page = try await caller.get(path)
                #expect(page.status == 200, "\(page.text)")
                events += page.json["events"]?.elements ?? []
                path = try #require(page.json["next"]?.text)
                #expect(page.headers[.link] == "<\(path)>; rel=\"next\"")
                pages += 1
                if page.json["more"]?.isTrue == false { break }
            }
            #expect(events.allSatisfy { $0["service"]?.text == places[0].0 && $0["tenant"]?.text == places[0].1 })
            let created = events.filter { $0["event"]?.text == "created" }.compactMap { $0["subject"]?.text }
            #expect(created.count >= APIRig.people && Set(created).count == created.count)
            let moved = try #require(events.first { $0["event"]?.text == "movedOut" })
            #expect(moved["peer"] == nil && moved["detail"] == nil)
            let again = try await caller.get(path)
            #expect(again.status == 200)
            let address = "umpan.antarmuka@\(APIRig.service)"
            try await rig.portal.stack.slapd.modify(
                SampleEntries.account(address, tenant: APIRig.own, service: APIRig.service)
            )
            let known = path.replacing("limit=7", with: "limit=1000")
            try await waitUntil("the feed tells of it") { try await caller.get(known).text.contains(address) }
        }
    }

    @Test func `of two mail hosts each has its own work, and a cursor goes on with the ledger it is of`() async throws {
        let rig = try await APIRig.shared()
        let (first, second) = (rig.worker.client, try await SecondWorker.shared().client)
        let cursor = try await rig.serving(.everything, workers: [second]) { caller in
            try #require(try await caller.get("feed?limit=1").json["cursor"]?.text)
        }
        try await rig.serving(.everything, workers: [first, second]) { caller in
            let status = try await caller.get("status").json["workers"]?.elements ?? []
            #expect(status.compactMap { $0["status"]?["mailHost"]?.text } == [SampleEntries.host, SecondWorker.host])
            #expect(try await caller.get("feed?after=\(cursor)").status == 200)
            let holds = try await caller.walk("holds?limit=1")
            let ids = holds.compactMap { $0["id"]?.text }
            #expect(ids.count == Set(ids).count && holds.contains { $0["mailHost"]?.text == SampleEntries.host })
            let wrong = try await caller.walk("quarantine?limit=1").compactMap { $0["uuid"]?.text }
            #expect(wrong.count == Set(wrong).count && wrong.count >= 2)
            #expect(try await caller.get("holds/tidak-ada-1").problem == "not-found")
        }
        try await rig.serving(.everything, workers: [first]) { caller in
            let gone = try await caller.get("feed?after=\(cursor)")
            #expect(gone.status == 410 && gone.problem == "bad-cursor", "\(gone.text)")
            for list in ["accounts", "holds", "quarantine", "tenants", "feed"] {
                #expect(try await caller.get("\(list)?after=bm9uc2Vuc2U").problem == "bad-cursor", "\(list)")
            }
        }
    }

    @Test func `while a worker is silent others answer for it where they can, and nothing is left out`() async throws {
        let rig = try await APIRig.shared()
        let (worker, silent) = (rig.worker.client, rig.worker.silent)
        try await rig.serving(.everything, workers: [silent, worker]) { caller in
            for path in ["census", "delta?from=2020-01-01", "growth", "feed", "accounts"] {
                #expect(try await caller.get(path).status == 200, "\(path)")
            }
            for path in ["holds", "quarantine", "holds/\(SecondWorker.host)-1"] {
                let answer = try await caller.get(path)
                #expect(answer.status == 503 && answer.headers[.retryAfter] != nil, "\(path): \(answer.text)")
            }
            #expect(try await caller.get("feed?after=bm9uc2Vuc2U").status == 503)
            let standings = try await caller.get("status").json["workers"]?.elements ?? []
            #expect(standings.compactMap { $0["reachable"]?.isTrue } == [false, true])
        }
        for workers in [[silent], []] {
            try await rig.serving(.office, workers: workers) { caller in
                for path in ["census", "delta?from=2020-01-01", "growth", "feed", "accounts"] {
                    let answer = try await caller.get(path)
                    #expect(answer.status == 503 && answer.problem == "unavailable", "\(path): \(answer.text)")
                    #expect(answer.headers[.retryAfter] != nil)
                }
                for path in ["holds", "quarantine", "holds/\(SampleEntries.host)-1"] {
                    #expect(try await caller.get(path).status == 503, "\(path)")
                }
                // The directory answers for itself.
                #expect(try await caller.get("tenants").names("tenant") == [APIRig.own])
                #expect(try await caller.get("accounts/\(APIRig.person(1))").status == 200)
            }
        }
    }
}
