import DirectoryModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LDAPClient
import LDAPDirectory
import LocalStack
import NIOCore
import Synchronization
import TestEntries
import Testing
import TwoFactor

@testable import WebPortal

/// A tenant of its own for each test, a foreign one, and programs with tokens.
struct SCIMRig: Sendable {
    static let extensionID = UserSchema.account.id
    static let password = "kopi-tubruk-77-hangat"

    let rig: PortalRig
    let number: Int
    var tenant: String { "Instansi SCIM \(number)" }
    var foreign: String { "Instansi Asing \(number)" }
    var domain: String { "scim\(number).go.id" }
    var foreignDomain: String { "asing\(number).go.id" }

    private static let next = Mutex(0)

    /// Makes the tenants; `more` are further entries.
    static func make() async throws -> SCIMRig {
        let number = next.withLock {
            $0 += 1
            return $0
        }
        let scim = SCIMRig(rig: try await PortalRig.shared(), number: number)
        let service = PortalRig.early
        try await scim.add(
            SampleEntries.tenant(scim.tenant, service: service, domains: [scim.domain])
                + SampleEntries.tenant(scim.foreign, service: service, domains: [scim.foreignDomain])
                + SampleEntries.account("orang@\(scim.foreignDomain)", tenant: scim.foreign, service: service)
                + SampleEntries.account("kepala@\(scim.domain)", tenant: scim.tenant, service: service)
                + scim.group("administrators", scim.tenant, [scim.dn("kepala@\(scim.domain)")])
        )
        return scim
    }

    /// Adds entries as the manager.
    func add(_ entries: String) async throws {
        let records = entries.components(separatedBy: "\n\n").filter { $0.contains("dn: ") }
        try await rig.stack.slapd.modify(
            records.map { record in
                let lines = record.split(separator: "\n", omittingEmptySubsequences: true)
                return "\(lines[0])\nchangetype: add\n\(lines.dropFirst().joined(separator: "\n"))\n\n"
            }.joined()
        )
    }

    func dn(_ address: String) -> String {
        SampleEntries.dn(
            address,
            tenant: address.hasSuffix(foreignDomain) ? foreign : tenant,
            service: PortalRig.early
        )
    }

    func group(_ name: String, _ tenant: String?, _ members: [String]) -> String {
        let parent = (tenant.map { "o=\($0)," } ?? "") + "cn=\(PortalRig.early),ou=services,\(SampleEntries.suffix)"
        return """
            dn: cn=\(name),\(parent)
            objectClass: groupOfNames
            cn: \(name)
            \(members.map { "member: \($0)" }.joined(separator: "\n"))


            """
    }

    func programDN(_ name: String) -> String { "cn=\(name)-\(number),ou=clients,\(SampleEntries.suffix)" }

    /// Makes a program, the only one of the tenant's with this right, or with none; answers its token.
    func program(
        _ name: String = "portal",
        _ right: APIClient.Right? = .writes,
        lifetime: Duration = .seconds(3600),
        made: Timestamp = .now
    ) async throws -> String {
        let token = try ClientToken()
        let stored = try StoredClientToken(of: token, now: made, lifetime: lifetime)
        try await add(
            """
            dn: \(programDN(name))
            objectClass: applicationProcess
            objectClass: pamongApiClient
            cn: \(name)-\(number)
            pamongClientToken: \(stored.text)


            """ + (right.map { group($0.rawValue, tenant, [programDN(name)]) } ?? "")
        )
        return token.shown.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads an attribute as the manager.
    func values(_ address: String, _ attribute: String) async throws -> [String] {
        let text = try await rig.stack.slapd.search("(mail=\(address))", attributes: [attribute])
        return text.split(separator: "\n").compactMap { line in
            line.hasPrefix("\(attribute): ") ? String(line.dropFirst(attribute.count + 2)) : nil
        }
    }

    /// Serves a portal, and calls it with a token.
    func serving<Value: Sendable>(
        _ token: String,
        _ change: (inout PortalConfiguration) -> Void = { _ in },
        _ body: @Sendable (SCIMCaller, LogLines) async throws -> Value
    ) async throws -> Value {
        try await rig.serving {
            $0.mailHost = "narada.mail.go.id"
            change(&$0)
        } _: { browser, lines in
            let client = browser.client
            let caller = SCIMCaller(
                send: { path, method, headers, body in
                    let response = try await client.executeRequest(
                        uri: path,
                        method: method,
                        headers: headers,
                        body: body
                    )
                    return (response.head, response.body)
                },
                port: client.port,
                token: token
            )
            return try await body(caller, lines)
        }
    }

    /// A user as a program makes one.
    func body(_ local: String, _ more: JSONValue = [:], account: JSONValue = [:]) -> JSONValue {
        let base: JSONValue = [
            "schemas": [.string(UserSchema.core.id), .string(Self.extensionID)],
            "userName": .string("\(local)@\(domain)"), "active": true,
            "name": ["givenName": "Siti", "familyName": "Aminah"],
        ]
        let members = (base.members ?? [:]).merging(more.members ?? [:]) { $1 }
        return account == [:] ? .object(members) : JSONValue.object(members).with(Self.extensionID, account)
    }
}

/// Calls `/scim/v2`.
struct SCIMCaller: Sendable {
    struct Answer: Sendable {
        let status: Int
        let json: JSONValue
        let headers: HTTPFields

        var id: String { json["id"]?.text ?? "" }
        var version: String { headers[.eTag] ?? "" }
        var kind: String? { json["scimType"]?.text }
        var account: JSONValue { json[SCIMRig.extensionID] ?? [:] }
        var names: [String] { json["Resources"]?.elements.compactMap { $0["userName"]?.text } ?? [] }
        var total: Int64? { json["totalResults"]?.whole }
    }

    /// Sends a request, whatever the connection.
    let send: @Sendable (String, HTTPRequest.Method, HTTPFields, ByteBuffer?) async throws -> (HTTPResponse, ByteBuffer)
    let port: Int?
    var token: String?

    func with(_ token: String?) -> SCIMCaller { SCIMCaller(send: send, port: port, token: token) }

    @discardableResult
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        _ headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/scim+json" }
        return try await sendText(
            method,
            path,
            try body.map { ByteBuffer(bytes: try JSONEncoder().encode($0)) },
            headers
        )
    }

    /// The same with a body that may be anything.
    func sendText(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: ByteBuffer?,
        _ headers: HTTPFields
    ) async throws -> Answer {
        let (head, body) = try await send("/scim/v2" + path, method, headers, body)
        let data = Data(body.readableBytesView)
        if !data.isEmpty { #expect(head.headerFields[.contentType] == "application/scim+json", "\(path)") }
        return Answer(
            status: head.status.code,
            json: data.isEmpty ? [:] : try JSONDecoder().decode(JSONValue.self, from: data),
            headers: head.headerFields
        )
    }

    /// Makes a user that is expected to be made.
    func make(_ body: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Answer {
        let answer = try await call(.post, "/Users", body)
        #expect(answer.status == 201, "\(answer.json)", sourceLocation: sourceLocation)
        return answer
    }

    func patch(_ id: String, _ operations: [JSONValue], _ headers: HTTPFields = [:]) async throws -> Answer {
        let body: JSONValue = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations),
        ]
        return try await call(.patch, "/Users/\(id)", body, headers)
    }

    /// Lists with a query that is escaped here.
    func list(_ query: [String: String], _ resource: String = "/Users") async throws -> Answer {
        let text = query.map { "\($0)=\(percent($1))" }.sorted().joined(separator: "&")
        return try await call(.get, "\(resource)?\(text)")
    }

    private func percent(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension SCIMCaller {
    /// Does something several times at once, each over a connection of its own.
    func atOnce<Value: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (SCIMCaller, Int) async throws -> Value
    ) async throws -> [Value] {
        let port = try #require(port)
        return try await withThrowingTaskGroup(of: Value.self) { group in
            for index in 0..<count {
                group.addTask {
                    let connection = TestClient(host: "localhost", port: port)
                    connection.connect()
                    do {
                        let value = try await body(over(connection), index)
                        try await connection.shutdown()
                        return value
                    } catch {
                        try await connection.shutdown()
                        throw error
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func over(_ connection: TestClient) -> SCIMCaller {
        SCIMCaller(
            send: { path, method, headers, body in
                let request = TestClient.Request(
                    path,
                    method: method,
                    authority: "localhost",
                    headers: headers,
                    body: body
                )
                let response = try await connection.execute(request)
                return (response.head, response.body ?? ByteBuffer())
            },
            port: port,
            token: token
        )
    }
}
