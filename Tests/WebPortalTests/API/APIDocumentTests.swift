import Foundation
import Glibc
import HTTPTypes
import HummingbirdTesting
import LDAPClient
import LocalStack
import Logging
import TestEntries
import Testing

@testable import WebPortal

/// The OpenAPI document tells what there is, all of it, and as it is.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(10)))
struct APIDocumentTests {
    private static func document() throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(PackageResources.openapi_json))
    }

    @Test
    func `every route is in the document with its parameters and forms, and every path of the document is a route`()
        async throws
    {
        let document = try Self.document()
        let paths = try #require(document["paths"]?.members)
        let shared = try #require(document["components"]?["parameters"]?.members)
        try await APIRig.shared().serving(nil) { caller in
            let served = try await caller.get("openapi.json")
            #expect(served.json == document && served.headers[.contentType] == "application/json")
        }
        let operations = try await Self.operations()
        var known: Set<String> = ["/openapi.json", "/sessions"]
        for operation in operations {
            let path =
                "/"
                + operation.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : "\($0)" }
                .joined(separator: "/")
            known.insert(path)
            let get = try #require(paths[path]?["get"], "\(path) is not in the document")
            let parameters = (get["parameters"]?.elements ?? []).map { parameter in
                parameter["$ref"]?.text.flatMap { shared[String($0.split(separator: "/").last ?? "")] } ?? parameter
            }
            let query = parameters.filter { $0["in"]?.text == "query" }.compactMap { $0["name"]?.text }
            #expect(Set(query) == Set(operation.parameters), "\(path)")
            let content = get["responses"]?["200"]?["content"]?.members ?? [:]
            #expect(Set(content.keys) == Set(operation.forms.map(\.rawValue)), "\(path)")
        }
        #expect(Set(paths.keys) == known)
    }

    /// Of a portal that asks nobody.
    private static func operations() async throws -> [APIOperation] {
        let nobody = LDAPConfiguration(server: .plain(host: "127.0.0.1", port: 1))
        let configuration = PortalConfiguration(
            host: "127.0.0.1",
            port: 0,
            directory: nobody,
            suffix: try DistinguishedName(SampleEntries.suffix),
            gate: nobody,
            helpDesk: "",
            timeZone: .gmt
        )
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let store = try await PortalRig.shared().store
        return APIRoutes(desk: try WebPortal(store: store, configuration: configuration, logger: quiet).desk).operations
    }

    /// schemathesis (PyPI) makes up requests, good and bad, from the document, and holds every answer against it.
    @Test func `schemathesis finds no answer that the document does not foresee`() async throws {
        let rig = try await APIRig.shared()
        let folder = rig.portal.stack.folder.url.appending(path: "schemathesis", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = folder.appending(path: "schemathesis.toml")
        try Self.settings(rig.token(.everything)).write(to: settings, atomically: true, encoding: .utf8)
        let outcome = try await rig.serving(nil) {
            $0.limits.wrongTokens = 1_000_000
            $0.apiRateLimit.perClient = 10_000_000
            $0.apiRateLimit.perAddress = 10_000_000
        } _: { caller in
            let port = try #require(caller.client.port)
            return try await ShortCommand(
                // It keeps what it has found where it is started.
                "/bin/sh",
                [
                    "-c", "cd \"$0\" && exec \"$@\"", folder.path,
                    try PythonTools.find().program("schemathesis").path,
                    "--config-file", settings.path, "--no-color", "run", "http://127.0.0.1:\(port)/api/v1/openapi.json",
                    "--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--seed", "1",
                    "--generation-deterministic", "--suppress-health-check", "all",
                    "--workers", "2", "--continue-on-failure",
                ],
                timeLimit: .seconds(400)
            ).outcome()
        }
        let report = String(decoding: outcome.output, as: UTF8.self)
        #expect(
            outcome.exit == .code(0),
            "\(report.suffix(12_000))\n\(String(decoding: outcome.errors, as: UTF8.self))"
        )
        #expect(report.contains("Tested: 13") && report.contains("Coverage"), "\(report.suffix(3000))")
    }

    /// What a schema cannot say is refused by 422 all the same: a beginning after the end, a cursor that is none.
    private static func settings(_ token: String) -> String {
        """
        [auth.openapi.token]
        bearer = "\(token)"

        [checks]
        positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 410, 422]
        negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 410, 413, 415, 422]

        """
    }
}
