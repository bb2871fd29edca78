import Foundation
import HTTPTypes
import LocalStack
import Testing

@testable import WebPortal

/// Finding users, versions, and what programs learn about us.
@Suite(.timeLimit(.minutes(10)))
struct SCIMListTests {
    @Test func `users are found, put in order and paged`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, _ in
            let titles = ["Staf", "Kepala", "Analis", "Staf", "Bendahara"]
            for (index, title) in titles.enumerated() {
                _ = try await caller.make(
                    scim.body(
                        "u\(index)",
                        [
                            "title": .string(title), "active": .bool(index != 4), "externalId": .string("nip-\(index)"),
                            "phoneNumbers": [["value": .string("021-\(index)"), "type": "work"]],
                        ],
                        account: [
                            "quota": .integer(Int64(index + 1) * 1_000_000_000),
                            "aliases": [.string("alias\(index)@\(scim.domain)")],
                        ]
                    )
                )
            }
            let account = SCIMRig.extensionID
            let questions: [(String, [Int])] = [
                ("userName eq \"U1@\(scim.domain)\"", [1]), ("userName sw \"u\"", [0, 1, 2, 3, 4]),
                ("title eq \"staf\" and not (userName ew \"0@\(scim.domain)\")", [3]),
                ("title eq \"Kepala\" or title eq \"Analis\" and active eq true", [1, 2]),
                ("(title eq \"Kepala\" or title eq \"Analis\") and externalId eq \"nip-2\"", [2]),
                ("active eq false", [4]), ("\(account):status eq \"uploaded\"", [4]),
                ("title ne \"Staf\" and title pr", [1, 2, 4]), ("title co \"ala\"", [1]),
                ("emails[value eq \"alias3@\(scim.domain)\"]", [3]), ("emails.value eq \"u2@\(scim.domain)\"", [2]),
                ("\(account):quota ge 4000000000", [3, 4]), ("\(account):quota lt 2000000000", [0]),
                ("phoneNumbers.value eq \"021-1\"", [1]), ("name.familyName eq \"Aminah\" and userName sw \"u3\"", [3]),
                ("meta.created gt \"2020-01-01T00:00:00Z\" and userName sw \"u0\"", [0]),
                ("meta.lastModified gt \"2090-01-01T00:00:00Z\"", []), ("externalId eq \")(uid=*\"", []),
                ("USERNAME EQ \"u0@\(scim.domain)\"", [0]),
                ("urn:ietf:params:scim:schemas:core:2.0:User:title co \"endah\"", [4]),
            ]
            for (filter, wanted) in questions {
                let found = try await caller.list(["filter": filter])
                #expect(found.names == wanted.map { "u\($0)@\(scim.domain)" }, "\(filter): \(found.json)")
                #expect(found.total == Int64(wanted.count), "\(filter)")
            }

            let page = try await caller.list([
                "startIndex": "2", "count": "2", "sortBy": "\(account):quota", "sortOrder": "descending",
                "filter": "userName sw \"u\"",
            ])
            #expect(page.names == [3, 2].map { "u\($0)@\(scim.domain)" } && page.total == 5)
            #expect(page.json["startIndex"] == .integer(2) && page.json["itemsPerPage"] == .integer(2))
            let all = try await caller.list([:])
            #expect(all.total == 6 && all.names.first == "kepala@\(scim.domain)")
            #expect(try await caller.list(["count": "0"]).json["Resources"] == nil)
            #expect(try await caller.list(["startIndex": "100"]).names.isEmpty)
            let search: JSONValue = ["filter": "title eq \"Staf\"", "attributes": ["title"], "count": .integer(1)]
            let searched = try await caller.call(.post, "/Users/.search", search)
            #expect(searched.total == 2 && searched.json["Resources"]?.elements.first?["title"] == "Staf")
            #expect(searched.json["Resources"]?.elements.first?["name"] == nil)
            let some = try await caller.list([
                "attributes": "name.givenName,\(account):quota", "filter": "userName sw \"u1\"",
            ])
            let user = try #require(some.json["Resources"]?.elements.first)
            #expect(user["name"] == ["givenName": "Siti"] && user["id"] != nil && user["title"] == nil)
            #expect(user[account] == ["quota": .integer(2_000_000_000)])
            let rest = try await caller.list([
                "excludedAttributes": "emails,id,meta.location", "filter": "userName sw \"u1\"",
            ])
            let other = try #require(rest.json["Resources"]?.elements.first)
            #expect(other["emails"] == nil && other["id"] != nil && other["meta"]?["location"] == nil)
            #expect(other["meta"]?["version"] != nil)
        }
    }

    @Test(arguments: [
        "userName", "userName eq", "userName eq x", "userName is \"x\"", "nichts eq \"x\"", "userName eq \"x\" and",
        "(userName eq \"x\"", "userName eq \"x\")", "not userName eq \"x\"", "password eq \"x\"", "active eq \"true\"",
        "active gt true", "userName gt \"x\"", "userName eq \"x", "emails co \"x\"", "userName eq 1",
        "urn:pamong:params:scim:schemas:extension:account:2.0:User:quota eq \"x\"", "meta.created gt \"yesterday\"",
        "emails[type eq \"work\" and emails[value eq \"x\"]]", "userName eq {}", "emails.type eq \"work\"",
        String(repeating: "(", count: 200), "title eq \"\(String(repeating: "x", count: 5000))\"",
    ])
    func `a filter that cannot be answered is refused`(_ filter: String) async throws {
        let (scim, token, _) = try await SCIMShared.user()
        try await scim.serving(token) { caller, _ in
            let answer = try await caller.list(["filter": filter])
            #expect(answer.status == 400 && answer.kind == "invalidFilter", "\(filter): \(answer.json)")
        }
    }

    @Test(arguments: [
        (#"{"userName":"a@D"}"#, "name.familyName"), (#"{"name":{"familyName":"x"}}"#, "userName"),
        (#"{"userName":"a b@D","name":{"familyName":"x"}}"#, "not a mail address"),
        (#"{"userName":"a","name":{"familyName":"x"}}"#, "not a mail address"),
        (#"{"userName":"a+b@D","name":{"familyName":"x"}}"#, "outside"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"active":1}"#, "active"),
        (#"{"userName":"a@D","name":{"familyName":"x\n"}}"#, "one line"),
        (#"{"userName":"a@D","name":{"familyName":7}}"#, "one line"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"password":"pendek"}"#, "password"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"password":"qwertyuiop"}"#, "password"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"phoneNumbers":[{"type":"work"}]}"#, "no value"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"phoneNumbers":[{"value":"1","type":"fax"}]}"#, "not fax"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"phoneNumbers":[{"value":"\u00e9"}]}"#, "cannot be stored"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"E":{"quota":12}}"#, "quota"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"E":{"quota":1.5}}"#, "quota"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"E":{"aliases":["x"]}}"#, "aliases"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"E":{"aliases":["x@mail.go.id"]}}"#, "is not a domain of"),
        (#"{"userName":"a@D","name":{"familyName":"x"},"E":{"tenant":"Tidak Ada"}}"#, "no tenant"),
    ])
    func `a user that cannot be made says what is wrong`(_ text: String, _ word: String) async throws {
        let (scim, token, _) = try await SCIMShared.user()
        let body = text.replacing("@D\"", with: "@\(scim.domain)\"").replacing(
            "\"E\"",
            with: "\"\(SCIMRig.extensionID)\""
        )
        try await scim.serving(token) { caller, _ in
            let answer = try await caller.call(
                .post,
                "/Users",
                try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8))
            )
            #expect(answer.status == 400 && answer.kind == "invalidValue", "\(body): \(answer.json)")
            #expect(answer.json["detail"]?.text?.contains(word) == true, "\(answer.json)")
        }
    }

    @Test func `an address is one account's, as primary one or alias, and a taken one is nobody's to learn about`()
        async throws
    {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, _ in
            let first = try await caller.make(scim.body("satu", account: ["aliases": [.string("s1@\(scim.domain)")]]))
            for body in [
                scim.body("satu"), scim.body("s1"),
                scim.body("dua", account: ["aliases": [.string("satu@\(scim.domain)")]]),
                scim.body("dua", account: ["aliases": [.string("s1@\(scim.domain)")]]),
            ] {
                let answer = try await caller.call(.post, "/Users", body)
                #expect(answer.status == 409 && answer.kind == "uniqueness", "\(answer.json)")
            }
            let second = try await caller.make(scim.body("dua"))
            for address in ["satu", "s1"] {
                let rename = try await caller.patch(
                    second.id,
                    [["op": "replace", "path": "userName", "value": .string("\(address)@\(scim.domain)")]]
                )
                #expect(rename.status == 409, "\(rename.json)")
            }
            let races = try await caller.atOnce(12) { caller, _ in
                try await caller.call(.post, "/Users", scim.body("rebutan")).status
            }
            #expect(races.filter { $0 == 201 }.count == 1 && races.filter { $0 == 409 }.count == 11, "\(races)")
            #expect(try await caller.call(.get, "/Users/\(first.id)").json == first.json)
        }
    }

    @Test func `a version that is named is the only one that is changed`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, _ in
            let made = try await caller.make(scim.body("versi"))
            let title: [JSONValue] = [["op": "replace", "path": "title", "value": "Baru"]]
            let known = try await caller.call(.get, "/Users/\(made.id)", nil, [.ifNoneMatch: made.version])
            #expect(known.status == 304 && known.version == made.version)
            let changed = try await caller.patch(made.id, title, [.ifMatch: made.version])
            #expect(changed.status == 200)
            #expect(try await caller.call(.get, "/Users/\(made.id)", nil, [.ifNoneMatch: made.version]).status == 200)
            let old: HTTPFields = [.ifMatch: made.version]
            #expect(try await caller.patch(made.id, title, old).status == 412)
            #expect(try await caller.call(.put, "/Users/\(made.id)", scim.body("versi"), old).status == 412)
            #expect(try await caller.call(.delete, "/Users/\(made.id)", nil, old).status == 412)
            #expect(try await caller.patch(made.id, title, [.ifMatch: "*"]).status == 200)

            // Many at a time for one version: one is done.
            let version = try await caller.call(.get, "/Users/\(made.id)").version
            let statuses = try await caller.atOnce(12) { caller, number in
                let alias: JSONValue = [.string("v\(number)@\(scim.domain)")]
                return try await caller.patch(
                    made.id,
                    [["op": "add", "path": "\(SCIMRig.extensionID):aliases", "value": alias]],
                    [.ifMatch: version]
                ).status
            }
            #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
            #expect(statuses.filter { $0 == 412 }.count == 11, "\(statuses)")
            #expect(try await caller.call(.get, "/Users/\(made.id)").account["aliases"]?.elements.count == 1)
            #expect(try await caller.call(.delete, "/Users/\(made.id)", nil, [.ifMatch: "*"]).status == 204)
        }
    }

    @Test func `programs learn what there is, and what there is not`() async throws {
        let (scim, token, id) = try await SCIMShared.user()
        try await scim.serving(token) { caller, _ in
            let configuration = try await caller.call(.get, "/ServiceProviderConfig")
            #expect(configuration.json["patch"]?["supported"] == true)
            #expect(configuration.json["bulk"]?["supported"] == false)
            #expect(try await caller.call(.get, "/ResourceTypes").total == 2)
            #expect(try await caller.call(.get, "/ResourceTypes/User").json["endpoint"] == "/Users")
            #expect(try await caller.call(.get, "/Schemas").total == 3)
            #expect(try await caller.call(.get, "/Schemas/\(SCIMRig.extensionID)").json["name"] == "Account")
            for path in ["/Schemas/x", "/ResourceTypes/x", "/x", "", "/Users/\(id)/x", "/ServiceProviderConfig/x"] {
                #expect(try await caller.call(.get, path).status == 404, "\(path)")
            }
            for path in ["/Me", "/Bulk", "/.search"] {
                #expect(try await caller.call(.post, path, [:]).status == 501, "\(path)")
            }
            #expect(try await caller.call(.post, "/Schemas", [:]).status == 405)
            #expect(try await caller.call(.put, "/Users", [:]).status == 405)
            #expect(try await caller.call(.post, "/Users/\(id)", [:]).status == 405)
            let long: JSONValue = ["title": .string(String(repeating: "x", count: 300_000))]
            #expect(try await caller.call(.post, "/Users", long).status == 413)
        }
    }
}
