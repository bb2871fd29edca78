import DirectoryModel
import Foundation
import HTTPTypes
import LDAPDirectory
import LocalStack
import TestEntries
import Testing

@testable import WebPortal

/// Who may do what by SCIM, and who is not looked at.
@Suite(.timeLimit(.minutes(10)))
struct SCIMRightsTests {
    @Test func `what is foreign does not exist, by any name and any method`() async throws {
        let scim = try await SCIMRig.make()
        let token = try await scim.program()
        let foreign = try await scim.values("orang@\(scim.foreignDomain)", "entryUUID").first ?? ""
        let office = try await scim.values(Officer.headOffice.address, "entryUUID").first ?? ""
        let wide = try await scim.program("layanan", nil)
        try await scim.add(scim.group("registrars", nil, [scim.programDN("layanan")]))
        try await scim.serving(token) { caller, _ in
            for id in [foreign, office, UUID().uuidString, "nobody"] {
                #expect(try await caller.call(.get, "/Users/\(id)").status == 404)
                #expect(try await caller.call(.put, "/Users/\(id)", scim.body("x")).status == 404)
                let patch = try await caller.patch(id, [["op": "replace", "path": "title", "value": "x"]])
                #expect(patch.status == 404)
                #expect(try await caller.call(.delete, "/Users/\(id)").status == 404)
            }
            #expect(try await caller.list(["filter": "userName eq \"orang@\(scim.foreignDomain)\""]).total == 0)
            let there = try await caller.call(
                .post,
                "/Users",
                scim.body("x", account: ["tenant": .string(scim.foreign), "service": .string(PortalRig.early)])
            )
            #expect(there.status == 400 && there.kind == "invalidValue")
            let domain = try await caller.call(
                .post,
                "/Users",
                scim.body("x", ["userName": .string("x@\(scim.foreignDomain)")])
            )
            #expect(domain.status == 400 && domain.json["detail"]?.text?.contains(scim.domain) == true)

            // A program of the whole service sees both, and has to say where a new user goes; Admin Pusat's person it does not see.
            let both = caller.with(wide)
            #expect(try await both.call(.get, "/Users/\(foreign)").status == 200)
            #expect(try await both.call(.get, "/Users/\(office)").status == 404)
            #expect(try await both.call(.post, "/Users", scim.body("y")).kind == "invalidValue")
            let said = try await both.make(
                scim.body("y", account: ["tenant": .string(scim.tenant), "service": .string(PortalRig.early)])
            )
            #expect(said.account["tenant"] == .string(scim.tenant))
        }
    }

    @Test func `a program that reads does only that`() async throws {
        let scim = try await SCIMRig.make()
        let token = try await scim.program("pengawas", .reads)
        let id = try await scim.values("kepala@\(scim.domain)", "entryUUID").first ?? ""
        try await scim.serving(token) { caller, _ in
            #expect(try await caller.call(.get, "/Users/\(id)").status == 200)
            #expect(try await caller.list([:]).names == ["kepala@\(scim.domain)"])
            #expect(try await caller.call(.post, "/Users", scim.body("x")).status == 403)
            #expect(try await caller.call(.put, "/Users/\(id)", scim.body("kepala")).status == 403)
            let patch = try await caller.patch(id, [["op": "replace", "path": "title", "value": "x"]])
            #expect(patch.status == 403)
            #expect(try await caller.call(.delete, "/Users/\(id)").status == 403)
            #expect(try await scim.values("kepala@\(scim.domain)", "title").isEmpty)
        }
    }

    @Test func `a token that is missing, wrong, over or revoked opens nothing, and stands in no log`() async throws {
        let scim = try await SCIMRig.make()
        let token = try await scim.program()
        let over = try await scim.program("lama", .reads, lifetime: .seconds(60), made: .now - .seconds(3600))
        try await scim.serving(token, { $0.limits.wrongTokens = 12 }) { caller, lines in
            #expect(try await caller.call(.get, "/Users").status == 200)
            let missing = try await caller.with(nil).call(.get, "/Users")
            #expect(missing.status == 401 && missing.headers[.wwwAuthenticate] == "Bearer realm=\"pamong\"")
            let changed = String(token.dropLast()) + (token.hasSuffix("A") ? "E" : "A")
            for wrong in ["x", changed, "pamong_" + String(repeating: "a", count: 8) + "_" + token.suffix(43)] {
                let answer = try await caller.with(wrong).call(.get, "/Users")
                #expect(answer.status == 401)
                #expect(answer.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
                #expect(answer.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
            }
            let basic = try await caller.with(nil).call(.get, "/Users", nil, [.authorization: "Basic eDp4"])
            #expect(basic.status == 401)
            let late = try await caller.with(over).call(.get, "/Users")
            #expect(late.headers[.wwwAuthenticate]?.contains("expired") == true)

            let stored = try await scim.rig.stack.slapd.search(
                "(cn=portal-\(scim.number))",
                attributes: ["pamongClientToken"]
            )
            #expect(stored.contains("$client1$") && !stored.contains(token.suffix(43)))
            try await scim.rig.stack.slapd.modify(
                "dn: \(scim.programDN("portal"))\nchangetype: modify\ndelete: pamongClientToken\n"
            )
            #expect(try await caller.call(.get, "/Users").status == 401, "from the next request on")
            for secret in [token, over, changed].map({ $0.suffix(43) }) { #expect(!lines.text.contains(secret)) }

            for _ in 0..<8 { _ = try await caller.with("x").call(.get, "/Users") }
            let barred = try await caller.with("x").call(.get, "/Users")
            #expect(barred.status == 429 && barred.headers[.retryAfter] == "600")
        }
    }

    @Test func `one program makes so many requests and no more`() async throws {
        let scim = try await SCIMRig.make()
        let other = try await scim.program("lain", .reads)
        try await scim.serving(try await scim.program(), { $0.apiRateLimit.perClient = 3 }) { caller, _ in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await caller.call(.get, "/Schemas").status) }
            #expect(statuses == [200, 200, 200, 429])
            #expect(try await caller.with(other).call(.get, "/Schemas").status == 200)
        }
    }

    @Test func `groups are the tenant's administrators, to be looked at`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.add(scim.group("administrators", scim.foreign, [scim.dn("orang@\(scim.foreignDomain)")]))
        try await scim.serving(try await scim.program()) { caller, _ in
            let list = try await caller.call(.get, "/Groups")
            let group = try #require(list.json["Resources"]?.elements.first, "\(list.json)")
            #expect(list.total == 1)
            #expect(group["displayName"] == .string("\(scim.tenant) (\(PortalRig.early))"))
            #expect(group["members"]?.elements.first?["display"] == .string("kepala@\(scim.domain)"))
            let id = group["id"]?.text ?? ""
            let read = try await caller.call(.get, "/Groups/\(id)")
            #expect(read.json == group && !read.version.isEmpty)
            #expect(try await caller.list(["filter": "displayName sw \"\(scim.tenant)\""], "/Groups").total == 1)
            #expect(try await caller.list(["filter": "displayName eq \"lain\""], "/Groups").total == 0)
            let slim = try await caller.call(.get, "/Groups/\(id)?excludedAttributes=members")
            #expect(slim.json["members"] == nil && slim.json["displayName"] != nil)
            #expect(try await caller.call(.patch, "/Groups/\(id)", [:]).status == 403)
            #expect(try await caller.call(.delete, "/Groups/\(id)").status == 403)
            #expect(try await caller.call(.post, "/Groups", [:]).status == 403)
            #expect(try await caller.call(.patch, "/Groups/\(UUID().uuidString)", [:]).status == 404)
        }
    }
}
