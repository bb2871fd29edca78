import DirectoryModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LDAPClient
import LDAPDirectory
import LocalStack
import NIOCore
import StateDatabase
import TestEntries
import Testing
import TwoFactor
import WorkerAPI

@testable import WebPortal

/// Programs, an office of theirs, and one that is none of theirs: every name of what they may not see holds the word "asing", or
/// is a service's.
final class APIRig: Sendable {
    /// What programs may see.
    enum Program: String, CaseIterable, Sendable {
        /// One office.
        case office = "api-kantor"
        /// All services.
        case everything = "api-semua"
        /// Nothing at all.
        case nothing = "api-tanpa"
    }

    static let service = PortalRig.late
    static let own = "KPPN Uji Antarmuka"
    static let foreign = "KPPN Asing Antarmuka"
    static let people = 14
    static let services = ["mail.go.id", "desa.mail.go.id", "sakti.mail.go.id", "multidomain.mail.go.id"]

    let portal: PortalRig
    let worker: WorkerBehind
    private let tokens: [Program: String]

    private static let started = Task { try await APIRig() }

    static func shared() async throws -> APIRig { try await started.value }

    private init() async throws {
        let worker = try await WorkerBehind.shared()
        portal = try await PortalRig.shared()
        self.worker = worker
        var (tokens, entries) = ([Program: String](), "")
        for program in Program.allCases {
            let token = try ClientToken()
            tokens[program] = token.shown.withBytes { String(decoding: $0, as: UTF8.self) }
            entries += Self.entry(of: program, try StoredClientToken(of: token, now: .now, lifetime: .seconds(3600)))
        }
        self.tokens = tokens
        try await portal.stack.slapd.modify(entries + Self.offices + Self.groups)
        try await waitUntil("the worker has counted the offices") {
            let census = try await worker.client.census(selection: .init(service: Self.service))
            return [Self.own, Self.foreign].allSatisfy { name in
                census.tenants.first { $0.tenant == name }?.uploaded == Self.people
            }
        }
        try await happen()
    }

    func token(_ program: Program) -> String { tokens[program] ?? "" }

    static func person(_ number: Int) -> String { "antarmuka\(number)@\(service)" }
    static func stranger(_ number: Int) -> String { "asing\(number)@\(service)" }
    static func dn(_ address: String, _ office: String) -> String {
        SampleEntries.dn(address, tenant: office, service: service)
    }

    private static func entry(of program: Program, _ token: StoredClientToken) -> String {
        """
        dn: \(dn(of: program))
        objectClass: applicationProcess
        objectClass: pamongApiClient
        cn: \(program.rawValue)
        pamongClientToken: \(token.text)


        """
    }

    private static func dn(of program: Program) -> String {
        "cn=\(program.rawValue),ou=clients,\(SampleEntries.suffix)"
    }

    private static var offices: String {
        [(own, person), (foreign, stranger)].map { office, address in
            SampleEntries.tenant(office, service: service)
                + (1...people).map { SampleEntries.account(address($0), tenant: office, service: service) }.joined()
        }.joined()
    }

    private static var groups: String {
        let places = ["o=\(own),cn=\(service)": Program.office].merging(
            services.map { ("cn=\($0)", Program.everything) }
        ) { $1 }
        return places.map { place, program in
            """
            dn: cn=auditors,\(place),ou=services,\(SampleEntries.suffix)
            objectClass: groupOfNames
            cn: auditors
            member: \(dn(of: program))


            """
        }.joined()
    }

    /// In both offices a batch is held and an entry is wrong; and somebody goes from the one to the other, with another
    /// address.
    private func happen() async throws {
        var changes = ""
        for (office, address) in [(Self.own, Self.person), (Self.foreign, Self.stranger)] {
            changes += (1...6).map { Self.setting("blocked", Self.dn(address($0), office)) }.joined()
            changes += SampleEntries.account(
                "salah.\(address(1).prefix(5))@tidak-ada.go.id",
                tenant: office,
                service: Self.service
            )
        }
        changes += """
            dn: \(Self.dn(Self.person(13), Self.own))
            changetype: modrdn
            newrdn: mail=asing.pindah@\(Self.service)
            deleteoldrdn: 1
            newsuperior: ou=accounts,o=\(Self.foreign),cn=\(Self.service),ou=services,\(SampleEntries.suffix)


            """
        try await portal.stack.slapd.modify(changes)
        let client = worker.client
        try await waitUntil("both offices have a held batch and an entry in quarantine, and one has moved") {
            let (holds, wrong) = (try await client.holds(state: .open), try await client.quarantine())
            let census = try await client.census(selection: .init(service: Self.service, tenant: Self.foreign))
            return [Self.own, Self.foreign].allSatisfy { office in
                holds.contains { $0.tenant == office && $0.accounts >= 2 } && wrong.contains { $0.dn.contains(office) }
            } && census.total.uploaded == Self.people + 1
        }
    }

    static func setting(_ status: String, _ dn: String) -> String {
        """
        dn: \(dn)
        changetype: modify
        replace: pamongAccountStatus
        pamongAccountStatus: \(status)


        """
    }

    /// Serves a portal with these workers, the one that follows unless said.
    func serving<Value: Sendable>(
        _ program: Program?,
        workers: [WorkerAPIClient]? = nil,
        _ change: (inout PortalConfiguration) -> Void = { _ in },
        _ body: @Sendable (APICaller) async throws -> Value
    ) async throws -> Value {
        try await portal.serving {
            $0.workers = workers ?? [worker.client]
            change(&$0)
        } _: { browser, lines in
            try await body(APICaller(client: browser.client, token: program.map(token), lines: lines))
        }
    }
}

/// Calls `/api/v1`.
struct APICaller: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String

        var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null }
        var items: [JSONValue] { json["items"]?.elements ?? [] }
        var next: String? { json["next"]?.text }
        /// The kind of problem; `nil` when it is not labelled as one, or does not say its own status.
        var problem: String? {
            guard headers[.contentType] == "application/problem+json", json["status"]?.whole == Int64(status),
                json["title"]?.text?.isEmpty == false, json["detail"]?.text?.isEmpty == false
            else { return nil }
            return json["type"]?.text?.replacing("urn:pamong:problem:", with: "")
        }
        /// The parameters that are said to be wrong.
        var faults: [String] { json["errors"]?.elements.compactMap { $0["parameter"]?.text } ?? [] }

        func names(_ member: String) -> [String] { items.compactMap { $0[member]?.text } }
    }

    let client: any TestClientProtocol
    var token: String?
    let lines: LogLines

    func with(_ token: String?) -> APICaller { APICaller(client: client, token: token, lines: lines) }

    /// `path` below `/api/v1`, or whole.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if let token, headers[.authorization] == nil { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(
            uri: path.hasPrefix("/") ? path : "/api/v1/\(path)",
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: response.body)
        )
    }

    func get(_ path: String, accept: String? = nil) async throws -> Answer {
        try await call(.get, path, accept.map { [.accept: $0] } ?? [:])
    }

    /// All pages of a list, following their links.
    func walk(_ path: String, between: @Sendable (Int) async throws -> Void = { _ in }) async throws -> [JSONValue] {
        var (items, next, pages): ([JSONValue], String?, Int) = ([], path, 0)
        while let link = next {
            let page = try await get(link)
            #expect(page.status == 200, "\(page.text)")
            items += page.items
            next = page.next
            #expect(page.headers[.link] == next.map { "<\($0)>; rel=\"next\"" })
            pages += 1
            guard pages < 1000 else { break }
            try await between(pages)
        }
        return items
    }
}

/// In a query or a path.
func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
