import DirectoryModel
import Foundation
import HTTPTypes
import LocalStack
import NIOCore
import TestEntries
import Testing

@testable import WebPortal

/// Users by SCIM, against a real directory and with a program's own rights.
@Suite(.timeLimit(.minutes(10)))
struct SCIMUserTests {
    private let account = SCIMRig.extensionID

    @Test func `a user is made, read, replaced, changed and taken away`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, lines in
            let made = try await caller.make(
                scim.body(
                    "siti",
                    [
                        "password": .string(SCIMRig.password), "externalId": "198001012005012001",
                        "displayName": "Siti A.", "title": "Analis", "userType": "PNS", "preferredLanguage": "id",
                        "phoneNumbers": [["value": "+62 21 555", "type": "mobile"]],
                    ],
                    account: ["quota": .integer(2_147_483_648), "aliases": [.string("s.aminah@\(scim.domain)")]]
                )
            )
            let address = "siti@\(scim.domain)"
            #expect(made.headers[.location] == made.json["meta"]?["location"]?.text)
            #expect(made.headers[.location]?.hasSuffix("/scim/v2/Users/\(made.id)") == true)
            #expect(made.version == made.json["meta"]?["version"]?.text)
            #expect(made.json["userName"] == .string(address) && made.json["active"] == true)
            #expect(made.json["name"]?["formatted"] == "Siti Aminah" && made.json["password"] == nil)
            #expect(made.json["emails"]?.elements.compactMap { $0["value"]?.text }.count == 2)
            #expect(made.account["status"] == "active" && made.account["service"] == .string(PortalRig.early))
            #expect(made.account["tenant"] == .string(scim.tenant) && made.account["registered"] != nil)
            #expect(try await scim.values(address, "pamongAccountStatus") == ["active"])
            #expect(try await scim.values(address, "pamongRegisteredTime").count == 1)
            #expect(try await scim.values(address, "mailHost") == ["narada.mail.go.id"])
            #expect(try await scim.values(address, "entryUUID") == [made.id])
            #expect(try await scim.rig.gateAccepts(address, SCIMRig.password, for: "web"))

            let read = try await caller.call(.get, "/Users/\(made.id)")
            #expect(read.status == 200 && read.json == made.json)

            let replaced = try await caller.call(
                .put,
                "/Users/\(made.id)",
                scim.body("siti.aminah", ["title": "Kabag"])
            )
            #expect(replaced.status == 200, "\(replaced.json)")
            #expect(replaced.id == made.id && replaced.json["userName"] == .string("siti.aminah@\(scim.domain)"))
            #expect(replaced.json["title"] == "Kabag" && replaced.json["displayName"] == nil)
            #expect(replaced.json["phoneNumbers"] == nil && replaced.account["quota"] == nil)
            #expect(replaced.account["aliases"] == nil && replaced.version != made.version)
            #expect(try await scim.rig.gateAccepts("siti.aminah@\(scim.domain)", SCIMRig.password, for: "web"))

            let gone = try await caller.call(.delete, "/Users/\(made.id)")
            #expect(gone.status == 204)
            #expect(try await scim.values("siti.aminah@\(scim.domain)", "pamongAccountStatus") == ["closed"])
            for method in [HTTPRequest.Method.get, .delete] {
                #expect(try await caller.call(method, "/Users/\(made.id)").status == 404)
            }
            #expect(try await caller.list(["filter": "id eq \"\(made.id)\""]).total == 0)
            let again = try await caller.call(.post, "/Users", scim.body("siti.aminah"))
            #expect(again.status == 409 && again.kind == "uniqueness", "a closed account's address cools down")
            #expect(!lines.text.contains(SCIMRig.password))
            #expect(lines.text.contains("user made") && lines.text.contains("portal-\(scim.number)"))
        }
    }

    @Test func `what nobody has registered is uploaded, registered later, and deleted for good`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, _ in
            let made = try await caller.make(scim.body("baru", ["active": false]))
            #expect(made.json["active"] == false && made.account["status"] == "uploaded")
            #expect(made.account["registered"] == nil)
            #expect(try await caller.call(.delete, "/Users/\(made.id)").status == 204)
            #expect(try await scim.values("baru@\(scim.domain)", "mail").isEmpty)

            let again = try await caller.make(scim.body("baru", ["active": false]))
            #expect(again.id != made.id)
            let registered = try await caller.patch(again.id, [["op": "replace", "path": "active", "value": true]])
            #expect(registered.json["active"] == true && registered.account["registered"] != nil)

            let blocked = try await caller.patch(again.id, [["op": "replace", "path": "active", "value": false]])
            #expect(blocked.account["status"] == "blocked")
            #expect(blocked.account["statusReason"] == .string("API: portal-\(scim.number)"))
            let back = try await caller.patch(again.id, [["op": "replace", "value": ["active": true]]])
            #expect(back.account["status"] == "active" && back.account["statusReason"] == nil)
            #expect(back.account["registered"] == registered.account["registered"])

            // What was uploaded from a file may have no mail host yet.
            try await scim.add(
                SampleEntries.account(
                    "berkas@\(scim.domain)",
                    tenant: scim.tenant,
                    service: PortalRig.early,
                    status: "uploaded"
                ).split(separator: "\n").filter { !$0.hasPrefix("mailHost") && !$0.hasPrefix("pamongRegistered") }
                    .joined(separator: "\n") + "\n\n"
            )
            let file = try #require(try await scim.values("berkas@\(scim.domain)", "entryUUID").first)
            let claimed = try await caller.patch(file, [["op": "replace", "path": "active", "value": true]])
            #expect(claimed.account["mailHost"] == "narada.mail.go.id", "\(claimed.json)")
            #expect(claimed.account["registered"] != nil)

            // An administrator's block is the administrator's to end.
            try await scim.rig.stack.slapd.modify(
                """
                dn: \(scim.dn("baru@\(scim.domain)"))
                changetype: modify
                replace: pamongAccountStatus
                pamongAccountStatus: blocked
                -
                replace: pamongStatusReason
                pamongStatusReason: penyalahgunaan
                """
            )
            let refused = try await caller.patch(again.id, [["op": "replace", "path": "active", "value": true]])
            #expect(refused.status == 403)
            #expect(try await scim.values("baru@\(scim.domain)", "pamongAccountStatus") == ["blocked"])
            let put = try await caller.call(.put, "/Users/\(again.id)", scim.body("baru"))
            #expect(put.status == 403, "a PUT of an old copy does not end it either")
        }
    }

    @Test func `a patch says what is to be, one operation after the other, or nothing is done`() async throws {
        let scim = try await SCIMRig.make()
        try await scim.serving(try await scim.program()) { caller, _ in
            let id = try await caller.make(scim.body("budi", account: ["aliases": [.string("b1@\(scim.domain)")]])).id
            let several = try await caller.patch(
                id,
                [
                    ["op": "Add", "path": "title", "value": "Staf"],
                    ["op": "add", "path": "\(account):aliases", "value": [.string("b2@\(scim.domain)")]],
                    ["op": "add", "path": "phoneNumbers", "value": [["value": "111", "type": "work"]]],
                    ["op": "add", "path": "phoneNumbers", "value": [["value": "222", "type": "mobile"]]],
                    ["op": "replace", "path": "name.givenName", "value": "Boedi"],
                    ["op": "replace", "value": ["displayName": "B.", "NAME": ["familyName": "Santoso"]]],
                ]
            )
            #expect(several.status == 200, "\(several.json)")
            #expect(several.json["title"] == "Staf" && several.json["displayName"] == "B.")
            #expect(several.json["name"]?["givenName"] == "Boedi" && several.json["name"]?["familyName"] == "Santoso")
            #expect(several.json["name"]?["formatted"] == "Boedi Santoso")
            #expect(several.account["aliases"]?.elements.count == 2)
            #expect(several.json["phoneNumbers"]?.elements.count == 2)

            let filtered = try await caller.patch(
                id,
                [
                    ["op": "replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "333"],
                    ["op": "remove", "path": "phoneNumbers[type eq \"mobile\"]"],
                    ["op": "remove", "path": "title"], ["op": "remove", "path": "\(account):aliases"],
                ]
            )
            #expect(filtered.json["phoneNumbers"] == [["value": "333", "type": "work"]], "\(filtered.json)")
            #expect(filtered.json["title"] == nil && filtered.account["aliases"] == nil)

            let swapped = try await caller.patch(
                id,
                [
                    ["op": "replace", "path": "userName", "value": .string("b.santoso@\(scim.domain)")],
                    ["op": "add", "path": "\(account):aliases", "value": [.string("budi@\(scim.domain)")]],
                ]
            )
            #expect(swapped.json["userName"] == .string("b.santoso@\(scim.domain)"), "\(swapped.json)")
            #expect(swapped.account["aliases"] == [.string("budi@\(scim.domain)")])

            let half = try await caller.patch(
                id,
                [["op": "add", "path": "title", "value": "X"], ["op": "add", "path": "tidakAda", "value": "X"]]
            )
            #expect(half.status == 400 && half.kind == "invalidPath")
            #expect(try await caller.call(.get, "/Users/\(id)").json["title"] == nil)
            let same = try await caller.patch(id, [["op": "remove", "path": "title"]])
            #expect(same.version == swapped.version, "nothing changes, nothing is written")

            let password = try await caller.patch(
                id,
                [["op": "replace", "path": "password", "value": .string(SCIMRig.password)]]
            )
            #expect(password.status == 200 && password.json["password"] == nil)
            #expect(try await scim.rig.gateAccepts("b.santoso@\(scim.domain)", SCIMRig.password, for: "web"))
            #expect(try await scim.values("b.santoso@\(scim.domain)", "pamongSessionsRevokedTime").count == 1)
        }
    }

    @Test(arguments: [
        ("[]", "invalidSyntax"), ("{", "invalidSyntax"),
        (#"{"schemas":[],"Operations":[{"op":"add","path":"title","value":"x"}]}"#, "invalidSyntax"),
        (#"{"schemas":["S"],"Operations":[]}"#, "invalidSyntax"),
        (#"{"schemas":["S"],"Operations":[{"op":"move","path":"title","value":"x"}]}"#, "invalidSyntax"),
        (#"{"schemas":["S"],"Operations":[{"op":"add","path":"title"}]}"#, "invalidValue"),
        (#"{"schemas":["S"],"Operations":[{"op":"add","value":"x"}]}"#, "invalidValue"),
        (#"{"schemas":["S"],"Operations":[{"op":"remove"}]}"#, "noTarget"),
        (
            #"{"schemas":["S"],"Operations":[{"op":"replace","path":"phoneNumbers[type eq \"work\"]","value":{}}]}"#,
            "noTarget"
        ),
        (#"{"schemas":["S"],"Operations":[{"op":"replace","path":"phoneNumbers[type","value":{}}]}"#, "invalidPath"),
        (
            #"{"schemas":["S"],"Operations":[{"op":"replace","path":"phoneNumbers[x eq 1]","value":{}}]}"#,
            "invalidFilter"
        ),
        (#"{"schemas":["S"],"Operations":[{"op":"replace","path":"id","value":"x"}]}"#, "mutability"),
        (#"{"schemas":["S"],"Operations":[{"op":"add","path":"emails","value":[]}]}"#, "mutability"),
        (#"{"schemas":["S"],"Operations":[{"op":"replace","path":"T","value":"Kota Medan"}]}"#, "mutability"),
        (#"{"schemas":["S"],"Operations":[{"op":"remove","path":"userName"}]}"#, "invalidValue"),
        (#"{"schemas":["S"],"Operations":[{"op":"replace","path":"active","value":"yes"}]}"#, "invalidValue"),
        (
            #"{"schemas":["S"],"Operations":[{"op":"replace","path":"userName","value":"x@lain.go.id"}]}"#,
            "invalidValue"
        ),
    ])
    func `a patch that cannot be done says why`(_ text: String, _ kind: String) async throws {
        let (scim, token, id) = try await SCIMShared.user()
        let body = text.replacing("\"S\"", with: "\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"")
            .replacing("\"T\"", with: "\"\(account):tenant\"")
        try await scim.serving(token) { caller, _ in
            let answer = try await caller.sendText(
                .patch,
                "/Users/\(id)",
                ByteBuffer(string: body),
                [.authorization: "Bearer \(token)"]
            )
            #expect(answer.status == 400 && answer.kind == kind, "\(body): \(answer.json)")
            #expect(answer.json["status"] == "400" && answer.json["detail"] != nil)
        }
    }
}

/// One program and one user for tests that change nothing.
enum SCIMShared {
    private static let made = Task {
        let scim = try await SCIMRig.make()
        let token = try await scim.program()
        let id = try await scim.serving(token) { caller, _ in try await caller.make(scim.body("tetap")).id }
        return (scim, token, id)
    }

    static func user() async throws -> (SCIMRig, token: String, id: String) { try await made.value }
}
