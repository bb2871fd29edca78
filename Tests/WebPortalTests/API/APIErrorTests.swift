import DirectoryModel
import Foundation
import Glibc
import HTTPTypes
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import WebPortal

/// Every refusal is problem details with a status that says what to do; a program is never answered with a page.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct APIErrorTests {
    @Test func `paths, methods, forms and parameters that do not exist are refused, each in its way`() async throws {
        let rig = try await APIRig.shared()
        try await rig.serving(.office) { caller in
            for path in ["", "nothing", "holds/1/release", "accounts/", "/api/v2/census", "/api/", "tenants/only-one"] {
                let answer = try await caller.get(path)
                #expect(answer.problem == (path == "accounts/" ? nil : "not-found"), "\(path): \(answer.text)")
            }
            for method in [HTTPRequest.Method.post, .put, .patch, .delete, .trace] {
                let answer = try await caller.call(method, "census")
                #expect(answer.status == 405 && answer.headers[.allow] == "GET, HEAD, OPTIONS", "\(method)")
                #expect(answer.problem == "method-not-allowed")
            }
            #expect(try await caller.get("sessions").headers[.allow] == "POST, OPTIONS")
            #expect(try await caller.get("accounts", accept: "text/csv").problem == "not-acceptable")
            #expect(try await caller.get("census", accept: "text/html").problem == "not-acceptable")
            #expect(try await caller.get("census?at=%zz").problem == "bad-request")
            for (path, parameters) in Self.wrong {
                let answer = try await caller.get(path)
                #expect(answer.status == 422 && answer.faults == parameters, "\(path): \(answer.text)")
                #expect(answer.problem == "invalid-parameters")
            }
        }
    }

    private static let wrong: [(String, [String])] = [
        ("census?when=now", ["when"]), ("census?at=now", ["at"]), ("census?at=1980-01-01", ["at"]),
        ("delta", ["from"]), ("delta?from=2026-13-01", ["from"]), ("delta?from=2026-02-01&to=2026-01-01", ["from"]),
        ("delta?from=1990-01-01&to=1991-01-01", ["from"]), ("growth?by=hour", ["by"]),
        ("growth?by=day&from=1970-01-01&to=2100-01-01", ["from"]), ("feed?limit=0", ["limit"]),
        ("feed?limit=10001", ["limit"]), ("feed?after=%21", ["after"]), ("holds?state=lost", ["state"]),
        ("quarantine?tenant=x", ["tenant"]), ("tenants?status=gone", ["status"]),
        ("accounts?secondFactor=maybe", ["secondFactor"]),
        ("accounts?limit=201", ["limit"]), ("accounts?status=x&status=y", ["status"]),
        ("accounts?service=", ["service"]),
    ]

    @Test func `HEAD and OPTIONS answer as they should, and figures come as CSV`() async throws {
        let rig = try await APIRig.shared()
        try await rig.serving(.office) { caller in
            let head = try await caller.call(.head, "tenants")
            #expect(head.status == 200 && head.text.isEmpty && head.headers[.contentType] == "application/json")
            #expect(try await caller.call(.head, "accounts/tidak@ada.go.id").status == 404)
            let options = try await caller.with(nil).call(.options, "census")
            #expect(options.status == 204 && options.headers[.allow] == "GET, HEAD, OPTIONS")
            for (path, column) in [
                ("census", "uploaded"), ("delta?from=2020-01-01", "accounts_moved_out"), ("growth", "period"),
            ] {
                let answer = try await caller.get(path, accept: "text/csv")
                #expect(
                    answer.headers[.contentType]?.hasPrefix("text/csv") == true && answer.headers[.vary] == "Accept"
                )
                let lines = answer.text.components(separatedBy: "\r\n")
                #expect(lines[0].split(separator: ",").contains(column[...]) && lines.count > 2, "\(answer.text)")
            }
        }
    }

    @Test func `without a good token there is nothing to be had, and what is left of the rate is told`() async throws {
        let rig = try await APIRig.shared()
        let slapd = rig.portal.stack.slapd
        let (expired, revoked) = (try ClientToken(), try ClientToken())
        let old = try StoredClientToken(of: expired, now: .now - .seconds(7200), lifetime: .seconds(3600))
        try await slapd.modify(
            """
            dn: cn=api-kemarin,ou=clients,\(SampleEntries.suffix)
            objectClass: applicationProcess
            objectClass: pamongApiClient
            cn: api-kemarin
            pamongClientToken: \(old.text)


            """
        )
        func text(_ token: ClientToken) -> String { token.shown.withBytes { String(decoding: $0, as: UTF8.self) } }
        try await rig.serving(nil) { caller in
            for token in [nil, "x", text(expired), text(revoked)] {
                for path in ["census", "feed", "holds/x-1", "accounts/tidak@ada.go.id", "census?nonsense=1"] {
                    let answer = try await caller.with(token).get(path)
                    #expect(answer.status == 401 && answer.problem == "unauthorized", "\(path): \(answer.text)")
                    #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                }
            }
            let basic = try await caller.call(.get, "census", [.authorization: "Basic eDp4"])
            #expect(basic.status == 401)
            #expect(!caller.lines.text.contains(text(expired)) && !caller.lines.text.contains(rig.token(.office)))
            let answer = try await caller.with(rig.token(.office)).get("tenants")
            #expect(answer.headers[.rateLimitPolicy] == "\"client\";q=6000;w=60")
            #expect(answer.headers[.rateLimit]?.hasPrefix("\"client\";r=59") == true)
        }
    }

    @Test func `too many requests are put off, of one program and of one address`() async throws {
        let rig = try await APIRig.shared()
        try await rig.serving(.office, { $0.apiRateLimit.perClient = 2 }) { caller in
            let answers = [
                try await caller.get("tenants"), try await caller.get("tenants"), try await caller.get("tenants"),
            ]
            #expect(answers.map(\.status) == [200, 200, 429])
            #expect(answers[2].problem == "too-many-requests")
            #expect(answers[2].headers[.retryAfter].flatMap { Int($0) }.map { (1...30).contains($0) } == true)
            #expect(try await caller.with(rig.token(.everything)).get("tenants").status == 200)
        }
        try await rig.serving(.office, { $0.apiRateLimit.perAddress = 2 }) { caller in
            for path in ["nothing", "openapi.json"] { _ = try await caller.get(path) }
            let answer = try await caller.get("tenants")
            #expect(answer.status == 429 && answer.headers[.rateLimitPolicy] == "\"address\";q=2;w=60")
            let scim = try await caller.get("/scim/v2/Users")
            #expect(scim.status == 429 && scim.headers[.contentType] == "application/scim+json")
            // Pages are for people, and are not counted.
            #expect(try await caller.get("/api").status == 200)
        }
    }

    @Test func `webmail's ticket is asked for with a form, and nothing else is read`() async throws {
        let rig = try await APIRig.shared()
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        try await rig.serving(nil) { caller in
            let json = try await caller.call(.post, "sessions", [.contentType: "application/json"], body: "{}")
            #expect(json.problem == "unsupported-media-type" && json.status == 415)
            let none = try await caller.call(.post, "sessions", body: "address=x")
            #expect(none.status == 415)
            for (body, fault) in [("", "address"), ("address=x", "address"), ("address=a%40mail.go.id", "password")] {
                let answer = try await caller.call(.post, "sessions", form, body: body)
                #expect(answer.status == 422 && answer.faults == [fault], "\(body): \(answer.text)")
            }
            #expect(try await caller.call(.post, "sessions", form, body: "address=%zz").problem == "bad-request")
            let large = String(repeating: "x", count: FormFields.greatestLength + 1)
            #expect(try await caller.call(.post, "sessions", form, body: "address=\(large)").problem == "too-large")
            let wrong = "address=a%40mail.go.id&password=x"
            #expect(try await caller.call(.post, "sessions", form, body: wrong).problem == "refused")
        }
    }

    @Test func `below the interfaces for SCIM errors have its form, and the page about all of it is in both languages`()
        async throws
    {
        let rig = try await APIRig.shared()
        try await rig.serving(.office) { caller in
            for method in [HTTPRequest.Method.head, .options, .trace] {
                let answer = try await caller.call(method, "/scim/v2/Users")
                #expect(
                    (400..<500).contains(answer.status) && !answer.text.contains("<html"),
                    "\(method): \(answer.text)"
                )
                #expect(answer.headers[.contentType] == "application/scim+json")
            }
            let page = try await caller.get("/api")
            #expect(page.status == 200 && page.text.contains("/api/v1/openapi.json") && !page.text.contains("{{"))
            #expect(page.text.contains("Antarmuka untuk program"))
            let english = try await caller.call(.get, "/api", [.cookie: "__Host-pamong_bahasa=en"])
            #expect(english.text.contains("Interfaces for programs"))
        }
    }
}
